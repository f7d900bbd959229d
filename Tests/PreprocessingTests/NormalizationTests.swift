import Imaging
import Preprocessing
import Testing

@Suite("Z-scores")
struct ZScoreTests {
  static let cases = GoldenIntensities.all?.cases ?? []

  @Test("are NumPy's", arguments: cases)
  func numPy(_ item: GoldenIntensities.Case) throws {
    let grid = VoxelGrid(item.values.count, 1, 1)
    let found = Volume(grid: grid, voxels: item.values).normalizedZScore()
    #expect(found.grid == grid)
    try #require(found.voxels.count == item.zScores.count)
    // The mean is rounded to float32 before it is taken away: far from zero (1e5, deviation 10)
    // that alone is 0.004 / 10; elsewhere only single roundings remain.
    let tolerance = item.name == "far from zero" ? 1e-3 : 1e-5
    for (n, expected) in item.zScores.enumerated() {
      #expect(abs(Double(found.voxels[n]) - expected) < tolerance, "voxel \(n)")
    }
  }

  @Test("of a constant image are 0", arguments: [0, 0.1, -7, 1e6] as [Float])
  func constant(value: Float) {
    let image = Volume(grid: VoxelGrid(5, 4, 3), filledWith: value)
    #expect(image.normalizedZScore() == Volume(grid: image.grid, filledWith: 0))
  }

  @Test("stay the same when the image is scaled and shifted", arguments: 1...4)
  func invariance(seed: Int) {
    let image = noise(on: VoxelGrid(6, 5, 4), seed: UInt64(seed))
    let other = Volume(grid: image.grid, voxels: image.voxels.map { 300 * $0 + 1000 })
    let (a, b) = (image.normalizedZScore(), other.normalizedZScore())
    // Values of about 1000 hold 6e-5 in float32, which is 2e-7 deviations of 300.
    #expect(zip(a.voxels, b.voxels).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}

@Suite("Rescaling to percentiles")
struct RescalingTests {
  private let ramp = Volume(grid: VoxelGrid(11, 1, 1), voxels: (0...10).map { Float($0) })

  @Test("puts the percentiles at the ends and clips what lies beyond, worked by hand")
  func clipped() {
    // Percentiles 20 and 80 of 0...10 are 2 and 8, so 2 becomes -1, 5 becomes 0, 8 becomes 1.
    let found = ramp.rescaledToPercentiles(20, 80, to: -1...1, clipping: true)
    let expected: [Float] = [-1, -1, -1, -2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 2.0 / 3, 1, 1, 1]
    // One rounding of the scale, one of the product.
    #expect(zip(found.voxels, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found.voxels)")
    #expect(found.grid == ramp.grid)
  }

  @Test("goes on beyond the ends without clipping, worked by hand")
  func open() {
    // The same line: a step of 1/3 for each 1, so 0 becomes -5/3 and 10 becomes 5/3.
    let found = ramp.rescaledToPercentiles(20, 80, to: -1...1, clipping: false)
    let expected = (0...10).map { (Float($0) - 5) / 3 }
    #expect(zip(found.voxels, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(found.voxels)")
  }

  @Test("makes a constant image the lower end, clipped or not", arguments: [true, false])
  func constant(clipping: Bool) {
    let flat = Volume(grid: VoxelGrid(3, 2, 1), filledWith: 42)
    let found = flat.rescaledToPercentiles(0.5, 99.5, to: -1...1, clipping: clipping)
    #expect(found == Volume(grid: flat.grid, filledWith: -1))
  }

  @Test("makes an image with equal percentiles the lower end, however long its tail")
  func tail() {
    var flat = Volume(grid: VoxelGrid(101, 1, 1), filledWith: 3)
    flat.voxels[50] = 1000
    let found = flat.rescaledToPercentiles(1, 99, to: 0...1, clipping: false)
    #expect(found == Volume(grid: flat.grid, filledWith: 0))
  }

  @Test("stays in the range for any image", arguments: 1...5)
  func range(seed: Int) {
    let image = noise(on: VoxelGrid(7, 6, 5), seed: UInt64(seed))
    let found = image.rescaledToPercentiles(0.5, 99.9, to: -1...1, clipping: true)
    #expect(found.voxels.allSatisfy { (-1...1).contains($0) })
    #expect(found.voxels.min() == -1)
    #expect(found.voxels.max() == 1)
  }
}

@Suite("Voxels that are not finite")
struct NonFiniteTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let voxels: [Float]
    let expected: [Float]
  }

  static let examples = [
    Example(testDescription: "none", voxels: [1, -2, 3], expected: [1, -2, 3]),
    Example(testDescription: "NaN", voxels: [1, .nan, 3], expected: [1, 1, 3]),
    Example(
      testDescription: "both infinities", voxels: [.infinity, 5, -.infinity, 4],
      expected: [4, 5, 4, 4]),
    Example(testDescription: "nothing else", voxels: [.nan, .infinity], expected: [0, 0]),
    Example(testDescription: "one NaN", voxels: [.nan], expected: [0]),
    Example(
      testDescription: "the largest finite value stays",
      voxels: [.greatestFiniteMagnitude, .nan, -1], expected: [.greatestFiniteMagnitude, -1, -1]),
  ]

  @Test("become the lowest finite value, or 0 if there is none", arguments: examples)
  func replaced(_ example: Example) {
    let grid = VoxelGrid(example.voxels.count, 1, 1, spacing: SIMD3(0.4, 0.5, 2))
    let found = Volume(grid: grid, voxels: example.voxels).withoutNonFinite()
    #expect(found == Volume(grid: grid, voxels: example.expected))
  }
}
