import Foundation

extension FailureFlag {
  /// A flag that finds a chosen part of failures like those of the examples.
  ///
  /// The regression has a ridge penalty of one example's weight on each standardised feature, since failures
  /// are few. The threshold comes from probabilities that each example gets from a regression on all others:
  /// those of the regression itself would be too well separated.
  ///
  /// - Parameter sensitivity: in 0...1.
  /// - Throws: ``CalibrationError`` with fewer than three failures or three others, since then a threshold
  ///   would hang on one case.
  public init(
    _ examples: [FailureExample], sensitivity: Double = 0.9
  ) throws(CalibrationError) {
    let failures = examples.count(where: \.hasFailed)
    guard failures >= 3, examples.count - failures >= 3 else {
      throw CalibrationError(
        description:
          "a failure flag expects three failed cases and three others at least, found \(failures) and "
          + "\(examples.count - failures)")
    }
    let whole = Regression(examples)
    let unseen = examples.indices.filter { examples[$0].hasFailed }.map { left in
      let others = examples.indices.filter { $0 != left }.map { examples[$0] }
      return Regression(others).probability(examples[left].evidence)
    }.sorted(by: >)
    let needed = max(1, Int((sensitivity * Double(failures)).rounded(.up)))
    self.init(
      sensitivity: sensitivity, threshold: unseen[min(needed, unseen.count) - 1],
      cases: examples.count, failures: failures, bias: whole.bias, terms: whole.terms)
  }
}

/// A logistic regression with a ridge penalty.
private struct Regression {
  var bias = 0.0
  var terms: [FailureFlag.Term]

  init(_ examples: [FailureExample]) {
    terms = FailureFeature.allCases.map { feature in
      let values = examples.map { feature.value($0.evidence) }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      // A feature that never varied says nothing yet; it is kept from dividing by zero.
      return FailureFlag.Term(
        feature: feature, mean: mean, deviation: max(variance.squareRoot(), 1e-6), weight: 0)
    }
    let rows = examples.map { example in
      terms.map { ($0.feature.value(example.evidence) - $0.mean) / $0.deviation }
    }
    descend(rows, examples.map { $0.hasFailed ? 1.0 : 0.0 })
  }

  /// Gradient descent on the mean loss; the step is below the inverse of the largest curvature, which is at
  /// most a quarter of the features' number plus one, plus the penalty, so it cannot diverge.
  private mutating func descend(_ rows: [[Double]], _ truth: [Double]) {
    let count = Double(rows.count)
    let penalty = 1 / count
    let rate = 1 / (0.25 * Double(terms.count + 1) + penalty)
    var weights = [Double](repeating: 0, count: terms.count)
    for _ in 0..<1500 {
      var biasGradient = 0.0
      var gradients = weights.map { $0 * penalty }
      for (row, target) in zip(rows, truth) {
        var sum = bias
        for j in row.indices { sum += weights[j] * row[j] }
        let error = (1 / (1 + exp(-sum)) - target) / count
        biasGradient += error
        for j in row.indices { gradients[j] += error * row[j] }
      }
      bias -= rate * biasGradient
      for j in weights.indices { weights[j] -= rate * gradients[j] }
    }
    for j in weights.indices { terms[j].weight = weights[j] }
  }

  func probability(_ evidence: CaseEvidence) -> Double {
    FailureFlag(
      sensitivity: 1, threshold: 0, cases: 0, failures: 0, bias: bias, terms: terms
    ).probability(evidence)
  }
}
