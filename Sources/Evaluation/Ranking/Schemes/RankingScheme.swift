/// How scores of many cases and metrics become one order of teams.
public enum RankingScheme: String, Codable, CaseIterable, Hashable, Sendable {
  /// Ranks on each case and metric, then their mean: the challenge's scheme.
  ///
  /// - Source: crossMoDA 2021-2023, after BraTS; CrossMoDA2022-Evaluation-code, ranking.py.
  case rankThenMean = "rank-then-mean"
  /// Ranks on each case and metric, then their median.
  case rankThenMedian = "rank-then-median"
  /// The mean of each metric over the cases, its rank, then the mean of the ranks.
  case meanThenRank = "mean-then-rank"
  /// The median of each metric over the cases, its rank, then the median of the ranks.
  case medianThenRank = "median-then-rank"
  /// The number of teams that are significantly beaten in the sum of ranks on each case.
  ///
  /// - Source: Wiesenfarth et al., Sci Rep 11, 2021 (challengeR's testThenRank), here on the
  ///   cumulative rank, so that one test covers all metrics.
  case testBased = "test-based"

  /// Whether a higher score is a better one: only where beaten teams are counted.
  public var higherIsBetter: Bool { self == .testBased }

  /// What the scheme's score is, in words.
  public var scoreName: String {
    switch self {
    case .rankThenMean, .meanThenRank: "mean rank"
    case .rankThenMedian, .medianThenRank: "median rank"
    case .testBased: "teams beaten"
    }
  }
}
