public import Foundation

/// What one round of self-training believed: `ledger.json` of its folder.
public struct PseudoLabelLedger: Codable, Hashable, Sendable {
  /// The round, from 1.
  public var round: Int
  /// A 64-bit FNV-1a hash of the weights file that predicted.
  public var model: String
  /// The filter's settings.
  public var filter: Filter
  /// What the log-odds of cochlea were shifted by, so that cochleas have the labelled ones' size.
  public var cochleaShift: Float
  /// One line per unlabelled case.
  public var entries: [PseudoLabelEntry]

  /// What a prediction had to pass.
  public struct Filter: Codable, Hashable, Sendable {
    /// See ``SelfTrainingSettings/caseConfidence``.
    public var caseConfidence: Double
    /// See ``SelfTrainingSettings/caseEntropy``.
    public var caseEntropy: Double?
    /// See ``SelfTrainingSettings/voxelConfidence``.
    public var voxelConfidence: Float
    /// See ``SelfTrainingSettings/keptFraction``.
    public var keptFraction: Double?
    /// See ``SelfTrainingSettings/cochleaVolume``.
    public var cochleaVolume: ClosedRange<Double>
    /// See ``SelfTrainingSettings/tumourVolume``.
    public var tumourVolume: ClosedRange<Double>
    /// See ``SelfTrainingSettings/tumourDistance``.
    public var tumourDistance: Double

    init(_ settings: SelfTrainingSettings) {
      caseConfidence = settings.caseConfidence
      caseEntropy = settings.caseEntropy
      voxelConfidence = settings.voxelConfidence
      keptFraction = settings.keptFraction
      cochleaVolume = settings.cochleaVolume
      tumourVolume = settings.tumourVolume
      tumourDistance = settings.tumourDistance
    }
  }

  /// The cases that are learned from.
  public var kept: [PseudoLabelEntry] { entries.filter(\.isKept) }

  /// The ledger in a stage's folder.
  public static func read(in folder: URL) throws -> PseudoLabelLedger {
    try JSONDecoder().decode(
      PseudoLabelLedger.self, from: Data(contentsOf: file(in: folder)))
  }

  func write(in folder: URL) throws {
    try readableJSON(self).write(to: Self.file(in: folder), options: .atomic)
  }

  private static func file(in folder: URL) -> URL { folder.appending(path: "ledger.json") }
}

/// What a round of self-training came to: `round.json` of its folder.
public struct SelfTrainingRound: Codable, Hashable, Sendable {
  /// The round, from 1.
  public var round: Int
  /// How many pseudo-labels were learned from.
  public var learnedFrom: Int
  /// How many predictions were believed before the round.
  public var believedBefore: Int
  /// How many after it; `nil` where the recipe does not ask.
  public var believedAfter: Int?
  /// The mean foreground confidence of all predictions before and after.
  public var confidenceBefore: Double?
  /// The same after the round.
  public var confidenceAfter: Double?
  /// Whether the weights from before the round were taken again.
  public var isRolledBack: Bool
  /// Why, or why not.
  public var reason: String
}
