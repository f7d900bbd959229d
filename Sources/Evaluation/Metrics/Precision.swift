extension OverlapCounts {
  /// The share of the prediction that is right, in 0...1; `nil` without a prediction.
  public var precision: Double? {
    predicted == 0 ? nil : Double(shared) / Double(predicted)
  }
}
