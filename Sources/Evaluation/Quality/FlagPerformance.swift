/// How well a failure flag does on cases whose truth is known, with 95 % bootstrap intervals over cases.
public struct FlagPerformance: Codable, Hashable, Sendable {
  /// All cases.
  public let cases: Int
  /// The failed ones.
  public let failures: Int
  /// The flagged part of the failed ones; `nil` without failures.
  public let sensitivity: IntervalEstimate?
  /// The flagged part of the others; `nil` without others.
  public let falseAlarmRate: IntervalEstimate?
  /// The part of pairs of a failed case and another in which the failed one has the higher probability, ties
  /// counting half; `nil` unless there are both.
  ///
  /// - Source: Mann and Whitney, 1947; Hanley and McNeil, Radiology 143, 1982.
  public let areaUnderCurve: IntervalEstimate?

  /// The performance of a flag.
  public init(_ flag: FailureFlag, on examples: [FailureExample]) {
    self.init(
      examples.map {
        (flag.probability($0.evidence), flag.isFlagged($0.evidence), $0.hasFailed)
      })
  }

  init(_ outcomes: [(probability: Double, isFlagged: Bool, hasFailed: Bool)]) {
    cases = outcomes.count
    failures = outcomes.count(where: \.hasFailed)
    func rate(failed: Bool) -> IntervalEstimate? {
      IntervalEstimate.bootstrap(units: outcomes.count) { units in
        let chosen = units.filter { outcomes[$0].hasFailed == failed }
        guard !chosen.isEmpty else { return nil }
        return Double(chosen.count { outcomes[$0].isFlagged }) / Double(chosen.count)
      }
    }
    sensitivity = rate(failed: true)
    falseAlarmRate = rate(failed: false)
    areaUnderCurve = IntervalEstimate.bootstrap(units: outcomes.count, draws: 500) { units in
      let failed = units.filter { outcomes[$0].hasFailed }.map { outcomes[$0].probability }
      let others = units.filter { !outcomes[$0].hasFailed }.map { outcomes[$0].probability }
      guard !failed.isEmpty, !others.isEmpty else { return nil }
      var wins = 0.0
      for a in failed { for b in others { wins += a > b ? 1 : a == b ? 0.5 : 0 } }
      return wins / Double(failed.count * others.count)
    }
  }
}
