public import Preprocessing
public import Torch

/// How a segmentation network is trained.
public struct SegmentationSettings: Codable, Hashable, Sendable {
  /// Training steps, each on one batch of patches.
  public var steps: Int
  /// Patches per step.
  public var batch: Int
  /// The patch in voxels, `(i, j, k)`.
  public var patch: SIMD3<Int>
  /// AdamW's highest step size.
  public var learningRate: Double
  /// AdamW's decoupled weight decay.
  public var weightDecay: Double
  /// How the step size changes.
  public var schedule: LearningRateSchedule
  /// The part of patches that are centred on a foreground voxel.
  public var foregroundProbability: Double
  /// The weight of each foreground class in the cross-entropy at the first step; background has 1.
  ///
  /// It falls to 1 geometrically over the steps: at first it finds structures that fill a
  /// thousandth of a patch, and at the end it does not make them too large.
  public var foregroundWeight: Double
  /// The decoder levels that are supervised.
  public var supervisedLevels: Int
  /// The largest gradient norm.
  public var gradientNorm: Double
  /// Rotation, scale and mirroring.
  public var spatial: SpatialAugmentation
  /// Noise, blur, gamma and contrast.
  public var intensity: IntensityAugmentation?
  /// Random factors on the intensity of labelled structures, relative to their surroundings.
  public var structures: [LabelIntensityAugmentation]
  /// A random remap of all intensities, for a network that must not rely on contrast.
  public var contrast: RandomContrast?
  /// Intensities painted anew from labels and clusters; `nil` leaves them.
  public var painting: ClusterContrast?
  /// Voxels that count more in the loss; `nil` counts all alike.
  public var voxelWeighting: VoxelWeighting?
  /// What is learned from unlabelled images beside the labelled ones; `nil` is nothing.
  public var unlabelled: UnlabelledSettings?
  /// Steps between checkpoints.
  public var checkpointEvery: Int

  /// Settings.
  public init(
    steps: Int, batch: Int = 1, patch: SIMD3<Int>, learningRate: Double = 2e-3,
    weightDecay: Double = 1e-2, schedule: LearningRateSchedule,
    foregroundProbability: Double = 0.7, foregroundWeight: Double = 1, supervisedLevels: Int = 2,
    gradientNorm: Double = 5,
    spatial: SpatialAugmentation, intensity: IntensityAugmentation?,
    structures: [LabelIntensityAugmentation] = [], contrast: RandomContrast? = nil,
    painting: ClusterContrast? = nil, voxelWeighting: VoxelWeighting? = nil,
    unlabelled: UnlabelledSettings? = nil, checkpointEvery: Int = 50
  ) {
    self.steps = steps
    self.batch = batch
    self.patch = patch
    self.learningRate = learningRate
    self.weightDecay = weightDecay
    self.schedule = schedule
    self.foregroundProbability = foregroundProbability
    self.foregroundWeight = foregroundWeight
    self.supervisedLevels = supervisedLevels
    self.gradientNorm = gradientNorm
    self.spatial = spatial
    self.intensity = intensity
    self.structures = structures
    self.contrast = contrast
    self.painting = painting
    self.voxelWeighting = voxelWeighting
    self.unlabelled = unlabelled
    self.checkpointEvery = checkpointEvery
  }
}
