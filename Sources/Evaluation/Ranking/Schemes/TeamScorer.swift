/// Scores every team from cases that may be drawn several times, as a bootstrap draws them.
///
/// What does not depend on the draw is computed once, in the initialisers. With every case drawn
/// once the score is that of the ranking itself: there is no second implementation of a scheme.
protocol TeamScorer: Sendable {
  /// The score of each team; a lower one is better.
  ///
  /// - Parameter multiplicities: how often each case was drawn; at least one case was.
  func teamScores(_ multiplicities: [Int]) -> [Double]
}

extension ChallengeScores {
  func scorer(
    _ scheme: RankingScheme, ranks: CaseRanks, metrics: [Int], test: SignificanceTest
  ) -> any TeamScorer {
    switch scheme {
    case .rankThenMean: RankThenMean(ranks, metrics: metrics)
    case .rankThenMedian: RankThenMedian(ranks, metrics: metrics)
    case .meanThenRank: MeanThenRank(self, metrics: metrics)
    case .medianThenRank: MedianThenRank(self, metrics: metrics)
    case .testBased: TestBased(self, metrics: metrics, test: test)
    }
  }
}

/// Sums of rows of a table, one row a case, weighted by how often the case was drawn.
struct CaseSums: Sendable {
  let width: Int
  /// The rows of all cases, one after another.
  let table: [Double]

  func sums(_ multiplicities: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    for (c, times) in multiplicities.enumerated() where times > 0 {
      let weight = Double(times)
      let start = c * width
      for n in 0..<width { sums[n] += weight * table[start + n] }
    }
    return sums
  }
}

/// The median of values, each tied to a case and counted as often as the case was drawn.
struct CaseMedian: Sendable {
  /// The values, ascending.
  private let values: [Double]
  /// The case of each value.
  private let cases: [Int]

  init(_ pairs: [(case: Int, value: Double)]) {
    let sorted = pairs.sorted { $0.value < $1.value }
    values = sorted.map(\.value)
    cases = sorted.map(\.case)
  }

  /// The middle value, or the mean of the two middle ones.
  ///
  /// - Parameter total: the number of values, counted as often as they were drawn.
  func median(_ multiplicities: [Int], total: Int) -> Double {
    let (low, high) = ((total - 1) / 2, total / 2)
    var passed = 0
    var lower: Double?
    for (value, c) in zip(values, cases) {
      passed += multiplicities[c]
      if lower == nil, passed > low { lower = value }
      if let lower, passed > high { return (lower + value) / 2 }
    }
    return lower ?? 0
  }
}
