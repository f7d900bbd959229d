/// Ranks models by what their predictions on the target look like, without any label.
///
/// Criteria are means over the cases. Each ranks the candidates, ties sharing the mean of their ranks, and
/// the mean of the ranks decides: the order of magnitude of a criterion then does not matter, as in the
/// challenge's own ranking. Candidates with the same mean rank are ordered by view agreement.
public struct ModelSelection: Codable, Hashable, Sendable {
  /// What one candidate's predictions look like; every value is in 0...1.
  public struct Criteria: Codable, Hashable, Sendable {
    /// The mean of the tumour's and the cochleas' agreement between views; higher is better.
    ///
    /// - Source: CCC1018 (crossMoDA 2023) mistrusted cases in which eight flips disagreed.
    public var viewAgreement: Double
    /// The mean of the tumour's and the cochleas' entropy; lower is better.
    ///
    /// - Source: Vu et al., CVPR 2019, who minimise it.
    public var entropy: Double
    /// The part of cases in which nothing is implausible; higher is better.
    public var plausibleFraction: Double
    /// The mean Dice of tumour and cochleas with each other candidate; `nil` for a single candidate.
    ///
    /// Higher is better: errors of different recipes differ.
    ///
    /// - Source: Baek et al., NeurIPS 2022, on agreement of classifiers under shift.
    public var candidateAgreement: Double?

    /// Criteria from evidence of all cases; not empty.
    public init(_ cases: [CaseEvidence], candidateAgreement: Double?) {
      func mean(_ value: (CaseEvidence) -> Double) -> Double {
        cases.map(value).reduce(0, +) / Double(cases.count)
      }
      viewAgreement = mean { ($0.tumourAgreement + $0.cochleaAgreement) / 2 }
      entropy = mean { ($0.tumourEntropy + $0.cochleaEntropy) / 2 }
      plausibleFraction = mean { $0.findings.problems.isEmpty ? 1 : 0 }
      self.candidateAgreement = candidateAgreement
    }

    /// Higher is better in all of them.
    var merits: [Double] {
      [viewAgreement, -entropy, plausibleFraction] + (candidateAgreement.map { [$0] } ?? [])
    }
  }

  /// One candidate with its place.
  public struct Candidate: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What its predictions look like.
    public var criteria: Criteria
    /// The mean of its ranks by all criteria, from 1.
    public var meanRank: Double
  }

  /// The best first.
  public let candidates: [Candidate]

  /// Ranks candidates that predicted the same cases.
  public init(_ candidates: [(name: String, criteria: Criteria)]) {
    let merits = candidates.map(\.criteria.merits)
    let count = merits.map(\.count).min() ?? 0
    self.candidates = candidates.indices.map { i in
      let ranks = (0..<count).map { c -> Double in
        let better = merits.count { $0[c] > merits[i][c] }
        let equal = merits.count { $0[c] == merits[i][c] }
        return Double(better) + Double(equal + 1) / 2
      }
      return Candidate(
        name: candidates[i].name, criteria: candidates[i].criteria,
        meanRank: ranks.reduce(0, +) / Double(max(1, count)))
    }.sorted {
      ($0.meanRank, -$0.criteria.viewAgreement, $0.name)
        < ($1.meanRank, -$1.criteria.viewAgreement, $1.name)
    }
  }
}
