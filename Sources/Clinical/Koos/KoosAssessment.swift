import Evaluation
import Imaging

/// A case's Koos grade with its probabilities, what it rests on, and why there may be none.
public struct KoosAssessment: Codable, Hashable, Sendable {
  /// What came of a case.
  public enum Outcome: String, Codable, Sendable {
    /// A grade was given.
    case graded
    /// The form speaks for an operation, after which there is no grade.
    case postOperative
    /// There is no tumour to grade.
    case noTumour
  }

  /// What came of the case.
  public let outcome: Outcome
  /// The grade, 1 to 4; `nil` unless graded.
  public let grade: Int?
  /// The probabilities of the grades 1 to 4; `nil` unless graded.
  public let probabilities: [Double]?
  /// Whether the brainstem's mask was known.
  public let knowsNeighbours: Bool
  /// What was measured; `nil` without a tumour.
  public let features: KoosFeatures?
  /// Whether the form speaks for an operation; `nil` where that cannot be told.
  public let operation: PostOperativeCue?
  /// What the grade rests on, one sentence each.
  public let evidence: [BilingualText]

  /// Assesses a case.
  ///
  /// - Parameters:
  ///   - masks: the structures, of which brainstem and cerebellum may be missing.
  ///   - classifiers: those that the package ships, unless others were fitted.
  ///   - isKnownOperated: what the records say; `nil` leaves it to the form alone.
  public init(
    _ masks: KoosMasks, with classifiers: KoosClassifiers, isKnownOperated: Bool? = nil
  ) {
    guard let features = KoosFeatures(masks) else {
      outcome = .noTumour
      (grade, probabilities, features, operation) = (nil, nil, nil, nil)
      knowsNeighbours = false
      evidence = [KoosEvidence.noTumour]
      return
    }
    let cue = PostOperativeCue(masks)
    self.features = features
    operation = cue
    knowsNeighbours = features.mirroredDepth != nil
    guard !(isKnownOperated ?? cue?.isOperated ?? false) else {
      outcome = .postOperative
      (grade, probabilities) = (nil, nil)
      evidence = [KoosEvidence.operated(cue, isKnown: isKnownOperated == true)]
      return
    }
    let classifier =
      knowsNeighbours ? classifiers.withNeighbours : classifiers.withoutNeighbours
    let shares = classifier.probabilities(features)
    outcome = .graded
    probabilities = shares
    grade = KoosClassifier.median(shares)
    evidence = KoosEvidence.sentences(features, missing: classifier.missing(features))
  }
}
