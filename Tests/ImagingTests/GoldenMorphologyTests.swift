import Imaging
import TestSupport
import Testing

// Expected values: SciPy 1.17.1, through scripts/oracles/morphology.py.
private struct GoldenMorphology: Decodable, CustomTestStringConvertible {
  struct Neighbourhood: Decodable {
    let connectivity: Connectivity
    let labels: [Int32]
    let components: [Found]
    let eroded: String
    let dilated: String
  }
  struct Found: Decodable {
    let voxels: Int
    let centroid: [Double]
    let lower: [Int]
    let upper: [Int]
  }
  let name: String
  let size: [Int]
  let spacing: [Double]
  let mask: String
  let distances: [Float]
  let neighbourhoods: [Neighbourhood]

  static let loaded = (try? golden([GoldenMorphology].self, "morphology")) ?? []

  var testDescription: String { name }
  var members: Mask {
    let affine = Affine(spacing: SIMD3(list: spacing))
    return Mask(
      grid: VoxelGrid(size: SIMD3(list: size), affine: affine), voxels: mask.map { $0 == "1" })
  }
}

@Suite("Morphology as SciPy does it")
struct GoldenMorphologyTests {
  @Test("The golden masks are there, each with three neighbourhoods")
  func present() {
    #expect(GoldenMorphology.loaded.count == 6)
    #expect(GoldenMorphology.loaded.allSatisfy { $0.neighbourhoods.count == 3 })
  }

  @Test("Distances are SciPy's", arguments: GoldenMorphology.loaded)
  fileprivate func distances(_ c: GoldenMorphology) {
    let found = c.members.distanceTransform()
    // Seven digits of up to 12 mm in the file and in single precision.
    #expect(largestDifference(found.voxels, c.distances) < 5e-6)
  }

  @Test("Components are SciPy's, from large to small", arguments: GoldenMorphology.loaded)
  fileprivate func components(_ c: GoldenMorphology) {
    for expected in c.neighbourhoods {
      let found = c.members.connectedComponents(expected.connectivity)
      let labels = stride(from: 0, to: expected.labels.count, by: 2).flatMap {
        repeatElement(expected.labels[$0], count: Int(expected.labels[$0 + 1]))
      }
      #expect(found.labels == labels)
      #expect(found.components.count == expected.components.count)
      for (component, truth) in zip(found.components, expected.components) {
        #expect(component.voxelCount == truth.voxels)
        let volume = c.spacing.reduce(Double(truth.voxels), *)
        #expect(abs(component.volume - volume) < 1e-9 * volume)  // products in double precision
        #expect(component.boundingBox.lower == SIMD3(list: truth.lower))
        #expect(component.boundingBox.upper == SIMD3(list: truth.upper))
        // The oracle rounds to 1e-9.
        #expect((component.centroid - SIMD3(list: truth.centroid)).length < 2e-9)
      }
    }
  }

  @Test("Erosion and dilation are SciPy's", arguments: GoldenMorphology.loaded)
  fileprivate func steps(_ c: GoldenMorphology) {
    for expected in c.neighbourhoods {
      #expect(c.members.eroded(expected.connectivity).voxels == expected.eroded.map { $0 == "1" })
      #expect(c.members.dilated(expected.connectivity).voxels == expected.dilated.map { $0 == "1" })
    }
  }
}
