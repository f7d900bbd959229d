/// Paired differences in the order of their size, one a case.
///
/// A bootstrap draws the same cases again and again; ordered once, none of its tests sorts.
struct OrderedDifferences: Sendable {
  /// The cases whose difference is not zero, by its size.
  private let cases: [Int]
  private let isPositive: [Bool]
  /// Whether the next difference is a larger one.
  private let endsTie: [Bool]
  /// The cases without a difference.
  private let equalCases: [Int]

  init(_ differences: [Double]) {
    let order = differences.indices.filter { differences[$0] != 0 }
      .sorted { abs(differences[$0]) < abs(differences[$1]) }
    cases = order
    isPositive = order.map { differences[$0] > 0 }
    endsTie = order.indices.map {
      $0 + 1 == order.count || abs(differences[order[$0 + 1]]) != abs(differences[order[$0]])
    }
    equalCases = differences.indices.filter { differences[$0] == 0 }
  }

  /// The test of cases that each count a number of times.
  func signedRank(_ multiplicities: [Int]) -> WilcoxonSignedRank {
    var positiveRankSum = 0.0
    var tieTerm = 0.0
    var passed = 0
    var (size, positives) = (0, 0)
    for n in cases.indices {
      let times = multiplicities[cases[n]]
      size += times
      if isPositive[n] { positives += times }
      guard endsTie[n] else { continue }
      // Places passed + 1 ... passed + size share their mean.
      positiveRankSum += Double(positives) * (Double(passed) + Double(size + 1) / 2)
      tieTerm += Double(size * size * size - size)
      passed += size
      (size, positives) = (0, 0)
    }
    return WilcoxonSignedRank(
      count: passed, positiveRankSum: positiveRankSum, tieTerm: tieTerm,
      hasZeros: equalCases.contains { multiplicities[$0] > 0 })
  }
}
