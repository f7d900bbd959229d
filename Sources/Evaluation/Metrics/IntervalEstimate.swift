/// A figure of a sample, and the range in which it may lie for other samples of the same size.
public struct IntervalEstimate: Codable, Hashable, Sendable {
  /// The figure of the sample.
  public let value: Double
  /// The lower end of the interval; `nil` where the sample is too small to say.
  public let lower: Double?
  /// The upper end; `nil` as above.
  public let upper: Double?

  /// An estimate.
  public init(value: Double, lower: Double? = nil, upper: Double? = nil) {
    self.value = value
    self.lower = lower
    self.upper = upper
  }

  /// The percentile bootstrap: the statistic of units drawn with replacement, as many as there are, again
  /// and again.
  ///
  /// Draws for which the statistic is undefined are left out. With one unit there is a value without an
  /// interval. The same seed gives the same draws, so two statistics of the same units are drawn alike.
  ///
  /// - Parameters:
  ///   - units: how many independent units there are, as in patients.
  ///   - level: the part of the draws that the interval holds, in 0...1.
  ///   - statistic: the figure of units given by number, which may repeat; `nil` where it is undefined.
  /// - Returns: `nil` where the statistic of the sample itself is undefined.
  /// - Complexity: `draws` times the statistic's.
  /// - Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
  public static func bootstrap(
    units: Int, level: Double = 0.95, draws: Int = 2000, seed: UInt64 = 1,
    statistic: ([Int]) -> Double?
  ) -> IntervalEstimate? {
    guard units > 0, let value = statistic(Array(0..<units)) else { return nil }
    guard units > 1 else { return IntervalEstimate(value: value) }
    var cases = CaseDraws(.splitMix64, seed: seed, caseCount: units)
    let values = (0..<draws).compactMap { _ in statistic(cases.nextCases()) }.sorted()
    guard !values.isEmpty else { return IntervalEstimate(value: value) }
    return IntervalEstimate(
      value: value, lower: quantile((1 - level) / 2, ofSorted: values),
      upper: quantile((1 + level) / 2, ofSorted: values))
  }

  /// The mean of values with its bootstrap interval; `nil` when there are none.
  public static func mean(_ values: [Double]) -> IntervalEstimate? {
    bootstrap(units: values.count) { units in
      units.reduce(0) { $0 + values[$1] } / Double(units.count)
    }
  }
}
