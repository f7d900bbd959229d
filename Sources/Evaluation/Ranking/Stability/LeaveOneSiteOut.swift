/// The ranking without the cases of one site.
public struct SiteLeftOut: Codable, Hashable, Sendable {
  /// The site that is left out.
  public let site: String
  /// The number of cases that remain.
  public let cases: Int
  /// The ranking of the remaining cases.
  public let ranking: Ranking
  /// Kendall's tau-b against the ranking of all cases; `nil` where one of them ties all teams.
  public let kendall: Double?
}

/// The site in a challenge's case name, as `etz` in `crossmoda2022_etz_3`; `nil` in other names.
public func challengeSite(ofCase name: String) -> String? {
  let parts = name.split(separator: "_", omittingEmptySubsequences: false)
  guard parts.count >= 3, !parts[parts.count - 2].isEmpty else { return nil }
  return String(parts[parts.count - 2])
}

extension ChallengeScores {
  /// The rankings without each site in turn, in alphabetical order; none below two sites.
  ///
  /// Cases whose name holds no site count as those of the site "unknown".
  public func leaveOneSiteOut(
    by scheme: RankingScheme = .rankThenMean, test: SignificanceTest = SignificanceTest()
  ) -> [SiteLeftOut] {
    let sites = cases.map { challengeSite(ofCase: $0) ?? "unknown" }
    let names = Set(sites).sorted()
    guard names.count > 1 else { return [] }
    let whole = ranking(by: scheme, test: test)
    return names.map { site in
      let rest = subset(cases: cases.indices.filter { sites[$0] != site })
      let ranking = rest.ranking(by: scheme, test: test)
      return SiteLeftOut(
        site: site, cases: rest.cases.count, ranking: ranking,
        kendall: whole.kendall(with: ranking))
    }
  }
}

extension Ranking {
  /// Kendall's tau-b of two rankings of the same teams; `nil` where one of them ties all teams.
  public func kendall(with other: Ranking) -> Double? {
    let ranks = Dictionary(uniqueKeysWithValues: other.rows.map { ($0.team, $0.rank) })
    let pairs = rows.compactMap { row in ranks[row.team].map { (row.rank, $0) } }
    return kendallTauB(pairs.map(\.0), pairs.map(\.1))
  }
}
