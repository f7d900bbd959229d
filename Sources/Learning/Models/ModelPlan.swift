public import Imaging
public import Networks
public import Preprocessing

/// Everything needed to repeat a prediction: `plan.json` of a model folder.
public struct ModelPlan: Codable, Hashable, Sendable {
  /// The version of this format; a model of another version is refused.
  public static let currentVersion = 1

  /// The version of the format the model was written in.
  public var formatVersion: Int
  /// The name of the recipe, as in "adapt".
  public var recipe: String
  /// The edition whose label values the model predicts, as in "crossmoda2023".
  public var edition: String
  /// What each class means; class `i` is label value `i`, class 0 is background.
  public var classes: [String]
  /// The region of interest around the inner ears.
  public var region: RegionPlan
  /// The localiser of the inner ears.
  public var localiser: EarLocaliser.Plan
  /// The segmentation network.
  public var network: UNet.Configuration
  /// The tile the network was trained on, in voxels `(i, j, k)`.
  public var tile: SIMD3<Int>
  /// How the network sees one ear at a time; `nil` for both at once.
  public var earPairing: EarPairing?
  /// What is removed after the prediction.
  public var cleanup: AnatomicalCleanup
  /// The seed of the run.
  public var seed: UInt64
  /// The version of Kakehashi that trained the model.
  public var trainedBy: String
  /// The version of libtorch that trained the model.
  public var torchVersion: String

  /// A plan.
  public init(
    recipe: String, edition: String, classes: [String], region: RegionPlan,
    localiser: EarLocaliser.Plan, network: UNet.Configuration, tile: SIMD3<Int>,
    cleanup: AnatomicalCleanup, seed: UInt64, trainedBy: String, torchVersion: String
  ) {
    formatVersion = Self.currentVersion
    self.recipe = recipe
    self.edition = edition
    self.classes = classes
    self.region = region
    self.localiser = localiser
    self.network = network
    self.tile = tile
    self.cleanup = cleanup
    self.seed = seed
    self.trainedBy = trainedBy
    self.torchVersion = torchVersion
  }
}

/// The box around both inner ears that networks see, fixed in millimetres.
public struct RegionPlan: Codable, Hashable, Sendable {
  /// The spacing in mm along left-right, back-front, foot-head.
  public var spacing: SIMD3<Double>
  /// The size in voxels along the same axes.
  public var size: SIMD3<Int>
  /// The position in mm RAS+ of the box's centre relative to the middle between the ears.
  public var offset: SIMD3<Double>

  /// A region; the default spans 109 x 58 x 35 mm, as the crossMoDA 2023 winner's did
  /// (105 x 59 x 32 mm), and lies behind the ears, where tumours grow.
  public init(
    spacing: SIMD3<Double> = SIMD3(0.8, 0.8, 1.25), size: SIMD3<Int> = SIMD3(136, 72, 28),
    offset: SIMD3<Double> = SIMD3(0, -17, 0)
  ) {
    self.spacing = spacing
    self.size = size
    self.offset = offset
  }

  /// The region's grid around two inner ears given in mm RAS+.
  public func grid(around ears: [SIMD3<Double>]) -> VoxelGrid {
    let middle = ears.reduce(.zero, +) / Double(ears.count)
    let extent = (SIMD3<Double>(size) - 1) * spacing
    return VoxelGrid(
      size: size, affine: Affine(spacing: spacing, origin: middle + offset - extent / 2))
  }

  /// The region of an image as networks see it: resampled, then its 0.5th to 99.9th percentile
  /// mapped to -1...1 and clipped.
  public func normalized(_ volume: Volume, on grid: VoxelGrid) -> Volume {
    volume.resampledWithoutAliasing(to: grid)
      .rescaledToPercentiles(0.5, 99.9, to: -1...1, clipping: true)
  }
}
