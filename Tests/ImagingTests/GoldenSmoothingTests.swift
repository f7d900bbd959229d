import Imaging
import TestSupport
import Testing

// Expected values: SciPy 1.17.1, through scripts/oracles/smoothing.py.
private struct GoldenSmoothing: Decodable {
  struct Smoothed: Decodable, CustomTestStringConvertible {
    let name: String
    let size: [Int]
    let spacing: [Double]
    let sigma: [Double]
    let voxels: [Float]

    var testDescription: String { name }
  }
  struct Resampled: Decodable, CustomTestStringConvertible {
    let name: String
    let size: [Int]
    let spacing: [Double]
    let targetSize: [Int]
    let columns: [[Double]]
    let start: [Double]
    let interpolation: Interpolation
    let outside: Float?
    let voxels: [Float]

    var testDescription: String { name }
    var target: VoxelGrid {
      VoxelGrid(
        size: SIMD3(list: targetSize),
        affine: Affine(
          x: SIMD3(list: columns[0]), y: SIMD3(list: columns[1]), z: SIMD3(list: columns[2]),
          translation: SIMD3(list: start)))
    }
  }
  let smoothed: [Smoothed]
  let withoutAliasing: [Resampled]

  static let loaded: GoldenSmoothing? = try? golden(GoldenSmoothing.self, "smoothing")
}

/// The oracle's image, whole numbers below 251 that look like noise.
private func pattern(_ size: [Int], _ spacing: [Double]) -> Volume {
  let grid = VoxelGrid(size: SIMD3(list: size), affine: Affine(spacing: SIMD3(list: spacing)))
  return Volume(
    grid: grid,
    voxels: grid.indices.map { v in
      Float((37 * v.x * v.x + 101 * v.y + 59 * v.x * v.y * v.z + 17 * v.z * v.z + 13) % 251)
    })
}

@Suite("Smoothing as SciPy does it")
struct GoldenSmoothingTests {
  @Test("The golden cases are there")
  func present() throws {
    let file = try #require(GoldenSmoothing.loaded)
    #expect(file.smoothed.count == 4)
    #expect(file.withoutAliasing.count == 9)
  }

  @Test("Smoothed voxels are SciPy's", arguments: GoldenSmoothing.loaded?.smoothed ?? [])
  fileprivate func smoothed(_ c: GoldenSmoothing.Smoothed) {
    let found = pattern(c.size, c.spacing).smoothed(sigma: SIMD3(list: c.sigma))
    // The oracle rounds to 0.001; sums of single-precision products of values to 250 add as much.
    #expect(largestDifference(found.voxels, c.voxels) < 0.0015)
  }

  @Test(
    "Resampling without aliasing is smoothing the whole image and then resampling it",
    arguments: GoldenSmoothing.loaded?.withoutAliasing ?? [])
  fileprivate func resampled(_ c: GoldenSmoothing.Resampled) {
    let found = pattern(c.size, c.spacing)
      .resampledWithoutAliasing(to: c.target, c.interpolation, outside: c.outside)
    #expect(found.grid == c.target)
    #expect(largestDifference(found.voxels, c.voxels) < 0.0015)  // as above
  }
}
