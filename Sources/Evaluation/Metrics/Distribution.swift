/// How a set of numbers is distributed: the figures that tables and box plots print.
public struct Distribution: Codable, Hashable, Sendable {
  /// How many numbers there are; at least 1.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double
  /// The sample standard deviation (n - 1); `nil` for one number.
  public let standardDeviation: Double?
  /// The smallest number.
  public let minimum: Double
  /// The 25th percentile, by linear interpolation between order statistics.
  public let lowerQuartile: Double
  /// The 50th percentile.
  public let median: Double
  /// The 75th percentile, by linear interpolation between order statistics.
  public let upperQuartile: Double
  /// The largest number.
  public let maximum: Double

  /// The distribution of finite numbers; `nil` when there are none.
  public init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let mean = sorted.reduce(0, +) / Double(sorted.count)
    count = sorted.count
    self.mean = mean
    standardDeviation =
      sorted.count < 2
      ? nil
      : (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count - 1))
        .squareRoot()
    minimum = first
    lowerQuartile = quantile(0.25, ofSorted: sorted)
    median = quantile(0.5, ofSorted: sorted)
    upperQuartile = quantile(0.75, ofSorted: sorted)
    maximum = last
  }
}

/// The quantile at `fraction` in 0...1, by linear interpolation between order statistics.
///
/// The same as numpy's default. `sorted` is ascending and not empty.
func quantile(_ fraction: Double, ofSorted sorted: [Double]) -> Double {
  let position = fraction * Double(sorted.count - 1)
  let lower = Int(position.rounded(.down))
  let upper = min(lower + 1, sorted.count - 1)
  return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
}
