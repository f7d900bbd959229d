/// Which teams can be told apart: every comparison of two teams on the same cases.
///
/// Compared is the cumulative rank, the sum of a team's ranks on a case: the quantity that the
/// challenge averages.
public struct SignificanceMap: Codable, Hashable, Sendable {
  /// One comparison of two teams.
  public struct Comparison: Codable, Hashable, Sendable {
    /// The team named first; in a one-sided test the one that may be better.
    public let first: String
    /// The other team.
    public let second: String
    /// Wilcoxon's W: the smaller rank sum; in a one-sided test the sum that speaks for `first`.
    public let statistic: Double
    /// The number of cases on which the two differ.
    public let differingCases: Int
    /// The p-value of this comparison alone.
    public let pValue: Double
    /// The p-value adjusted after Holm for all comparisons.
    public let adjustedPValue: Double
    /// The better team, whether significantly or not; `nil` when neither is.
    public let better: String?
    /// Whether the adjusted p-value lies below the level.
    public let isSignificant: Bool
  }

  /// How teams were compared.
  public let test: SignificanceTest
  /// The teams, in the order of the ranking.
  public let teams: [String]
  /// The comparisons: one a pair, or two where the test is one-sided.
  public let comparisons: [Comparison]

  /// Whether one team is significantly better than another.
  public func isBetter(_ team: String, than other: String) -> Bool {
    comparisons.contains {
      $0.isSignificant && $0.better == team
        && ($0.first == other || $0.second == other) && team != other
    }
  }

  /// The comparison of two teams; in a one-sided test the one that asks whether `team` is better.
  public func comparison(of team: String, with other: String) -> Comparison? {
    comparisons.first { $0.first == team && $0.second == other }
      ?? comparisons.first { $0.first == other && $0.second == team }
  }
}

extension ChallengeScores {
  /// All comparisons of the teams of a ranking on some metrics.
  public func significance(
    of ranking: Ranking, metrics set: MetricSet? = nil, test: SignificanceTest = SignificanceTest()
  ) -> SignificanceMap {
    significance(of: ranking, ranks: CaseRanks(self), metrics: set ?? allMetrics, test: test)
  }

  func significance(
    of ranking: Ranking, ranks: CaseRanks, metrics set: MetricSet, test: SignificanceTest
  ) -> SignificanceMap {
    let sums = ranks.sums(metrics: set.metrics)
    let order = ranking.teams
    let places = order.compactMap { teams.firstIndex(of: $0) }
    let results = test.compare(
      places.map { t in cases.indices.map { sums[$0 * teams.count + t] } })
    let comparisons = results.map { result in
      SignificanceMap.Comparison(
        first: order[result.first], second: order[result.second],
        statistic: test.alternative == .oneSided
          ? result.test.positiveRankSum : result.test.statistic,
        differingCases: result.test.count, pValue: result.pValue,
        adjustedPValue: result.adjusted, better: result.winner.map { order[$0] },
        isSignificant: test.isSignificant(result))
    }
    return SignificanceMap(test: test, teams: order, comparisons: comparisons)
  }
}
