@testable import Learning

import Imaging
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("A segmenter's patches", .serialized, .torchTurn)
struct PatchDrawingTests {
  private static let grid = VoxelGrid(24, 16, 8, spacing: SIMD3(2, 2, 2))

  /// Every augmentation there is, so that every draw shows.
  private static let settings = SegmentationSettings(
    steps: 20, batch: 2, patch: SIMD3(8, 8, 4), schedule: .constant,
    spatial: SpatialAugmentation(probability: 0.5),
    intensity: IntensityAugmentation(noiseProbability: 1),
    structures: [
      LabelIntensityAugmentation(labels: [1], probability: 0.5, change: .factor(0.5...2))
    ],
    contrast: RandomContrast())

  /// Settings without any change of the patch.
  private static let plain = SegmentationSettings(
    steps: 20, batch: 1, patch: SIMD3(8, 8, 4), schedule: .constant,
    spatial: SpatialAugmentation(probability: 0, mirrorProbability: 0), intensity: nil)

  private static func sample(
    _ id: String, seed: UInt64, weight: Double = 1, variesStructures: Bool = true
  ) -> TrainingSample {
    var random = SplitMix64(seed: seed)
    return TrainingSample(
      id: id,
      image: Volume(
        grid: grid, voxels: (0..<grid.count).map { _ in Float(random.nextNormal()) }),
      labels: LabelMap(
        grid: grid, voxels: (0..<grid.count).map { _ in UInt8.random(in: 0...2, using: &random) }),
      weight: weight, variesStructures: variesStructures)
  }

  /// A sample of one intensity and label 1 in one half, which tells it from others.
  private static func flat(
    _ value: Float, weight: Double = 1, variesStructures: Bool = true
  ) -> TrainingSample {
    TrainingSample(
      id: "\(value)", image: Volume(grid: grid, filledWith: value),
      labels: LabelMap(
        grid: grid, voxels: (0..<grid.count).map { grid.index(at: $0).x < 12 ? 1 : 0 }),
      weight: weight, variesStructures: variesStructures)
  }

  private static func learner(
    _ settings: SegmentationSettings = settings,
    samples: [TrainingSample] = [sample("a", seed: 1), sample("b", seed: 2)], seed: UInt64 = 5
  ) throws -> SegmentationLearner {
    let network = try UNet(
      UNet.Configuration(classes: 3, channels: [2, 4], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1)
    return try SegmentationLearner(network, settings: settings, samples: samples, seed: seed)
  }

  /// The images and labels of a batch, slot by slot.
  private static func patches(
    _ learner: SegmentationLearner, step: Int
  ) throws -> [(image: [Float], labels: [Int64])] {
    let batch = try learner.batch(step)
    return try (0..<batch.images.shape[0]).map { slot in
      (
        try batch.images.select(dim: 0, index: slot).scalars(),
        try batch.labels.select(dim: 0, index: slot).int64Scalars()
      )
    }
  }

  @Test("come as images [N, 1, D, H, W] and labels [N, D, H, W]")
  func shapes() throws {
    let batch = try Self.learner().batch(0)
    #expect(batch.images.shape == [2, 1, 4, 8, 8])
    #expect(batch.labels.shape == [2, 4, 8, 8])
    #expect(batch.images.dtype == .float32)
    #expect(batch.labels.dtype == .int64)
  }

  @Test("are the same for the same seed, step and slot, whatever was drawn before")
  func repeatable() throws {
    let (first, second) = (try Self.learner(), try Self.learner())
    // The second learner comes to step 7 by another road.
    for step in [3, 19, 0] { _ = try Self.patches(second, step: step) }
    _ = try second.step(2)
    let (a, b) = (try Self.patches(first, step: 7), try Self.patches(second, step: 7))
    try #require(a.count == 2 && b.count == 2)
    for slot in 0..<2 {
      #expect(a[slot].image == b[slot].image)
      #expect(a[slot].labels == b[slot].labels)
    }
  }

  @Test("do not depend on how many slots the batch has")
  func slots() throws {
    var wide = Self.settings
    wide.batch = 4
    let (two, four) = (
      try Self.patches(Self.learner(), step: 3), try Self.patches(Self.learner(wide), step: 3)
    )
    try #require(two.count == 2 && four.count == 4)
    for slot in 0..<2 { #expect(two[slot].image == four[slot].image) }
  }

  @Test("differ between seeds, steps and slots")
  func differ() throws {
    var images: Set<[Float]> = []
    for seed in [5, 6] as [UInt64] {
      let learner = try Self.learner(seed: seed)
      for step in [0, 1, 2] {
        for patch in try Self.patches(learner, step: step) { images.insert(patch.image) }
      }
    }
    #expect(images.count == 2 * 3 * 2)
  }

  @Test("without augmentation are boxes of the sample, image and labels together")
  func untouched() throws {
    // Intensity and label both tell where a voxel comes from.
    let image = Volume(grid: Self.grid, voxels: (0..<Self.grid.count).map { Float($0) })
    let labels = LabelMap(grid: Self.grid, voxels: image.voxels.map { UInt8(Int($0) % 3) })
    let learner = try Self.learner(
      Self.plain, samples: [TrainingSample(id: "a", image: image, labels: labels)])
    for step in 0..<10 {
      let patch = try Self.patches(learner, step: step)[0]
      try #require(patch.image.count == 8 * 8 * 4)
      let corner = Self.grid.index(at: Int(patch.image[0]))
      let box = BoundingBox(lower: corner, upper: corner &+ SIMD3(8, 8, 4))
      #expect(patch.image == image.cropped(to: box, padding: -1).voxels)
      #expect(patch.labels == patch.image.map { Int64($0) % 3 })
    }
  }

  @Test("come from samples as often as their weights say, and never from weight 0")
  func weights() throws {
    let learner = try Self.learner(
      Self.plain,
      samples: [
        Self.flat(10, weight: 0), Self.flat(11, weight: 3), Self.flat(12, weight: 0),
        Self.flat(13, weight: 1),
      ])
    var counts: [Float: Int] = [:]
    for step in 0..<400 {
      counts[try Self.patches(learner, step: step)[0].image[0], default: 0] += 1
    }
    #expect(Set(counts.keys) == [11, 13])
    // Three quarters of 400, with a deviation of 9.
    #expect((264...336).contains(counts[11] ?? 0), "\(counts)")
  }

  @Test("get random structure intensities where the labels are true, and only there")
  func pseudoLabels() throws {
    var settings = Self.plain
    settings.structures = [
      LabelIntensityAugmentation(labels: [1, 2], probability: 1, change: .factor(3...3))
    ]
    settings.foregroundProbability = 1
    for isTrue in [true, false] {
      let original = Self.sample("a", seed: 3, variesStructures: isTrue)
      let changed = try Self.learner(settings, samples: [original])
      let plain = try Self.learner(Self.plain.drawingForeground, samples: [original])
      let (a, b) = (try Self.patches(changed, step: 1), try Self.patches(plain, step: 1))
      #expect(a[0].labels == b[0].labels)
      #expect((a[0].image == b[0].image) == !isTrue)
    }
  }
}

extension SegmentationSettings {
  /// The same settings with every patch on the foreground.
  fileprivate var drawingForeground: SegmentationSettings {
    var settings = self
    settings.foregroundProbability = 1
    return settings
  }
}
