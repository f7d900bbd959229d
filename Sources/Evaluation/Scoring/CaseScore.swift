/// The scores of one structure in one case: one row of a ``ScoreTable``.
public struct CaseScore: Hashable, Sendable {
  /// The case's name.
  public let `case`: String
  /// The site, or another group that summaries keep apart.
  public let site: String
  /// The structure's name.
  public let structure: String
  /// What there was to compare.
  public let outcome: Outcome
  /// The Dice score in 0...1; `nil` where the policy excludes the row.
  public let dice: Double?
  /// The average symmetric surface distance in mm; `nil` where the policy excludes the row.
  public let assd: Double?
  /// The 95th percentile Hausdorff distance in mm; `nil` where the policy excludes the row.
  public let hd95: Double?
  /// The predicted volume in mm3; 0 when the prediction is missing.
  public let predictedVolume: Double
  /// The reference volume in mm3.
  public let referenceVolume: Double
  /// The other metrics; `nil` in tables read from files that hold the challenge's alone.
  public let further: FurtherScores?

  /// Which of the two masks existed.
  public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
    /// Both masks hold voxels.
    case scored
    /// There is no prediction of this case at all.
    case missingPrediction = "missing-prediction"
    /// The prediction holds no voxel of a structure that exists.
    case emptyPrediction = "empty-prediction"
    /// The prediction holds voxels of a structure that does not exist.
    case falseAlarm = "false-alarm"
    /// Neither holds a voxel: rightly nothing.
    case bothEmpty = "both-empty"
  }

  /// A row from its parts.
  public init(
    case: String, site: String, structure: String, outcome: Outcome, dice: Double?, assd: Double?,
    hd95: Double?, predictedVolume: Double, referenceVolume: Double, further: FurtherScores? = nil
  ) {
    self.case = `case`
    self.site = site
    self.structure = structure
    self.outcome = outcome
    self.dice = dice
    self.assd = assd
    self.hd95 = hd95
    self.predictedVolume = predictedVolume
    self.referenceVolume = referenceVolume
    self.further = further
  }
}

/// A score that tables summarise and that runs are compared by.
public enum ScoreMetric: String, Codable, Hashable, Sendable, CaseIterable {
  /// The Dice score, 0...1.
  case dice
  /// The average symmetric surface distance in mm.
  case assd
  /// The 95th percentile Hausdorff distance in mm.
  case hd95

  /// Whether a larger value is the better one.
  public var higherIsBetter: Bool { self == .dice }

  /// The metric's value in a row; `nil` where the row is excluded.
  public func value(in score: CaseScore) -> Double? {
    switch self {
    case .dice: score.dice
    case .assd: score.assd
    case .hd95: score.hd95
    }
  }
}
