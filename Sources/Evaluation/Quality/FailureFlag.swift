import Foundation

/// Tells predictions that have probably failed, from evidence without truth: `failure-flag.json` of a model.
///
/// A logistic regression on standardised features, and a threshold that a chosen part of the failures of
/// a calibration set reaches.
public struct FailureFlag: Codable, Hashable, Sendable {
  /// Of one feature.
  struct Term: Codable, Hashable, Sendable {
    var feature: FailureFeature
    var mean: Double
    /// Above 0.
    var deviation: Double
    var weight: Double
  }

  /// The chosen part of failures that is to be found, in 0...1.
  public let sensitivity: Double
  /// The probability from which a case is flagged.
  public let threshold: Double
  /// The cases of the calibration set.
  public let cases: Int
  /// The failed ones among them.
  public let failures: Int
  let bias: Double
  let terms: [Term]

  /// The probability of a failure, in 0...1.
  public func probability(_ evidence: CaseEvidence) -> Double {
    1 / (1 + exp(-terms.reduce(bias) { $0 + contribution($1, evidence) }))
  }

  /// Whether the case is to be looked at.
  public func isFlagged(_ evidence: CaseEvidence) -> Bool { probability(evidence) >= threshold }

  /// What speaks most against a prediction, in words; at most three, the strongest first.
  public func reasons(_ evidence: CaseEvidence) -> [String] {
    terms.map { ($0.feature, contribution($0, evidence)) }.filter { $0.1 > 0.1 }
      .sorted { $0.1 > $1.1 }.prefix(3).map { $0.0.words(evidence) }
  }

  private func contribution(_ term: Term, _ evidence: CaseEvidence) -> Double {
    term.weight * (term.feature.value(evidence) - term.mean) / term.deviation
  }
}

/// One calibration case: what was known, and whether it failed.
public struct FailureExample: Hashable, Sendable {
  /// What was known without truth.
  public let evidence: CaseEvidence
  /// Whether it failed by the truth.
  public let hasFailed: Bool

  /// An example.
  public init(evidence: CaseEvidence, hasFailed: Bool) {
    self.evidence = evidence
    self.hasFailed = hasFailed
  }
}

/// A failure flag cannot be calibrated.
public struct CalibrationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence with what was expected and found.
  public let description: String
}
