extension OverlapCounts {
  /// The Jaccard index |A ∩ B| / |A ∪ B|, in 0...1; `nil` when both masks are empty.
  ///
  /// MedPy returns 1 for two empty masks; here nothing is made up.
  public var jaccard: Double? {
    let union = predicted + expected - shared
    return union == 0 ? nil : Double(shared) / Double(union)
  }
}
