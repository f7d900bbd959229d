/// What happens to a team without a score for a case.
public enum MissingScores: String, Codable, CaseIterable, Hashable, Sendable {
  /// Nothing is ranked; the error names team and case.
  case error
  /// The team takes the last rank on that case and metric, the number of teams; where values are
  /// averaged, the worst value that any team has in that metric.
  case worst
  /// The score is the metric's ``RankedMetric/penalty``.
  case penalty
}

extension ChallengeScores {
  /// The same scores with another policy for the missing ones.
  ///
  /// - Throws: ``RankingError`` of kind `missing` for ``MissingScores/error`` where scores are
  ///   missing; it names the first one.
  public func with(missing policy: MissingScores) throws(RankingError) -> ChallengeScores {
    guard let first = isMissing.firstIndex(of: true) else {
      return ChallengeScores(
        teams: teams, cases: cases, metrics: metrics, missing: policy, values: values,
        isMissing: isMissing)
    }
    if policy == .error {
      let (c, m, t) = place(of: first)
      throw RankingError(
        .missing,
        "expected a score of each of \(teams.count) teams for each of \(cases.count) cases, found "
          + "\(missingCount) missing, the first of team \(teams[t]), case \(cases[c]), column "
          + "\(metrics[m].name)")
    }
    var filled = values
    for (m, metric) in metrics.enumerated() {
      let fill = policy == .penalty ? metric.penalty : worstValue(ofMetric: m)
      for c in cases.indices {
        for t in teams.indices where isMissing[offset(c, m, t)] { filled[offset(c, m, t)] = fill }
      }
    }
    return ChallengeScores(
      teams: teams, cases: cases, metrics: metrics, missing: policy, values: filled,
      isMissing: isMissing)
  }

  /// How many scores are missing, counted by team, case and metric.
  public var missingCount: Int { isMissing.count { $0 } }

  /// The cases for which every team has every score.
  public var completeCases: [Int] {
    cases.indices.filter { c in
      !isMissing[offset(c, 0, 0)..<offset(c + 1, 0, 0)].contains(true)
    }
  }

  /// The same scores, where a distance equal to the penalty counts as missing.
  ///
  /// Published tables hold the penalty itself: whoever asks what it does to the ranks must find it.
  public var withPenaltiesMissing: ChallengeScores {
    var marks = isMissing
    for (m, metric) in metrics.enumerated() where metric.isDistance {
      for c in cases.indices {
        for t in teams.indices where values[offset(c, m, t)] == metric.penalty {
          marks[offset(c, m, t)] = true
        }
      }
    }
    return ChallengeScores(
      teams: teams, cases: cases, metrics: metrics, missing: missing, values: values,
      isMissing: marks)
  }

  private func worstValue(ofMetric m: Int) -> Double {
    let higherIsBetter = metrics[m].higherIsBetter
    var worst: Double?
    for c in cases.indices {
      for t in teams.indices where !isMissing[offset(c, m, t)] {
        let value = values[offset(c, m, t)]
        worst = worst.map { higherIsBetter ? min($0, value) : max($0, value) } ?? value
      }
    }
    return worst ?? metrics[m].penalty
  }
}
