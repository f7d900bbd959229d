/// The numbers by which failures are told, each larger where more speaks against the prediction.
enum FailureFeature: String, CaseIterable, Codable, Hashable, Sendable {
  case tumourDisagreement, cochleaDisagreement, tumourEntropy, cochleaEntropy, strayFraction
  case implausibilities, earsUnsure, earDistance, intensityDistance

  /// The value in a case; what is unknown counts as what speaks neither way.
  func value(_ evidence: CaseEvidence) -> Double {
    switch self {
    case .tumourDisagreement: 1 - evidence.tumourAgreement
    case .cochleaDisagreement: 1 - evidence.cochleaAgreement
    case .tumourEntropy: evidence.tumourEntropy
    case .cochleaEntropy: evidence.cochleaEntropy
    case .strayFraction: evidence.strayFraction
    case .implausibilities: Double(evidence.findings.problems.count)
    case .earsUnsure: evidence.earsFound ? 0 : 1
    // Cochleas lie some mm from where the coarse localiser says; further than this says no more.
    case .earDistance: min(evidence.earDistance ?? 30, 30)
    case .intensityDistance: min(evidence.intensityDistance ?? 1, 5)
    }
  }

  /// What a high value means, in words.
  func words(_ evidence: CaseEvidence) -> String {
    func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    return switch self {
    case .tumourDisagreement:
      "views disagree on the tumour (Dice \(rounded(evidence.tumourAgreement)))"
    case .cochleaDisagreement:
      "views disagree on the cochleas (Dice \(rounded(evidence.cochleaAgreement)))"
    case .tumourEntropy:
      "the tumour's voxels are unsure (entropy \(rounded(evidence.tumourEntropy)))"
    case .cochleaEntropy:
      "the cochleas' voxels are unsure (entropy \(rounded(evidence.cochleaEntropy)))"
    case .strayFraction:
      "\(Int((evidence.strayFraction * 100).rounded())) % of what was found was cleaned away"
    case .implausibilities: "\(evidence.findings.problems.count) things cannot be in a patient"
    case .earsUnsure: "the ears were not found with confidence"
    case .earDistance:
      evidence.earDistance.map {
        "a cochlea lies \(rounded($0)) mm from where the ear was looked for"
      }
        ?? "no cochlea was found"
    case .intensityDistance: "intensities differ from the training scans'"
    }
  }
}
