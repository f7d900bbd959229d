/// How much of the way from a lower to an upper bound a method goes: 0 at the lower, 1 at the upper.
///
/// In domain adaptation the lower bound is a model trained on the source alone, the upper bound one
/// trained with target labels. Below 0 the method harms, above 1 it beats the upper bound. Works
/// for scores where smaller is better too. `nil` when the bounds are equal or in the wrong order,
/// for then there is no gap to close.
public func gapClosed(
  lowerBound: Double, value: Double, upperBound: Double, higherIsBetter: Bool = true
) -> Double? {
  let gap = upperBound - lowerBound
  guard higherIsBetter ? gap > 0 : gap < 0 else { return nil }
  return (value - lowerBound) / gap
}
