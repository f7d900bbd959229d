/// How pairs of teams are compared: Wilcoxon's test on paired cases, adjusted after Holm.
public struct SignificanceTest: Codable, Hashable, Sendable {
  /// What counts against the hypothesis that two teams are alike.
  public enum Alternative: String, Codable, CaseIterable, Hashable, Sendable {
    /// One is better, whichever it is; one test a pair.
    case twoSided = "two-sided"
    /// The first is better than the second; two tests a pair.
    case oneSided = "one-sided"
  }

  /// What counts against the hypothesis.
  public let alternative: Alternative
  /// The level, in 0...1, below which an adjusted p-value is significant.
  public let alpha: Double

  /// A test at a level.
  public init(alternative: Alternative = .twoSided, alpha: Double = 0.05) {
    self.alternative = alternative
    self.alpha = alpha
  }

  /// One comparison of two teams, by their places.
  struct Result: Sendable {
    let first: Int
    let second: Int
    let test: WilcoxonSignedRank
    let pValue: Double
    var adjusted: Double
    /// The team with the lower values, if any, where the hypothesis is dropped.
    let winner: Int?
  }

  /// All comparisons of teams whose paired values are better when lower.
  func compare(_ values: [[Double]]) -> [Result] {
    var results: [Result] = []
    for a in values.indices {
      for b in values.indices where a < b || (alternative == .oneSided && a != b) {
        // Positive where the second is worse, so that a large W+ speaks for the first.
        let test = WilcoxonSignedRank(differences: zip(values[a], values[b]).map { $1 - $0 })
        let winner: Int? =
          switch alternative {
          case .oneSided: a
          case .twoSided:
            test.positiveRankSum == test.negativeRankSum
              ? nil : test.positiveRankSum > test.negativeRankSum ? a : b
          }
        let p = alternative == .oneSided ? test.pValueGreater : test.pValue
        results.append(
          Result(first: a, second: b, test: test, pValue: p, adjusted: p, winner: winner))
      }
    }
    for (n, p) in holmAdjusted(results.map(\.pValue)).enumerated() { results[n].adjusted = p }
    return results
  }

  func isSignificant(_ result: Result) -> Bool { result.adjusted < alpha }
}
