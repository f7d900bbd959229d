extension KoosScores {
  /// The macro-averaged mean absolute error (MA-MAE): the mean over the true grades that occur of
  /// the mean |predicted - true|; `nil` without cases.
  ///
  /// A grade that is predicted but never true adds no term of its own; imbalanced-learn 0.14 refuses
  /// such grades.
  ///
  /// - Source: Baccianella et al., ISDA 2009; `macro_averaged_mean_absolute_error` of
  ///   imbalanced-learn, which the challenge of 2022 ranked by.
  public var macroAveragedError: Double? {
    let errors = confusion.enumerated().compactMap { expected, row -> Double? in
      let count = row.reduce(0, +)
      guard count > 0 else { return nil }
      let sum = row.enumerated().reduce(0) { $0 + abs($1.offset - expected) * $1.element }
      return Double(sum) / Double(count)
    }
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }
}
