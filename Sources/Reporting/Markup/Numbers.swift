/// What stands where a figure does not exist.
let noFigure = "–"

/// A number with exactly so many decimals, halves rounded away from zero; "–" unless finite.
///
/// Own code, because Foundation's formatting is slow and follows the locale.
package func fixed(_ value: Double?, _ decimals: Int) -> String {
  guard let value, value.isFinite, abs(value) < 1e12 else { return noFigure }
  var scale = 1.0
  for _ in 0..<decimals { scale *= 10 }
  let units = Int((abs(value) * scale).rounded(.toNearestOrAwayFromZero))
  let sign = value < 0 && units > 0 ? "\u{2212}" : ""
  guard decimals > 0 else { return sign + String(units) }
  let digits = String(units)
  let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

/// A number for SVG attributes: at most so many decimals, no trailing zeros, ASCII minus.
func decimal(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "0" }
  var text = fixed(value, decimals)
  if text.contains(".") {
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
  }
  return text.hasPrefix("\u{2212}") ? "-" + text.dropFirst() : text
}

/// "0.812 ± 0.043", or the mean alone where there is no deviation.
func meanAndDeviation(_ mean: Double?, _ deviation: Double?, _ decimals: Int) -> String {
  guard let mean else { return noFigure }
  guard let deviation else { return fixed(mean, decimals) }
  return "\(fixed(mean, decimals)) ± \(fixed(deviation, decimals))"
}

/// A share as a whole percentage, "73 %".
func percentage(_ share: Double?) -> String {
  guard let share else { return noFigure }
  return fixed(share * 100, 0) + " %"
}

/// A duration as people say it: "0.4 s", "12 s", "3 min 5 s", "2 h 7 min".
package func duration(_ seconds: Double) -> String {
  guard seconds.isFinite, seconds >= 0 else { return noFigure }
  if seconds < 9.95 { return "\(fixed(seconds, 1)) s" }
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
