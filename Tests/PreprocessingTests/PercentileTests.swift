import Imaging
import Testing

@testable import Preprocessing

@Suite("Percentiles")
struct PercentileTests {
  static let cases = GoldenIntensities.all?.cases ?? []
  static let large = GoldenIntensities.all?.large ?? []

  private func row(_ values: [Float]) -> Volume {
    Volume(grid: VoxelGrid(values.count, 1, 1), voxels: values)
  }

  @Test("have their golden values at hand")
  func present() {
    #expect(Self.cases.count == 9)
    #expect(Self.large.count == 3)
  }

  @Test("of small images are NumPy's", arguments: cases)
  func small(_ item: GoldenIntensities.Case) throws {
    let percentages = try #require(GoldenIntensities.all?.percentages)
    let found = row(item.values).percentiles(percentages)
    try #require(found.count == item.percentiles.count)
    // Interpolated in float32 here and in float64 there: a few roundings of the largest value.
    let largest = item.values.reduce(0) { max($0, abs($1)) }
    let tolerance = Double(4 * Float.ulpOfOne * largest)
    for (n, expected) in item.percentiles.enumerated() {
      #expect(abs(Double(found[n]) - expected) <= tolerance, "percentile \(percentages[n])")
    }
  }

  @Test(
    "of large images are NumPy's of every third voxel, and close to those of all", arguments: large)
  func sampled(_ item: GoldenIntensities.Large) throws {
    let percentages = try #require(GoldenIntensities.all?.percentages)
    let found = row(item.values).percentiles(percentages)
    try #require(found.count == item.everyThird.count)
    for n in found.indices {
      // Values reach 100,002, where float32 has steps of 0.008.
      #expect(abs(Double(found[n]) - item.everyThird[n]) <= 0.05, "percentile \(percentages[n])")
      // Values are uniform, so a rank that is off by 0.1 % is off by 100.
      #expect(abs(Double(found[n]) - item.all[n]) <= 100, "percentile \(percentages[n])")
    }
  }

  @Test("do not depend on the order of voxels and rise with the percentage", arguments: 1...5)
  func order(seed: Int) {
    var values = noise(on: VoxelGrid(97, 1, 1), seed: UInt64(seed)).voxels
    let percentages = stride(from: 0.0, through: 100, by: 2.5).map { $0 }
    let found = row(values).percentiles(percentages)
    #expect(found == found.sorted())
    #expect(found.first == values.min())
    #expect(found.last == values.max())
    var random = SplitMix64(seed: UInt64(seed))
    values.shuffle(using: &random)
    #expect(row(values).percentiles(percentages) == found)
  }

  // Ranks of [0, 10, 20, 30, 40] are 0...4; percentage p lies at rank p / 100 * 4.
  @Test(
    "worked by hand, one at a time",
    arguments: [(0, 0), (12.5, 5), (25, 10), (60, 24), (99, 39.6), (100, 40)] as [(Double, Float)])
  func single(percentage: Double, expected: Float) {
    // A few roundings at 40.
    #expect(abs(row([40, 0, 30, 10, 20]).percentile(percentage) - expected) < 1e-5)
  }
}
