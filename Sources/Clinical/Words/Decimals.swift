/// A number with so many decimals and a full stop, in any locale.
func decimals(_ value: Double, _ count: Int) -> String {
  var scale = 1.0
  for _ in 0..<count { scale *= 10 }
  let scaled = (value * scale).rounded()
  guard scaled.isFinite, abs(scaled) < 1e15 else { return "\(value)" }
  let digits = String(Int(abs(scaled)))
  let padded = String(repeating: "0", count: max(count + 1 - digits.count, 0)) + digits
  let sign = scaled < 0 ? "-" : ""
  return sign + padded.dropLast(count) + (count > 0 ? "." + padded.suffix(count) : "")
}
