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
  /// For each metric the number of teams that are beaten in one-sided signed-rank tests, its rank,
  /// then the mean of the ranks.
  ///
  /// For one metric it is challengeR's `testThenRank` with its defaults: no adjustment, p-values as
  /// R's `wilcox.test` gives them. Of several metrics, which challengeR calls tasks, the mean rank
  /// is its "euclidean" consensus.
  ///
  /// - Source: Wiesenfarth et al., Sci Rep 11, 2021.
  case testBased = "test-based"

  /// What the scheme's score is, in words.
  public var scoreName: String {
    switch self {
    case .rankThenMean, .meanThenRank, .testBased: "mean rank"
    case .rankThenMedian, .medianThenRank: "median rank"
    }
  }
}
