@testable import Learning

import Imaging
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("Masked pre-training", .serialized, .torchTurn)
struct PretrainingTests {
  init() { TorchRuntime.setThreads(1) }

  // Worked by hand: 3 x 2 x 1 blocks over a patch of 5 x 4 x 2, the last column of blocks one voxel wide.
  @Test(
    "hides whole blocks, as many as asked, at least one",
    arguments: [(0.5, 3), (0.01, 1), (1.0, 6)])
  func blocks(fraction: Double, hidden: Int) {
    let mask = BlockMask(size: SIMD3(5, 4, 2), block: SIMD3(2, 2, 2), fraction: fraction)
    var random = SplitMix64(seed: 7)
    let voxels = mask(using: &random)
    #expect(voxels.count == 40)
    var whole = 0
    for (y, x) in [(0, 0), (0, 2), (0, 4), (2, 0), (2, 2), (2, 4)] {
      let block = (0..<2).flatMap { k in
        (y..<(y + 2)).flatMap { j in (x..<min(x + 2, 5)).map { voxels[$0 + 5 * (j + 4 * k)] } }
      }
      #expect(Set(block).count == 1)
      whole += block.first == 1 ? 1 : 0
    }
    #expect(whole == hidden)
  }

  @Test("counts the squared error of hidden voxels alone, worked by hand")
  func loss() throws {
    func map(_ values: [Float]) throws -> Tensor { try Tensor(values, shape: [1, 1, 1, 1, 4]) }
    // Errors 1, 2, 3, 4, of which the second and fourth are hidden: (4 + 16) / 2.
    let loss = try maskedReconstructionLoss(
      map([1, 2, 3, 4]), map([0, 0, 0, 0]), hidden: map([0, 1, 0, 1]))
    #expect(try loss.item() == 10)
    #expect(
      try maskedReconstructionLoss(
        map([1, 2, 3, 4]), map([0, 0, 0, 0]), hidden: map([0, 0, 0, 0])
      )
      .item() == 0)
  }

  private static func learner(steps: Int) throws -> MaskedReconstructionLearner {
    // Stripes whose hidden parts follow from what is left.
    let grid = VoxelGrid(16, 16, 8)
    let stripes = Volume(
      grid: grid, voxels: (0..<grid.count).map { grid.index(at: $0).x % 4 < 2 ? 1 : -1 })
    return try MaskedReconstructionLearner(
      UNet(.init(classes: 1, channels: [8, 16], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1),
      settings: PretrainingSettings(
        steps: steps, batch: 1, learningRate: 1e-2, schedule: .constant, maskedFraction: 0.3,
        block: SIMD3(2, 4, 4), spatial: SpatialAugmentation(probability: 0, mirrorProbability: 0)),
      patch: SIMD3(16, 16, 8),
      samples: [
        TrainingSample(
          id: "a", image: stripes, labels: LabelMap(grid: grid, filledWith: 0))
      ], seed: 3)
  }

  @Test("learns what hidden parts of stripes look like")
  func learns() throws {
    let learner = try Self.learner(steps: 60)
    var losses: [Double] = []
    for step in 0..<60 { losses.append(try learner.step(step)[0].value) }
    // Nothing known gives the variance, 1; half of it is more than luck.
    #expect(losses[0] > 0.8)
    #expect(losses.suffix(5).reduce(0, +) / 5 < 0.5, "\(losses)")
  }

  @Test("draws the same parts again for the same step, and others for the next")
  func draws() throws {
    let learner = try Self.learner(steps: 2)
    let (first, again, next) = (
      try learner.batch(0).hidden.scalars(), try learner.batch(0).hidden.scalars(),
      try learner.batch(1).hidden.scalars()
    )
    #expect(first == again && first != next)
  }

  @Test("without an image is refused")
  func empty() throws {
    #expect(throws: NoTrainingSamples.self) {
      try MaskedReconstructionLearner(
        UNet(.init(classes: 1, channels: [2, 2], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1),
        settings: PretrainingSettings(steps: 1), patch: SIMD3(8, 8, 8), samples: [], seed: 1)
    }
  }

  @Test(
    "settings that make no sense are refused with the reason",
    arguments: [
      ("maskedFraction", PretrainingSettings(steps: 1, maskedFraction: 0)),
      ("maskedFraction", PretrainingSettings(steps: 1, maskedFraction: 1.5)),
      ("steps", PretrainingSettings(steps: 0)),
      ("block", PretrainingSettings(steps: 1, block: SIMD3(8, 0, 4))),
    ])
  func problems(word: String, settings: PretrainingSettings) {
    #expect(settings.problem?.contains(word) == true)
    #expect(PretrainingSettings(steps: 1).problem == nil)
  }
}
