import Imaging
import Preprocessing
import Testing

@Suite("A random brightness of structures")
struct LabelIntensityTests {
  private static let grid = VoxelGrid(11, 11, 11)

  /// A 5x5x5 cube of label 3 in the middle, two voxels around it also at intensity 6, and further
  /// out 0 and 10 by turns: these are the fifth and the 98th percentile, so level 0.3 is intensity 3.
  private static func patch(texture: Float = 0, structure: Float = 6) -> Patch {
    var image = Volume(grid: grid, filledWith: 0)
    var labels = LabelMap(grid: grid, filledWith: 0)
    for offset in 0..<grid.count {
      let index = grid.index(at: offset)
      let reach = (0..<3).map { abs(index[$0] - 5) }.max() ?? 0
      image.voxels[offset] = offset % 2 == 0 ? 0 : 10
      if reach <= 4 { image.voxels[offset] = structure }
      if reach <= 2 {
        labels.voxels[offset] = 3
        // Alternating along i; an odd number of voxels leaves the mean off by less than 1 %.
        image.voxels[offset] += index.x % 2 == 0 ? texture : -texture
      }
    }
    return Patch(image: [image.voxels], labels: labels.voxels, size: grid.size)
  }

  private static func changed(
    _ patch: Patch, _ augmentation: LabelIntensityAugmentation, seed: UInt64 = 1
  ) -> Patch {
    var patch = patch
    var random = SplitMix64(seed: seed)
    augmentation.apply(to: &patch, using: &random)
    return patch
  }

  private static func level(_ value: Double) -> LabelIntensityAugmentation {
    LabelIntensityAugmentation(labels: [3], probability: 1, change: .level(value...value))
  }

  private static func factor(_ value: Double) -> LabelIntensityAugmentation {
    LabelIntensityAugmentation(labels: [3], probability: 1, change: .factor(value...value))
  }

  struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let index: SIMD3<Int>
    /// How many of its 27 neighbours, itself included, carry the label.
    let neighbours: Float
  }

  // Counted by hand for the cube 3...7.
  static let places = [
    Place(testDescription: "the middle", index: SIMD3(5, 5, 5), neighbours: 27),
    Place(testDescription: "one below the face", index: SIMD3(4, 5, 5), neighbours: 27),
    Place(testDescription: "a face", index: SIMD3(7, 5, 5), neighbours: 18),
    Place(testDescription: "an edge", index: SIMD3(7, 3, 5), neighbours: 12),
    Place(testDescription: "a corner", index: SIMD3(3, 3, 7), neighbours: 8),
    Place(testDescription: "beside a face", index: SIMD3(5, 8, 5), neighbours: 9),
    Place(testDescription: "beside an edge", index: SIMD3(5, 8, 8), neighbours: 3),
    Place(testDescription: "beside a corner", index: SIMD3(2, 2, 2), neighbours: 1),
    Place(testDescription: "two beside a face", index: SIMD3(5, 5, 9), neighbours: 0),
    Place(testDescription: "the far corner", index: SIMD3(0, 0, 0), neighbours: 0),
  ]

  @Test("changes a voxel by the part of its neighbourhood that is labelled", arguments: places)
  func softBorder(_ place: Place) {
    let before = Self.patch()
    let offset = Self.grid.offset(place.index.x, place.index.y, place.index.z)
    let part = place.neighbours / 27
    let old = before.image[0][offset]
    // Level 0.3 is 0 + 0.3 * (10 - 0) = 3, and no voxel here differs from the mean of 6.
    let levelled = Self.changed(before, Self.level(0.3)).image[0][offset]
    #expect(abs(levelled - (old + part * (3 - 6))) < 1e-5)
    // A factor of 1.5 on 6, relative to the base 0, adds 3.
    let multiplied = Self.changed(before, Self.factor(1.5)).image[0][offset]
    #expect(abs(multiplied - (old + part * 3)) < 1e-5)
    if place.neighbours == 0 { #expect(levelled == old && multiplied == old) }
  }

  @Test("leaves the labels as they are and changes nothing outside the box around them")
  func elsewhere() {
    let before = Self.patch()
    for augmentation in [Self.level(0.1), Self.factor(3)] {
      let after = Self.changed(before, augmentation)
      #expect(after.labels == before.labels)
      for offset in 0..<Self.grid.count {
        let index = Self.grid.index(at: offset)
        let isNear = (0..<3).allSatisfy { abs(index[$0] - 5) <= 3 }
        #expect((after.image[0][offset] != before.image[0][offset]) == isNear)
      }
    }
  }

  @Test("to a level keeps the texture at one strength in 0...1", arguments: 1...10)
  func texture(seed: Int) {
    let before = Self.patch(texture: 1)
    let after = Self.changed(before, Self.level(0.5), seed: UInt64(seed)).image[0]
    // Five layers along i at even (4, 6) and odd (3, 5, 7) places: the mean is 6 + (2 - 3) / 5.
    let (bright, dark) = (after[Self.grid.offset(4, 5, 5)], after[Self.grid.offset(5, 5, 5)])
    let strength = (bright - dark) / 2
    #expect((0...1).contains(strength))
    // Level 0.5 is 5; the layers lie 1.2 above and 0.8 below the mean.
    #expect(abs(bright - (5 + strength * 1.2)) < 1e-4)
    #expect(abs(dark - (5 - strength * 0.8)) < 1e-4)
  }

  @Test("draws another strength of texture and another level each time")
  func variety() {
    let before = Self.patch(texture: 1)
    let augmentation = LabelIntensityAugmentation(
      labels: [3], probability: 1, change: .level(0.2...0.8))
    var strengths: [Float] = []
    var levels: [Float] = []
    for seed in 0..<100 {
      let after = Self.changed(before, augmentation, seed: UInt64(seed)).image[0]
      let (bright, dark) = (after[Self.grid.offset(4, 5, 5)], after[Self.grid.offset(5, 5, 5)])
      strengths.append((bright - dark) / 2)
      // The mean of the layers, weighted as in the cube.
      levels.append((2 * bright + 3 * dark) / 5)
    }
    // The outer tenth of a range is missed by 100 draws with a chance of 3e-5.
    #expect((strengths.min() ?? 1) < 0.1 && (strengths.max() ?? 0) > 0.9)
    #expect(levels.allSatisfy { (1.999...8.001).contains($0) })
    #expect((levels.min() ?? 9) < 2.6 && (levels.max() ?? 0) > 7.4)
  }

  @Test("by a factor leaves dark parts dark, since 0 is the patch's fifth percentile")
  func dark() {
    let before = Self.patch(structure: 0)
    #expect(Self.changed(before, Self.factor(1.7)).image == before.image)
  }

  @Test("by a factor of 1 changes nothing")
  func identity() {
    let before = Self.patch(texture: 1)
    #expect(Self.changed(before, Self.factor(1)).image == before.image)
  }

  @Test("changes labels that belong together without a seam between them")
  func together() {
    var before = Self.patch()
    for offset in 0..<Self.grid.count
    where before.labels[offset] == 3 && Self.grid.index(at: offset).x > 5 {
      before.labels[offset] = 1
    }
    var both = Self.level(0.3)
    both.labels = [1, 3]
    #expect(Self.changed(before, both).image == Self.changed(Self.patch(), Self.level(0.3)).image)
    // One of them alone: the voxel on the border has 18 of 27 neighbours of its label.
    let alone = Self.changed(before, Self.level(0.3)).image[0]
    #expect(abs(alone[Self.grid.offset(5, 5, 5)] - 4) < 1e-5)
  }

  @Test("changes each channel by its own range of intensities")
  func channels() {
    let one = Self.patch().image[0]
    let before = Patch(
      image: [one, one.map { 100 - 2 * $0 }], labels: Self.patch().labels, size: Self.grid.size)
    let after = Self.changed(before, Self.level(0.3))
    let middle = Self.grid.offset(5, 5, 5)
    // The second channel spans 80...100, so its level 0.3 is 86.
    #expect(abs(after.image[0][middle] - 3) < 1e-4)
    #expect(abs(after.image[1][middle] - 86) < 1e-3)
  }

  @Test("without the label, or with probability 0, changes nothing", arguments: 1...5)
  func nothing(seed: Int) {
    let before = Self.patch(texture: 1)
    var absent = Self.level(0.3)
    absent.labels = [1, 2]
    var never = Self.factor(2)
    never.probability = 0
    for augmentation in [absent, never] {
      #expect(Self.changed(before, augmentation, seed: UInt64(seed)).image == before.image)
    }
  }

  @Test("happens as often as asked")
  func frequency() {
    let before = Self.patch()
    var sometimes = Self.factor(2)
    sometimes.probability = 0.7
    let changed = (0..<300).filter {
      Self.changed(before, sometimes, seed: UInt64($0)).image != before.image
    }.count
    // 0.7 of 300, with a deviation of 8.
    #expect((178...242).contains(changed), "\(changed)")
  }

  @Test("of a structure in a patch of one voxel is no failure")
  func oneVoxel() {
    let single = Patch.row([5], labels: [3])
    // The patch's percentiles coincide, so every level is 5 and the factor has nothing to act on.
    #expect(Self.changed(single, Self.level(0.3)).image == [[5]])
    #expect(Self.changed(single, Self.factor(2)).image == [[5]])
  }

  /// The cube's own intensity stays at level 0.6, so what changes is the rim.
  @Test("paints a rim brighter than the structure around it, and none in bone")
  func rim() {
    var before = Self.patch()
    // Bone on one side: what is as dark as the fifth percentile.
    for offset in 0..<Self.grid.count where Self.grid.index(at: offset).x > 7 {
      before.image[0][offset] = 0
    }
    var augmentation = Self.level(0.6)
    #expect(Self.changed(before, augmentation).image[0][Self.grid.offset(2, 5, 5)] == 6)
    augmentation.rimProbability = 1
    for seed in 1...10 as ClosedRange<UInt64> {
      let after = Self.changed(before, augmentation, seed: seed).image[0]
      let beside = after[Self.grid.offset(2, 5, 5)]
      // The rim's level is 0.5 to 1.1 of 10, its weight at most 1: between 5 and 11, and not 6.
      #expect((5...11).contains(beside) && beside != 6)
      // The cube's border shares the film's partial volume, its middle does not.
      #expect(after[Self.grid.offset(3, 5, 5)] != 6)
      #expect(abs(after[Self.grid.offset(5, 5, 5)] - 6) < 1e-5)
      // Two voxels into the bone nothing of the film is left.
      #expect(after[Self.grid.offset(9, 5, 5)] == 0)
    }
  }
}
