public import Learning

/// How pseudo-labels are filtered and learned from.
public struct SelfTrainingSettings: Codable, Hashable, Sendable {
  /// How many rounds of pseudo-labels and training there are; 0 leaves self-training out.
  public var rounds: Int
  /// Whether a round after which fewer predictions are believed is undone.
  public var rollsBack: Bool
  /// Voxels whose highest class probability is below this are ignored in training.
  public var voxelConfidence: Float
  /// Of each class, the part of its voxels that is learned from, the most probable first; `nil` is all.
  ///
  /// - Source: top-q selection of PAST (Dong et al., 2021), the 2022 winner's, with q = 0.6.
  public var keptFraction: Double?
  /// A case is rejected when the mean entropy of its foreground voxels, as a part of the largest
  /// possible, is above this; `nil` asks nothing.
  public var caseEntropy: Double?
  /// A case is rejected when the mean probability of its foreground voxels is below this.
  public var caseConfidence: Double
  /// Plausible volumes of one cochlea in mm3.
  public var cochleaVolume: ClosedRange<Double>
  /// Plausible volumes of the whole tumour in mm3.
  public var tumourVolume: ClosedRange<Double>
  /// A tumour must come within this many mm of a cochlea.
  public var tumourDistance: Double
  /// Whether cochlea is predicted so readily that its volume is, in general, that of labelled ones.
  public var matchesCochleaSize: Bool
  /// The part of training patches that come from pseudo-labelled real images.
  public var realFraction: Double
  /// The training that starts from the segmenter's weights.
  public var training: SegmentationSettings

  /// Settings; volumes leave room around the ranges of crossMoDA 2023 (cochlea about 92 mm3,
  /// tumour 20 mm3 to 27 cm3).
  public init(
    rounds: Int = 1, rollsBack: Bool = false, keptFraction: Double? = nil,
    caseEntropy: Double? = nil, voxelConfidence: Float = 0.6, caseConfidence: Double = 0.7,
    cochleaVolume: ClosedRange<Double> = 25...220, tumourVolume: ClosedRange<Double> = 15...30_000,
    tumourDistance: Double = AnatomicalCleanup.usualTumourDistance,
    matchesCochleaSize: Bool = true, realFraction: Double = 0.5,
    training: SegmentationSettings
  ) {
    self.rounds = rounds
    self.rollsBack = rollsBack
    self.keptFraction = keptFraction
    self.caseEntropy = caseEntropy
    self.voxelConfidence = voxelConfidence
    self.caseConfidence = caseConfidence
    self.cochleaVolume = cochleaVolume
    self.tumourVolume = tumourVolume
    self.tumourDistance = tumourDistance
    self.matchesCochleaSize = matchesCochleaSize
    self.realFraction = realFraction
    self.training = training
  }
}
