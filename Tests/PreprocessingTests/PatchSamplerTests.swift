import Imaging
import Testing

@testable import Preprocessing

@Suite("Patches are drawn")
struct PatchSamplerTests {
  private static func centres(
    _ sampler: PatchSampler, _ labels: LabelMap, count: Int, seed: UInt64 = 1
  ) -> [SIMD3<Double>] {
    var random = SplitMix64(seed: seed)
    let index = ForegroundIndex(labels)
    return (0..<count).map { _ in
      sampler.centre(in: labels.grid, foreground: index, using: &random)
    }
  }

  struct Sizes: Sendable, CustomTestStringConvertible {
    let grid: SIMD3<Int>
    let patch: SIMD3<Int>
    var testDescription: String { "a patch of \(patch) in \(grid)" }
  }

  static let sizes = [
    Sizes(grid: SIMD3(20, 18, 9), patch: SIMD3(8, 7, 4)),
    Sizes(grid: SIMD3(8, 7, 4), patch: SIMD3(8, 7, 4)),
    Sizes(grid: SIMD3(9, 7, 4), patch: SIMD3(8, 6, 1)),
    Sizes(grid: SIMD3(20, 5, 3), patch: SIMD3(8, 8, 8)),
    Sizes(grid: SIMD3(1, 1, 1), patch: SIMD3(1, 1, 1)),
    Sizes(grid: SIMD3(1, 1, 1), patch: SIMD3(4, 3, 2)),
  ]

  @Test("inside the grid along axes where they fit, in its middle where not", arguments: sizes)
  func inside(_ sizes: Sizes) {
    let grid = VoxelGrid(sizes.grid.x, sizes.grid.y, sizes.grid.z)
    let labels = randomLabels([0, 1, 2], on: grid, seed: 3)
    for probability in [0, 0.5, 1] {
      let sampler = PatchSampler(size: sizes.patch, foregroundProbability: probability)
      for centre in Self.centres(sampler, labels, count: 200) {
        for axis in 0..<3 {
          // Edges of voxels: the first voxel begins half a step before its centre.
          let low = centre[axis] + 0.5 - Double(sizes.patch[axis]) / 2
          let high = low + Double(sizes.patch[axis])
          if sizes.patch[axis] <= sizes.grid[axis] {
            #expect(low >= 0 && high <= Double(sizes.grid[axis]))
          } else {
            #expect(low + high == Double(sizes.grid[axis]))
          }
        }
      }
    }
  }

  @Test("around a foreground voxel, off its centre by up to a quarter of the patch")
  func offCentre() {
    var labels = LabelMap(grid: VoxelGrid(60, 60, 60), filledWith: 0)
    labels[30, 31, 29] = 4
    let size = SIMD3(16, 8, 4)
    let sampler = PatchSampler(size: size, foregroundProbability: 1)
    let shifts = Self.centres(sampler, labels, count: 400).map { $0 - SIMD3(30, 31, 29) }
    for axis in 0..<3 {
      let quarter = Double(size[axis]) / 4
      let along = shifts.map { $0[axis] }
      #expect(along.allSatisfy { abs($0) <= quarter })
      // All of 400 uniform draws miss the outer tenth of one side with a chance of 1e-9.
      #expect((along.max() ?? 0) > 0.8 * quarter)
      #expect((along.min() ?? 0) < -0.8 * quarter)
    }
  }

  @Test("around each label alike, however large its structure")
  func balanced() {
    // 2000 voxels of label 1 at one end, a single one of label 9 at the other.
    var labels = LabelMap(grid: VoxelGrid(300, 10, 10), filledWith: 0)
    for offset in 0..<labels.grid.count where labels.grid.index(at: offset).x < 20 {
      labels.voxels[offset] = 1
    }
    labels[290, 5, 5] = 9
    let sampler = PatchSampler(size: SIMD3(8, 8, 8), foregroundProbability: 1)
    let centres = Self.centres(sampler, labels, count: 1000)
    let small = centres.filter { $0.x > 200 }.count
    // Half of 1000 draws, with a deviation of 16.
    #expect((420...580).contains(small), "\(small)")
    #expect(centres.allSatisfy { $0.x < 25 || $0.x > 285 })
  }

  @Test("on the foreground as often as asked", arguments: [0, 0.3, 0.7, 1])
  func frequency(probability: Double) {
    var labels = LabelMap(grid: VoxelGrid(1001, 1, 1), filledWith: 0)
    labels[500, 0, 0] = 1
    let sampler = PatchSampler(size: SIMD3(1, 1, 1), foregroundProbability: probability)
    let near = Self.centres(sampler, labels, count: 1000).filter { abs($0.x - 500) <= 0.25 }.count
    // Patches drawn anywhere hit these 0.5 of 1001 by chance once in 2000; 65 is four deviations.
    #expect(abs(Double(near) - 1000 * probability) <= 65, "\(near)")
  }

  @Test(
    "evenly over the grid without a foreground, 255 being none", arguments: [0, 255] as [UInt8])
  func noForeground(label: UInt8) {
    var labels = LabelMap(grid: VoxelGrid(100, 1, 1), filledWith: 0)
    for i in 70..<80 { labels[i, 0, 0] = label }
    let sampler = PatchSampler(size: SIMD3(1, 1, 1), foregroundProbability: 1)
    let centres = Self.centres(sampler, labels, count: 1000)
    for quarter in 0..<4 {
      let range = (25 * Double(quarter) - 0.5)..<(25 * Double(quarter) + 24.5)
      let count = centres.filter { range.contains($0.x) }.count
      // A quarter of 1000 draws, with a deviation of 14; the last half voxel is clamped in.
      #expect((185...315).contains(count), "quarter \(quarter): \(count)")
    }
  }

  @Test("from a thinned index of large structures that still spans them")
  func thinned() throws {
    var labels = LabelMap(grid: VoxelGrid(100, 100, 3), filledWith: 2)
    labels[0, 0, 0] = 7
    let index = ForegroundIndex(labels)
    try #require(index.offsets.count == 2)
    // 29,999 voxels in steps of 29,999 / 4000 = 7 are 4286 of them.
    #expect(index.offsets[0].count == 4286)
    #expect(index.offsets[0].first == 1)
    #expect((index.offsets[0].last ?? 0) > 29_992)
    #expect(index.offsets[1] == [0])
  }
}
