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

  /// Whether differences of zero were dropped.
  let hasZeros: Bool
  /// The sum of n cubed less n over ties of n equal sizes.
  private let tieTerm: Double

  /// The test of finite differences.
  public init(differences: [Double]) {
    self = OrderedDifferences(differences).signedRank(differences.map { _ in 1 })
  }

  init(count: Int, positiveRankSum: Double, tieTerm: Double, hasZeros: Bool) {
    let n = Double(count)
    let total = n * (n + 1) / 2
    self.count = count
    self.positiveRankSum = positiveRankSum
    self.hasZeros = hasZeros
    negativeRankSum = total - positiveRankSum
    hasTies = tieTerm > 0
    self.tieTerm = tieTerm
    if count == 0 {
      (pValue, pValueGreater) = (1, 1)
    } else {
      let z =
        (positiveRankSum - total / 2) / Self.variance(count, tieTerm: tieTerm).squareRoot()
      pValue = min(1, 2 * normalTail(abs(z)))
      pValueGreater = normalTail(z)
    }
  }

  /// The test of the same differences with their signs changed.
  var opposite: WilcoxonSignedRank {
    WilcoxonSignedRank(
      count: count, positiveRankSum: negativeRankSum, tieTerm: tieTerm, hasZeros: hasZeros)
  }

  /// The p-value against "differences are larger than zero" as R's `wilcox.test` chooses it, in
  /// 0...1; 1 without any difference.
  ///
  /// Exact for fewer than 50 differences without ties and zeros, else normal with continuity
  /// correction.
  public var pValueGreaterInR: Double {
    guard count > 0 else { return 1 }
    if count < 50, !hasTies, !hasZeros {
      let ways = rankSumWays
      return ways[Int(positiveRankSum)...].reduce(0, +) / ways.reduce(0, +)
    }
    let mean = Double(count * (count + 1)) / 4
    return normalTail(
      (positiveRankSum - mean - 0.5) / Self.variance(count, tieTerm: tieTerm).squareRoot())
  }

  /// The variance of either rank sum where the hypothesis is true.
  private static func variance(_ count: Int, tieTerm: Double) -> Double {
    let n = Double(count)
    return (n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24
  }

  /// The exact two-sided p-value, for at most 25 differences without ties; otherwise `nil`.
  public var exactPValue: Double? {
    guard count <= 25, !hasTies else { return nil }
    guard count > 0 else { return 1 }
    let ways = rankSumWays
    let tail = ways[...Int(statistic)].reduce(0, +)
    return min(1, 2 * tail / ways.reduce(0, +))
  }

  /// At each w the number of sign patterns of ranks 1...n whose positive ones sum to w.
  private var rankSumWays: [Double] {
    var ways = [1.0]
    for rank in 1...count {
      var next = ways + [Double](repeating: 0, count: rank)
      for w in ways.indices { next[w + rank] += ways[w] }
      ways = next
    }
    return ways
  }
}

/// The probability that a standard normal draw exceeds `z`.
private func normalTail(_ z: Double) -> Double { erfc(z / 2.0.squareRoot()) / 2 }
