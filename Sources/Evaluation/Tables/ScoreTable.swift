/// The scores of one run: one row per case and structure.
public struct ScoreTable: Codable, Hashable, Sendable {
  /// The rows, in the order they were added.
  public var rows: [CaseScore]

  /// A table from its rows.
  public init(rows: [CaseScore] = []) { self.rows = rows }

  /// The structures, in order of first appearance.
  public var structures: [String] { rows.map(\.structure).uniqued() }

  /// The sites, in alphabetical order.
  public var sites: [String] { Set(rows.map(\.site)).sorted() }

  /// The cases, in order of first appearance.
  public var cases: [String] { rows.map(\.case).uniqued() }

  /// The rows of a structure, at one site or (`nil`) at all.
  public func rows(structure: String, site: String? = nil) -> [CaseScore] {
    rows.filter { $0.structure == structure && (site == nil || $0.site == site) }
  }

  /// How a metric is distributed over the rows that are not excluded; `nil` when all are.
  public func distribution(
    of metric: ScoreMetric, structure: String, site: String? = nil
  ) -> Distribution? {
    Distribution(rows(structure: structure, site: site).compactMap { metric.value(in: $0) })
  }

  /// The mean of a metric, penalties included; `nil` when every row is excluded.
  public func mean(_ metric: ScoreMetric, structure: String, site: String? = nil) -> Double? {
    distribution(of: metric, structure: structure, site: site)?.mean
  }

  /// The median of a metric, penalties included; `nil` when every row is excluded.
  public func median(_ metric: ScoreMetric, structure: String, site: String? = nil) -> Double? {
    distribution(of: metric, structure: structure, site: site)?.median
  }

  /// The sample standard deviation of a metric; `nil` below two rows.
  public func standardDeviation(
    _ metric: ScoreMetric, structure: String, site: String? = nil
  ) -> Double? {
    distribution(of: metric, structure: structure, site: site)?.standardDeviation
  }

  /// What is counted rather than averaged, for a structure at one site or (`nil`) at all.
  public func counts(structure: String, site: String? = nil) -> ScoreCounts {
    ScoreCounts(rows(structure: structure, site: site))
  }

  /// The cases without any prediction, in order of first appearance.
  public var missingCases: [String] {
    rows.filter { $0.outcome == .missingPrediction }.map(\.case).uniqued()
  }
}

/// What is counted rather than averaged: failures hide in a mean.
public struct ScoreCounts: Codable, Hashable, Sendable {
  /// The rows.
  public let rows: Int
  /// The rows that enter averages, penalised ones included.
  public let averaged: Int
  /// The rows excluded from averages.
  public let excluded: Int
  /// The rows without a prediction.
  public let missingPredictions: Int
  /// The rows whose prediction lacks an existing structure.
  public let emptyPredictions: Int
  /// The rows whose prediction holds a structure that does not exist.
  public let falseAlarms: Int
  /// The averaged rows with Dice below 0.7, the usual mark of a failed case.
  public let lowDice: Int
  /// The averaged rows with ASSD above 2 mm: stray components or no overlap at all.
  public let highASSD: Int

  /// The Dice score below which a row counts as failed.
  public static let lowDiceLimit = 0.7
  /// The ASSD, in mm, above which a row counts as an outlier.
  public static let highASSDLimit = 2.0

  init(_ rows: [CaseScore]) {
    self.rows = rows.count
    averaged = rows.count { $0.dice != nil }
    excluded = rows.count { $0.dice == nil }
    missingPredictions = rows.count { $0.outcome == .missingPrediction }
    emptyPredictions = rows.count { $0.outcome == .emptyPrediction }
    falseAlarms = rows.count { $0.outcome == .falseAlarm }
    lowDice = rows.count { ($0.dice ?? 1) < Self.lowDiceLimit }
    highASSD = rows.count { ($0.assd ?? 0) > Self.highASSDLimit }
  }
}

extension [String] {
  /// The distinct strings, in order of first appearance.
  fileprivate func uniqued() -> [String] {
    var seen = Set<String>()
    return filter { seen.insert($0).inserted }
  }
}
