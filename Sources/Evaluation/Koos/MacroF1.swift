extension KoosScores {
  /// The mean of the F1 scores of all grades that were true or predicted; `nil` without cases.
  ///
  /// A grade that was never hit counts 0, as in scikit-learn.
  public var macroF1: Double? {
    let scores = confusion.indices.compactMap { grade -> Double? in
      let expected = confusion[grade].reduce(0, +)
      let predicted = confusion.reduce(0) { $0 + $1[grade] }
      guard expected + predicted > 0 else { return nil }
      return 2 * Double(confusion[grade][grade]) / Double(expected + predicted)
    }
    return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
  }
}
