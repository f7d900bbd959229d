/// What missing scores do to the ranks: one ranking for each way to treat them.
///
/// As missing count teams without a score for a case and distances that equal the penalty, which is
/// how published tables write an empty prediction.
public struct MissingValueSensitivity: Codable, Hashable, Sendable {
  /// One way to treat missing scores.
  public enum Treatment: String, Codable, CaseIterable, Hashable, Sendable {
    /// ``MissingScores/penalty``.
    case penalty
    /// ``MissingScores/worst``.
    case worst
    /// Only cases for which every team has every score.
    case completeCases = "complete cases"
  }

  /// A ranking under one treatment.
  public struct Outcome: Codable, Hashable, Sendable {
    /// How missing scores were treated.
    public let treatment: Treatment
    /// The number of cases that were ranked.
    public let cases: Int
    /// The ranking.
    public let ranking: Ranking
  }

  /// The number of missing scores by team, case and metric.
  public let missingScores: Int
  /// The number of cases with a missing score.
  public let affectedCases: Int
  /// The rankings; complete cases are left out where there is none.
  public let outcomes: [Outcome]
}

extension ChallengeScores {
  /// The ranking under each treatment of missing scores; no outcomes where nothing is missing.
  public func missingValueSensitivity(
    by scheme: RankingScheme = .rankThenMean, test: SignificanceTest = SignificanceTest()
  ) -> MissingValueSensitivity {
    let marked = withPenaltiesMissing
    let complete = marked.completeCases
    var outcomes: [MissingValueSensitivity.Outcome] = []
    for treatment in MissingValueSensitivity.Treatment.allCases where marked.missingCount > 0 {
      let scores: ChallengeScores? =
        switch treatment {
        case .penalty: try? marked.with(missing: .penalty)
        case .worst: try? marked.with(missing: .worst)
        case .completeCases: complete.isEmpty ? nil : marked.subset(cases: complete)
        }
      guard let scores else { continue }
      outcomes.append(
        MissingValueSensitivity.Outcome(
          treatment: treatment, cases: scores.cases.count,
          ranking: scores.ranking(by: scheme, test: test)))
    }
    return MissingValueSensitivity(
      missingScores: marked.missingCount, affectedCases: cases.count - complete.count,
      outcomes: outcomes)
  }
}
