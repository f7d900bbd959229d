/// Kendall's tau-b of two orders of the same things, in -1...1; `nil` where one has no order.
///
/// 1 means the same order, -1 the opposite one. Ties count in neither direction and shrink the
/// denominator.
///
/// - Complexity: O(*n*^2).
/// - Source: Kendall, Biometrika 33(3), 1945; as SciPy's `kendalltau(variant="b")`.
public func kendallTauB(_ first: [Int], _ second: [Int]) -> Double? {
  precondition(first.count == second.count, "two orders of the same things")
  var difference = 0
  var (orderedInFirst, orderedInSecond) = (0, 0)
  for i in first.indices {
    for j in 0..<i {
      let a = (first[i] - first[j]).signum()
      let b = (second[i] - second[j]).signum()
      difference += a * b
      orderedInFirst += a * a
      orderedInSecond += b * b
    }
  }
  guard orderedInFirst > 0, orderedInSecond > 0 else { return nil }
  // One square root of the product: equal orders then give exactly 1.
  return Double(difference) / (Double(orderedInFirst) * Double(orderedInSecond)).squareRoot()
}
