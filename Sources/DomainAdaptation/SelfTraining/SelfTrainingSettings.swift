public import Learning

/// How pseudo-labels are filtered and learned from.
public struct SelfTrainingSettings: Codable, Hashable, Sendable {
  /// Voxels whose highest class probability is below this are ignored in training.
  public var voxelConfidence: Float
  /// A case is rejected when the mean probability of its foreground voxels is below this.
  public var caseConfidence: Double
  /// Plausible volumes of one cochlea in mm3.
  public var cochleaVolume: ClosedRange<Double>
  /// Plausible volumes of the whole tumour in mm3.
  public var tumourVolume: ClosedRange<Double>
  /// A tumour must come within this many mm of a cochlea.
  public var tumourDistance: Double
  /// The part of training patches that come from pseudo-labelled real images.
  public var realFraction: Double
  /// The training that starts from the segmenter's weights.
  public var training: SegmentationSettings

  /// Settings; volumes leave room around the ranges of crossMoDA 2023 (cochlea about 92 mm3,
  /// tumour 20 mm3 to 27 cm3).
  public init(
    voxelConfidence: Float = 0.6, caseConfidence: Double = 0.7,
    cochleaVolume: ClosedRange<Double> = 25...220, tumourVolume: ClosedRange<Double> = 15...30_000,
    tumourDistance: Double = AnatomicalCleanup.usualTumourDistance, realFraction: Double = 0.5,
    training: SegmentationSettings
  ) {
    self.voxelConfidence = voxelConfidence
    self.caseConfidence = caseConfidence
    self.cochleaVolume = cochleaVolume
    self.tumourVolume = tumourVolume
    self.tumourDistance = tumourDistance
    self.realFraction = realFraction
    self.training = training
  }
}
