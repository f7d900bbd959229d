extension OverlapCounts {
  /// The share of the reference that was found (recall), in 0...1; `nil` without a reference.
  public var sensitivity: Double? {
    expected == 0 ? nil : Double(shared) / Double(expected)
  }
}
