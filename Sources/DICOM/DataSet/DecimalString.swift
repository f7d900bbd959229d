import Foundation

/// A number in at most 16 characters, as the value representation DS demands, with as many digits
/// as fit.
func decimalString(_ value: Double) -> String {
  // Adding 0 turns -0 into 0.
  let value = value + 0
  let shortest = value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  if shortest.count <= 16 { return shortest }
  for digits in stride(from: 16, through: 1, by: -1) {
    let text = String(format: "%.*g", digits, value)
    if text.count <= 16 { return text }
  }
  return shortest
}
