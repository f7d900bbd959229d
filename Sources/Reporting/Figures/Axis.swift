#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A linear or logarithmic axis of a chart: where values lie and which are labelled.
struct Axis: Hashable, Sendable {
  /// The values at both ends; lower < upper.
  let range: ClosedRange<Double>
  /// Whether distances on the axis stand for ratios.
  let isLogarithmic: Bool
  /// The labelled values, ascending.
  let ticks: [Double]

  /// An axis from fixed ends and ticks.
  init(range: ClosedRange<Double>, ticks: [Double]) {
    self.range = range
    self.ticks = ticks
    isLogarithmic = false
  }

  /// An axis that holds all finite values, its ends on round numbers.
  ///
  /// A logarithmic axis ignores values that are not positive; without any value it spans 0...1.
  init(covering values: [Double], isLogarithmic: Bool = false, about count: Int = 5) {
    let usable = values.filter { $0.isFinite && (!isLogarithmic || $0 > 0) }
    guard let low = usable.min(), let high = usable.max() else {
      self.init(range: 0...1, ticks: [0, 0.5, 1])
      return
    }
    if isLogarithmic {
      self.init(decadesFrom: low, to: high)
    } else {
      let step = Self.roundStep((high > low ? high - low : max(abs(high), 1)) / Double(count))
      let first = (low / step).rounded(.down)
      let last = max((high / step).rounded(.up), first + 1)
      self.init(
        range: (first * step)...(last * step),
        ticks: stride(from: first, through: last, by: 1).map { $0 * step })
    }
  }

  private init(decadesFrom low: Double, to high: Double) {
    // 1, 2, 5 in each decade that the values touch.
    let candidates = (-9...12).flatMap { exponent in
      [1.0, 2, 5].map { $0 * pow(10, Double(exponent)) }
    }
    let lower = candidates.last { $0 <= low * (1 + 1e-9) } ?? low
    let upper = candidates.first { $0 >= high * (1 - 1e-9) && $0 > lower } ?? high
    let within = candidates.filter { $0 >= lower && $0 <= upper }
    range = lower...max(upper, lower * 2)
    // Beyond two decades the 2s and 5s crowd; powers of ten remain.
    let powers = within.filter { Self.isPowerOfTen($0) }
    ticks = within.count > 7 && powers.count >= 2 ? powers : within
    isLogarithmic = true
  }

  /// Where a value lies between the ends, 0...1; `nil` for values the axis cannot show.
  func position(of value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if isLogarithmic {
      guard value > 0 else { return nil }
      return log2(value / range.lowerBound) / log2(range.upperBound / range.lowerBound)
    }
    return (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// A tick's label, with as many decimals as tell neighbours apart.
  func label(_ tick: Double) -> String {
    if abs(tick) >= 10_000 { return fixed(tick / 1000, 1).replacingSuffix(".0", "") + "k" }
    if isLogarithmic { return decimal(tick, 6) }
    let step = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    var decimals = 0
    var unit = step
    while decimals < 6, abs(unit - unit.rounded()) > 1e-6 {
      unit *= 10
      decimals += 1
    }
    return fixed(tick, decimals)
  }

  private static func roundStep(_ raw: Double) -> Double {
    let magnitude = pow(10, log10(max(raw, 1e-12)).rounded(.down))
    let digit = raw / magnitude
    return magnitude * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 2.5 ? 2.5 : digit <= 5 ? 5 : 10)
  }

  private static func isPowerOfTen(_ value: Double) -> Bool {
    let digits = decimal(value, 9).filter { $0 != "0" && $0 != "." }
    return digits == "1"
  }
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, _ other: String) -> String {
    hasSuffix(suffix) ? dropLast(suffix.count) + other : self
  }
}
