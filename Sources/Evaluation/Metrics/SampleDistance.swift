/// The largest difference between the empirical distribution functions of two samples, in 0...1:
/// the statistic D of the two-sample Kolmogorov-Smirnov test; `nil` when either is empty.
///
/// - Source: Smirnov, Ann Math Stat 19:279, 1948; as SciPy's `ks_2samp`.
public func kolmogorovSmirnovDistance(_ first: [Double], _ second: [Double]) -> Double? {
  guard !first.isEmpty, !second.isEmpty else { return nil }
  var largest = 0.0
  forEachStep(first, second) { difference, _ in largest = max(largest, abs(difference)) }
  return largest
}

/// The area between the empirical distribution functions of two samples, in the samples' unit: how
/// far values must be moved on average to turn one into the other; `nil` when either is empty.
///
/// - Source: Wasserstein's distance of order 1 (Vaserstein, 1969); as SciPy's
///   `wasserstein_distance`.
public func wassersteinDistance(_ first: [Double], _ second: [Double]) -> Double? {
  guard !first.isEmpty, !second.isEmpty else { return nil }
  var area = 0.0
  forEachStep(first, second) { difference, width in area += abs(difference) * width }
  return area
}

/// Calls `body` with the difference of the distribution functions on each stretch between values,
/// and the stretch's width.
private func forEachStep(
  _ first: [Double], _ second: [Double], _ body: (_ difference: Double, _ width: Double) -> Void
) {
  let a = first.sorted()
  let b = second.sorted()
  let all = (a + b).sorted()
  var i = 0
  var j = 0
  for (n, value) in all.enumerated() {
    while i < a.count, a[i] <= value { i += 1 }
    while j < b.count, b[j] <= value { j += 1 }
    let width = n + 1 < all.count ? all[n + 1] - value : 0
    body(Double(i) / Double(a.count) - Double(j) / Double(b.count), width)
  }
}
