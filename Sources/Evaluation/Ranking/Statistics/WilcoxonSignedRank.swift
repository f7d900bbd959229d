#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Wilcoxon's signed-rank test of paired differences against the hypothesis of no difference.
///
/// Zeros are dropped; equal absolute differences share their mean rank. The p-values are
/// asymptotic: normal, variance corrected for ties, no continuity correction.
///
/// - Source: Wilcoxon, Biometrics Bulletin 1(6), 1945; the same choices as SciPy 1.17's
///   `wilcoxon(zero_method="wilcox", correction=False, method="approx")`.
public struct WilcoxonSignedRank: Hashable, Sendable {
  /// The number of differences that are not zero.
  public let count: Int
  /// The sum of the ranks of positive differences, W+.
  public let positiveRankSum: Double
  /// The sum of the ranks of negative differences, W-.
  public let negativeRankSum: Double
  /// The two-sided p-value, in 0...1; 1 without any difference.
  public let pValue: Double
  /// The p-value against "differences are larger than zero", in 0...1; 1 without any difference.
  public let pValueGreater: Double
  /// Whether absolute differences are equal, which rules out ``exactPValue``.
  public let hasTies: Bool

  /// The smaller of the two rank sums: the statistic W that tables and SciPy give.
  public var statistic: Double { min(positiveRankSum, negativeRankSum) }

  /// The test of finite differences.
  public init(differences: [Double]) {
    let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
    let n = Double(sorted.count)
    var positive = 0.0
    var tieTerm = 0.0
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, abs(sorted[end]) == abs(sorted[start]) { end += 1 }
      // Places start + 1 ... end share their mean.
      let rank = Double(start + 1 + end) / 2
      let size = Double(end - start)
      positive += rank * Double(sorted[start..<end].count { $0 > 0 })
      tieTerm += size * size * size - size
      start = end
    }
    let total = n * (n + 1) / 2
    let variance = (n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24
    count = sorted.count
    positiveRankSum = positive
    negativeRankSum = total - positive
    hasTies = tieTerm > 0
    if sorted.isEmpty {
      (pValue, pValueGreater) = (1, 1)
    } else {
      let z = (positive - total / 2) / variance.squareRoot()
      pValue = min(1, 2 * normalTail(abs(z)))
      pValueGreater = normalTail(z)
    }
  }

  /// The exact two-sided p-value, for at most 25 differences without ties; otherwise `nil`.
  public var exactPValue: Double? {
    guard count <= 25, !hasTies else { return nil }
    guard count > 0 else { return 1 }
    // ways[w] counts the sign patterns of ranks 1...n whose positive ones sum to w.
    var ways = [1.0]
    for rank in 1...count {
      var next = ways + [Double](repeating: 0, count: rank)
      for w in ways.indices { next[w + rank] += ways[w] }
      ways = next
    }
    let tail = ways[...Int(statistic)].reduce(0, +)
    return min(1, 2 * tail / ways.reduce(0, +))
  }
}

/// The probability that a standard normal draw exceeds `z`.
private func normalTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }
