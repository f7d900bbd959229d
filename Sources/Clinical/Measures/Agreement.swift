import Evaluation

/// How well measured values agree with true ones.
///
/// - Source: Bland and Altman, Lancet 327:307, 1986.
public struct Agreement: Hashable, Sendable, Codable {
  /// The number of pairs; at least 2.
  public let count: Int
  /// The mean difference, measured minus true, relative to the mean of both.
  public let bias: Double
  /// Half the width of the 95 % limits of agreement: 1.96 standard deviations of the differences.
  public let halfWidth: Double

  /// The limits of agreement: between them lie about 95 % of the differences.
  public var limits: ClosedRange<Double> { bias - halfWidth...bias + halfWidth }

  /// The agreement of pairs of positive values; `nil` for fewer than two of them.
  public init?(_ pairs: [(measured: Double, truth: Double)]) {
    let differences = pairs.map { ($0.measured - $0.truth) / (($0.measured + $0.truth) / 2) }
    guard let distribution = Distribution(differences),
      let deviation = distribution.standardDeviation
    else { return nil }
    count = distribution.count
    bias = distribution.mean
    halfWidth = 1.96 * deviation
  }

  /// The pairs of each quarter of the true values, the smallest first, with the range of those values.
  ///
  /// Quarters may be empty where there are few pairs.
  public static func quarters(
    _ pairs: [(measured: Double, truth: Double)]
  ) -> [(truth: ClosedRange<Double>, agreement: Agreement)] {
    guard let d = Distribution(pairs.map(\.truth)) else { return [] }
    let borders = [d.minimum, d.lowerQuartile, d.median, d.upperQuartile, d.maximum]
    return (0..<4).compactMap { n in
      let own = pairs.filter {
        ($0.truth >= borders[n] && $0.truth < borders[n + 1])
          || (n == 3 && $0.truth == borders[4])
      }
      return Agreement(own).map { (borders[n]...borders[n + 1], $0) }
    }
  }
}
