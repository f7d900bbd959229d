public import Preprocessing
public import Torch

/// How a network first learns to fill in what is hidden of a scan, before it sees any label.
///
/// - Source: He et al., "Masked autoencoders are scalable vision learners", CVPR 2022, and Zhou et al.,
///   "Models Genesis", Medical Image Analysis 67, 2021, whose in-painting needs no patch tokens and so fits
///   a U-Net.
public struct PretrainingSettings: Codable, Hashable, Sendable {
  /// Training steps, each on one batch of patches.
  public var steps: Int
  /// Patches per step.
  public var batch: Int
  /// AdamW's highest step size.
  public var learningRate: Double
  /// AdamW's decoupled weight decay.
  public var weightDecay: Double
  /// How the step size changes.
  public var schedule: LearningRateSchedule
  /// The part of a patch's blocks that is hidden.
  public var maskedFraction: Double
  /// A block in voxels, `(i, j, k)`; at the far border of a patch blocks are cut.
  public var block: SIMD3<Int>
  /// The largest gradient norm.
  public var gradientNorm: Double
  /// Rotation, scale and mirroring.
  public var spatial: SpatialAugmentation
  /// Steps between checkpoints.
  public var checkpointEvery: Int

  /// Settings.
  public init(
    steps: Int, batch: Int = 2, learningRate: Double = 2e-3, weightDecay: Double = 1e-2,
    schedule: LearningRateSchedule = .cosine(warmup: 20), maskedFraction: Double = 0.6,
    block: SIMD3<Int> = SIMD3(8, 8, 4), gradientNorm: Double = 5,
    spatial: SpatialAugmentation = SpatialAugmentation(), checkpointEvery: Int = 50
  ) {
    self.steps = steps
    self.batch = batch
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.schedule = schedule
    self.maskedFraction = maskedFraction
    self.block = block
    self.gradientNorm = gradientNorm
    self.spatial = spatial
    self.checkpointEvery = checkpointEvery
  }

  /// Why the settings make no sense; `nil` when they do.
  public var problem: String? {
    if !(0.0...1.0).contains(maskedFraction) || maskedFraction == 0 {
      return "pretraining.maskedFraction expects more than 0 and at most 1, found \(maskedFraction)"
    }
    if steps < 1 || batch < 1 { return "pretraining.steps and batch expect 1 or more" }
    if block.min() < 1 { return "pretraining.block expects lengths of 1 or more, found \(block)" }
    return nil
  }
}
