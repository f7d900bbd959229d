/// How scores are to be ranked and how the ranking is to be examined.
public struct RankingSettings: Codable, Hashable, Sendable {
  /// How scores become an order.
  public var scheme: RankingScheme
  /// How many times the cases are drawn again; none for no stability.
  public var bootstraps: Int
  /// What the draws depend on.
  public var seed: UInt64
  /// Where the draws come from.
  public var generator: BootstrapGenerator
  /// How teams are compared.
  public var test: SignificanceTest

  /// Settings; the challenge's where not given.
  public init(
    scheme: RankingScheme = .rankThenMean, bootstraps: Int = 1000, seed: UInt64 = 1,
    generator: BootstrapGenerator = .splitMix64, test: SignificanceTest = SignificanceTest()
  ) {
    self.scheme = scheme
    self.bootstraps = bootstraps
    self.seed = seed
    self.generator = generator
    self.test = test
  }
}

/// A ranking and everything that tells how far to trust it.
public struct RankingAnalysis: Codable, Hashable, Sendable {
  /// One team's place with its uncertainty.
  public struct Row: Codable, Hashable, Sendable {
    /// The team.
    public let team: String
    /// 1 for the best; teams of equal score share the smallest rank.
    public let rank: Int
    /// What the scheme computes.
    public let score: Double
    /// The rank shared with neighbours that cannot be told apart.
    public let sharedRank: Int
    /// The ranks that hold 95 % of the bootstraps; `nil` without bootstraps.
    public let interval: RankInterval?
    /// The share of bootstraps in which the team was first, in 0...1; `nil` without bootstraps.
    public let firstShare: Double?
  }

  /// The ranking by one scheme or on one set of metrics.
  public struct Variant: Codable, Hashable, Sendable {
    /// The scheme's or the set's name.
    public let name: String
    /// The ranking.
    public let ranking: Ranking
    /// Kendall's tau-b against the main ranking; `nil` where one of them ties all teams.
    public let kendall: Double?
  }

  /// How the scores were ranked.
  public let settings: RankingSettings
  /// What was done about missing scores.
  public let missing: MissingScores
  /// The metrics that were ranked.
  public let metrics: [RankedMetric]
  /// The number of cases.
  public let cases: Int
  /// The ranking, the best first.
  public let ranking: [Row]
  /// The ranking of all metrics by each scheme.
  public let schemes: [Variant]
  /// The ranking by the chosen scheme on each set of metrics.
  public let metricSets: [Variant]
  /// The stability on each set of metrics, all metrics first; empty without bootstraps.
  public let bootstrap: [RankingStability]
  /// Which teams can be told apart.
  public let significance: SignificanceMap
  /// The ranking without each site.
  public let leaveOneSiteOut: [SiteLeftOut]
  /// The ranking under each treatment of missing scores.
  public let missingValues: MissingValueSensitivity

  /// The analysis of scores.
  public init(_ scores: ChallengeScores, settings: RankingSettings = RankingSettings()) {
    let ranks = CaseRanks(scores)
    let (scheme, test) = (settings.scheme, settings.test)
    let sets = scores.metricSets
    func ranking(_ scheme: RankingScheme, _ set: MetricSet) -> Ranking {
      scores.ranking(by: scheme, ranks: ranks, metrics: set, test: test)
    }
    let main = ranking(scheme, scores.allMetrics)
    let stability = scores.stability(
      of: scheme, ranks: ranks, bootstraps: settings.bootstraps, seed: settings.seed,
      generator: settings.generator, metricSets: sets, test: test)
    let significance = scores.significance(
      of: main, ranks: ranks, metrics: scores.allMetrics, test: test)

    self.settings = settings
    missing = scores.missing
    metrics = scores.metrics
    cases = scores.cases.count
    self.ranking = zip(main.rows, main.sharedRanks(significance)).map { row, shared in
      let team = stability.first?.ranks(of: row.team)
      return Row(
        team: row.team, rank: row.rank, score: row.score, sharedRank: shared,
        interval: team?.interval, firstShare: team?.firstShare)
    }
    schemes = RankingScheme.allCases.map {
      let other = ranking($0, scores.allMetrics)
      return Variant(name: $0.rawValue, ranking: other, kendall: main.kendall(with: other))
    }
    metricSets = sets.map {
      let other = ranking(scheme, $0)
      return Variant(name: $0.name, ranking: other, kendall: main.kendall(with: other))
    }
    bootstrap = stability
    self.significance = significance
    leaveOneSiteOut = scores.leaveOneSiteOut(by: scheme, test: test)
    missingValues = scores.missingValueSensitivity(by: scheme, test: test)
  }
}
