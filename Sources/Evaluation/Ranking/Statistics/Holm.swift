/// P-values adjusted for their number, in the order given; each in 0...1.
///
/// The smallest is multiplied by the number of tests, the next by one less, and so on; none falls
/// below a smaller one's adjusted value.
///
/// - Source: Holm, Scandinavian Journal of Statistics 6(2), 1979.
public func holmAdjusted(_ pValues: [Double]) -> [Double] {
  var adjusted = pValues
  var floor = 0.0
  for (place, n) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
    floor = max(floor, min(1, pValues[n] * Double(pValues.count - place)))
    adjusted[n] = floor
  }
  return adjusted
}
