import Imaging
import TestSupport
import Testing

// Expected values: SciPy 1.17.1, agreed by SimpleITK 2.5.7, through scripts/oracles/resampling.py.
private struct GoldenResampling: Decodable {
  struct Image: Decodable, CustomTestStringConvertible {
    let name: String
    let source: GoldenGrid
    let voxels: [Float]
    let target: GoldenGrid
    let nearest: [Float]
    let linear: [Float]
    let cubic: [Float]
    let outside: String

    var testDescription: String { name }
    var volume: Volume { Volume(grid: source.grid, voxels: voxels) }

    func expected(_ interpolation: Interpolation) -> [Float] {
      switch interpolation {
      case .nearest: nearest
      case .linear: linear
      case .cubic: cubic
      }
    }
  }
  struct Labels: Decodable, CustomTestStringConvertible {
    let name: String
    let source: GoldenGrid
    let voxels: [UInt8]
    let target: GoldenGrid
    let labels: [UInt8]

    var testDescription: String { name }
  }
  let images: [Image]
  let labels: [Labels]

  static let loaded: GoldenResampling? = try? golden(GoldenResampling.self, "resampling")
}

@Suite("Resampling as SciPy does it")
struct GoldenResamplingTests {
  @Test("The golden cases are there, with voxels inside and outside of the field of view")
  func present() throws {
    let file = try #require(GoldenResampling.loaded)
    #expect(file.images.count == 8)
    #expect(file.labels.count == 2)
    #expect(file.images.count { $0.outside.contains("1") && $0.outside.contains("0") } == 5)
  }

  @Test(
    "Values are SciPy's, nearest to the bit",
    arguments: GoldenResampling.loaded?.images ?? [], Interpolation.allCases)
  fileprivate func values(_ c: GoldenResampling.Image, _ interpolation: Interpolation) {
    let found = c.volume.resampled(to: c.target.grid, interpolation)
    #expect(found.grid == c.target.grid)
    // The oracle rounds to 0.001; values to 255 and spline coefficients to a few thousand are kept
    // in single precision, which adds about as much again.
    let tolerance: Float = interpolation == .nearest ? 0 : 0.0015
    #expect(largestDifference(found.voxels, c.expected(interpolation)) <= tolerance)
  }

  @Test(
    "Voxels more than half a voxel outside take the outside value, the others SciPy's",
    arguments: GoldenResampling.loaded?.images ?? [], Interpolation.allCases)
  fileprivate func outside(_ c: GoldenResampling.Image, _ interpolation: Interpolation) {
    let found = c.volume.resampled(to: c.target.grid, interpolation, outside: -1000)
    let expected = zip(c.expected(interpolation), c.outside).map { $1 == "1" ? -1000 : $0 }
    #expect(largestDifference(found.voxels, expected) <= 0.0015)  // as above
  }

  @Test(
    "Labels are those of the largest interpolated indicator",
    arguments: GoldenResampling.loaded?.labels ?? [])
  fileprivate func labels(_ c: GoldenResampling.Labels) {
    let map = LabelMap(grid: c.source.grid, voxels: c.voxels)
    #expect(map.resampled(to: c.target.grid).voxels == c.labels)
  }
}
