/// An order of teams: rank and score of each, the best first.
public struct Ranking: Codable, Hashable, Sendable {
  /// One team's place.
  public struct Row: Codable, Hashable, Sendable {
    /// The team.
    public let team: String
    /// 1 for the best; teams of equal score share the smallest rank.
    public let rank: Int
    /// What the scheme computes, as in the mean rank.
    public let score: Double
  }

  /// The teams, by rank, equal ones by name.
  public let rows: [Row]

  /// The order of teams by their scores, lower ones first; both lists have the same length.
  public init(teams: [String], scores: [Double]) {
    precondition(teams.count == scores.count, "one score a team")
    let ranks = minimumRanks(scores, higherIsBetter: false)
    rows = teams.indices
      .map { Row(team: teams[$0], rank: ranks[$0], score: scores[$0]) }
      .sorted { ($0.rank, $0.team) < ($1.rank, $1.team) }
  }

  /// The teams, the best first.
  public var teams: [String] { rows.map(\.team) }

  /// The rank of a team; `nil` for a stranger.
  public func rank(of team: String) -> Int? { rows.first { $0.team == team }?.rank }
}

extension ChallengeScores {
  /// The ranking of the teams by a scheme.
  ///
  /// - Parameters:
  ///   - set: the metrics that count; `nil` for all.
  ///   - test: how teams are compared by ``RankingScheme/testBased``.
  public func ranking(
    by scheme: RankingScheme = .rankThenMean, metrics set: MetricSet? = nil,
    test: SignificanceTest = SignificanceTest()
  ) -> Ranking {
    ranking(by: scheme, ranks: CaseRanks(self), metrics: set ?? allMetrics, test: test)
  }

  func ranking(
    by scheme: RankingScheme, ranks: CaseRanks, metrics set: MetricSet, test: SignificanceTest
  ) -> Ranking {
    let scorer = scorer(scheme, ranks: ranks, metrics: set.metrics, test: test)
    return Ranking(
      teams: teams,
      scores: scorer.teamScores([Int](repeating: 1, count: cases.count)))
  }
}
