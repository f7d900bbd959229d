/// Scalars that look random and need no file: `scalars` of scripts/oracles/pattern.py gives the same.
///
/// - Parameters:
///   - seed: another seed gives other scalars.
///   - bounds: all scalars lie within.
public func pattern(
  count: Int, seed: Int, in bounds: ClosedRange<Double> = -2...2
) -> [Float] {
  (0..<count).map { k in
    let step = (31 * k * k * k + 7919 * k * seed + 104_729 * seed * seed) % 1009
    return Float(
      bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * Double(step) / 1024)
  }
}
