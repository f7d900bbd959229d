/// How a ranking holds when the cases are drawn again: ranks and agreement over bootstraps.
public struct RankingStability: Codable, Hashable, Sendable {
  /// How often Kendall's tau took a value.
  public struct TauCount: Codable, Hashable, Sendable {
    /// The value, in -1...1.
    public let tau: Double
    /// The number of bootstraps with this value.
    public let count: Int
  }

  /// How often a team took a rank.
  public struct TeamRanks: Codable, Hashable, Sendable {
    /// The team.
    public let team: String
    /// The number of bootstraps with rank 1, 2, ...; as many numbers as teams.
    public let counts: [Int]
    /// The ranks that hold 95 % of the bootstraps: the 2.5th and the 97.5th percentile.
    public let interval: RankInterval

    /// The share of bootstraps with rank 1, in 0...1.
    public var firstShare: Double {
      Double(counts.first ?? 0) / Double(max(counts.reduce(0, +), 1))
    }
  }

  /// The metrics that were ranked, as in "Dice only".
  public let metricSet: String
  /// The number of bootstraps.
  public let bootstraps: Int
  /// The ranks of each team, in the order of the ranking of all cases.
  public let teams: [TeamRanks]
  /// The agreement with the ranking of all cases, ascending; draws that tie all teams have none.
  public let taus: [TauCount]
  /// How tau is distributed; `nil` where no draw had one.
  public let kendall: Distribution?

  init(metricSet: String, teams: [String], counts: [[Int]], taus: [Double]) {
    self.metricSet = metricSet
    bootstraps = counts.first?.reduce(0, +) ?? 0
    self.teams = zip(teams, counts).map {
      TeamRanks(team: $0, counts: $1, interval: RankInterval(counts: $1))
    }
    kendall = Distribution(taus)
    self.taus = Dictionary(taus.map { ($0, 1) }, uniquingKeysWith: +)
      .sorted { $0.key < $1.key }
      .map { TauCount(tau: $0.key, count: $0.value) }
  }

  /// The ranks of a team; `nil` for a stranger.
  public func ranks(of team: String) -> TeamRanks? { teams.first { $0.team == team } }
}

/// The smallest and the largest rank of an interval; both are ranks that occurred.
public struct RankInterval: Codable, Hashable, Sendable {
  /// The better end.
  public let lowest: Int
  /// The worse end.
  public let highest: Int

  /// The interval from the 2.5th to the 97.5th percentile of counted ranks.
  ///
  /// Percentiles are the smallest rank with at least that share at or below it, so that they are
  /// whole ranks (type 1 of Hyndman and Fan, 1996).
  init(counts: [Int]) {
    let total = counts.reduce(0, +)
    // In fortieths, so that 2.5 % is whole and no share is rounded.
    func percentile(fortieths: Int) -> Int {
      var passed = 0
      for (n, count) in counts.enumerated() {
        passed += count
        if passed > 0, passed * 40 >= fortieths * total { return n + 1 }
      }
      return counts.count
    }
    lowest = percentile(fortieths: 1)
    highest = percentile(fortieths: 39)
  }

  /// "3" or "3-5".
  public var text: String { lowest == highest ? "\(lowest)" : "\(lowest)-\(highest)" }
}
