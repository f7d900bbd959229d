/// The scores of a challenge: one finite number for each team, case and metric.
///
/// Teams and cases are in alphabetical order, whatever the order of the rows, so that no result
/// depends on it. All scores lie in one array, the teams of one case and metric side by side.
public struct ChallengeScores: Hashable, Sendable {
  /// The teams, at least two, in alphabetical order.
  public let teams: [String]
  /// The cases, in alphabetical order.
  public let cases: [String]
  /// The metrics, in the order of the columns.
  public let metrics: [RankedMetric]
  /// What was done about missing scores.
  public let missing: MissingScores

  /// The scores, finite also where one is missing.
  let values: [Double]
  /// Where `values` holds what the policy put there.
  let isMissing: [Bool]

  init(
    teams: [String], cases: [String], metrics: [RankedMetric], missing: MissingScores,
    values: [Double], isMissing: [Bool]
  ) {
    self.teams = teams
    self.cases = cases
    self.metrics = metrics
    self.missing = missing
    self.values = values
    self.isMissing = isMissing
  }

  /// The score of a team for a case in a metric, by their places in the lists.
  public subscript(team t: Int, case c: Int, metric m: Int) -> Double { values[offset(c, m, t)] }

  /// All scores of a team in a metric, in the order of the cases.
  public func values(team t: Int, metric m: Int) -> [Double] {
    cases.indices.map { values[offset($0, m, t)] }
  }

  /// The scores of some cases, by their places in the list.
  public func subset(cases chosen: [Int]) -> ChallengeScores {
    let size = metrics.count * teams.count
    return ChallengeScores(
      teams: teams, cases: chosen.map { cases[$0] }, metrics: metrics, missing: missing,
      values: chosen.flatMap { values[($0 * size)..<(($0 + 1) * size)] },
      isMissing: chosen.flatMap { isMissing[($0 * size)..<(($0 + 1) * size)] })
  }

  func offset(_ c: Int, _ m: Int, _ t: Int) -> Int { (c * metrics.count + m) * teams.count + t }

  func place(of offset: Int) -> (case: Int, metric: Int, team: Int) {
    let cell = offset / teams.count
    return (cell / metrics.count, cell % metrics.count, offset % teams.count)
  }
}
