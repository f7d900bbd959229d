/// How one measure is distributed in two sets of structures, and how far apart the two are.
public struct SampleComparison: Codable, Hashable, Sendable {
  /// Order statistics of one set, by linear interpolation.
  public struct Quantiles: Codable, Hashable, Sendable {
    /// How many values there are.
    public let count: Int
    /// The values at ``SampleComparison/fractions``.
    public let values: [Double]
  }

  /// The fractions that quantiles are given at.
  public static let fractions = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]

  /// The measure's name.
  public let name: String
  /// The measure's unit; empty for a ratio.
  public let unit: String
  /// Expert contours.
  public let real: Quantiles
  /// Simulated structures.
  public let simulated: Quantiles
  /// See ``kolmogorovSmirnovDistance(_:_:)``.
  public let kolmogorovSmirnov: Double
  /// See ``wassersteinDistance(_:_:)``; in the measure's unit.
  public let wasserstein: Double

  /// The comparison of one measure; `nil` when either set has no value of it.
  public init?(_ measure: ShapeMeasure, real: [ShapeSample], simulated: [ShapeSample]) {
    let a = real.compactMap(measure.value).sorted()
    let b = simulated.compactMap(measure.value).sorted()
    guard let d = kolmogorovSmirnovDistance(a, b), let w = wassersteinDistance(a, b) else {
      return nil
    }
    name = measure.name
    unit = measure.unit
    self.real = Self.quantiles(a)
    self.simulated = Self.quantiles(b)
    kolmogorovSmirnov = d
    wasserstein = w
  }

  private static func quantiles(_ sorted: [Double]) -> Quantiles {
    Quantiles(
      count: sorted.count,
      values: fractions.map { (quantile($0, ofSorted: sorted) * 1000).rounded() / 1000 })
  }
}
