import Imaging
import Preprocessing
import Testing

@Suite("A random contrast")
struct RandomContrastTests {
  private func remapped(_ patch: Patch, _ contrast: RandomContrast, seed: UInt64) -> Patch {
    var patch = patch
    var random = SplitMix64(seed: seed)
    contrast.apply(to: &patch, using: &random)
    return patch
  }

  /// A thousand voxels of the levels 0...19 in disorder.
  private func levels(seed: UInt64) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<1000).map { _ in Float(Int.random(in: 0..<20, using: &random)) }
  }

  @Test("gives each channel mean 0 and deviation 1 and leaves the labels", arguments: 1...10)
  func moments(seed: Int) {
    let grid = VoxelGrid(10, 10, 10)
    let patch = Patch(
      image: [noise(on: grid, seed: UInt64(seed)).voxels, levels(seed: UInt64(seed))],
      labels: randomLabels([0, 1, 255], on: grid, seed: 1).voxels, size: grid.size)
    let found = remapped(patch, RandomContrast(), seed: UInt64(seed))
    #expect(found.labels == patch.labels)
    for channel in found.image {
      let (mean, deviation) = PreprocessingTests.moments(channel)
      // Means and deviations are taken in double precision and applied in float32.
      #expect(abs(mean) < 1e-4)
      #expect(abs(deviation - 1) < 1e-4)
    }
  }

  @Test("is a function of intensity: equal voxels stay equal", arguments: 1...10)
  func isFunction(seed: Int) {
    let before = levels(seed: UInt64(seed))
    let after = remapped(.row(before), RandomContrast(), seed: UInt64(seed)).image[0]
    var images: [Float: Set<Float>] = [:]
    for (old, new) in zip(before, after) { images[old, default: []].insert(new) }
    #expect(images.count == 20)
    #expect(images.values.allSatisfy { $0.count == 1 })
  }

  @Test("that is monotone keeps the order of intensities or turns it round, each in half of draws")
  func monotone() {
    let contrast = RandomContrast(monotoneProbability: 1)
    var rising = 0
    for seed in 0..<200 {
      let before = levels(seed: 5)
      let after = remapped(.row(before), contrast, seed: UInt64(seed)).image[0]
      let ordered = zip(before, after).sorted { $0.0 < $1.0 }.map(\.1)
      let isRising = zip(ordered, ordered.dropFirst()).allSatisfy { $0 <= $1 }
      let isFalling = zip(ordered, ordered.dropFirst()).allSatisfy { $0 >= $1 }
      #expect(isRising != isFalling)
      if isRising { rising += 1 }
    }
    // Half of 200, with a deviation of 7.
    #expect((72...128).contains(rising), "\(rising)")
  }

  @Test("that is not monotone turns round within the range of intensities")
  func free() {
    let contrast = RandomContrast(monotoneProbability: 0)
    var turning = 0
    for seed in 0..<100 {
      let before = (0..<1000).map { Float($0) }
      let after = remapped(.row(before), contrast, seed: UInt64(seed)).image[0]
      let steps = zip(after, after.dropFirst()).map { $1 - $0 }
      if steps.contains(where: { $0 > 0 }), steps.contains(where: { $0 < 0 }) { turning += 1 }
    }
    // Of the orders of six random knots 2 in 720 are monotone.
    #expect(turning >= 95, "\(turning)")
  }

  @Test("of two levels gives -1 and 1, worked by hand", arguments: 1...5)
  func twoLevels(seed: Int) {
    // Half of the voxels each: mean 0 and deviation 1 leave no other values, whatever the curve.
    let before = (0..<200).map { Float($0 / 100) * 50 }
    let after = remapped(.row(before), RandomContrast(), seed: UInt64(seed)).image[0]
    #expect(after.allSatisfy { abs(abs($0) - 1) < 1e-3 })
    #expect(abs(after[0] + after[199]) < 1e-3)
  }

  @Test("is blind to rare outliers: they count as the ends of the range")
  func outliers() throws {
    var before = levels(seed: 3)
    let expected = remapped(.row(before), RandomContrast(), seed: 1).image[0]
    // Every seventh voxel is looked at for the range, so the outlier is put at one of them.
    let place = stride(from: 0, to: before.count, by: 7).first { before[$0] == 19 }
    before[try #require(place)] = 1e6
    // One in 143 lies above the 99th percentile.
    #expect(remapped(.row(before), RandomContrast(), seed: 1).image[0] == expected)
  }

  @Test("of a constant patch is 0 everywhere, also of one voxel", arguments: [1, 8, 500])
  func constant(count: Int) {
    let found = remapped(.row([Float](repeating: 3, count: count)), RandomContrast(), seed: 2)
    #expect(found.image == [[Float](repeating: 0, count: count)])
  }

  @Test("of one knot is taken to have two", arguments: [0, 1, 2])
  func knots(count: Int) {
    let before = (0..<700).map { Float($0) }
    let found = remapped(.row(before), RandomContrast(knots: count), seed: 3).image[0]
    // A straight line: the middle between the percentiles lies in the middle of the values.
    #expect(abs(found[349] + found[350]) < 0.02)
    #expect(abs(found[200] - found[150] - (found[500] - found[450])) < 1e-3)
    #expect(found[150] != found[500])
  }
}
