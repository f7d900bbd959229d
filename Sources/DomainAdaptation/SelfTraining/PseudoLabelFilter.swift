import Evaluation
import Imaging

/// One line of the pseudo-label ledger: what was predicted, kept or rejected, and why.
public struct PseudoLabelEntry: Codable, Hashable, Sendable {
  /// The case.
  public var id: String
  /// Whether the pseudo-label is used.
  public var isKept: Bool
  /// Why it is not; empty when it is kept.
  public var reasons: [String]
  /// The mean probability of the predicted foreground; `nil` without foreground.
  public var confidence: Double?
  /// The volume of the tumour in mm3.
  public var tumourVolume: Double
  /// The volumes of the cochleas in mm3, larger first.
  public var cochleaVolumes: [Double]
}

/// Decides which predictions on unlabelled images are believed.
struct PseudoLabelFilter {
  let settings: SelfTrainingSettings
  let tumour: Set<UInt8>
  let cochlea: UInt8
  /// The value that marks voxels to ignore.
  static let ignored: UInt8 = 255

  /// The ledger line of a prediction.
  ///
  /// - Parameters:
  ///   - labels: the cleaned-up prediction on the region's grid.
  ///   - probabilities: of the same region.
  func judge(id: String, labels: LabelMap, probabilities: ProbabilityMap) -> PseudoLabelEntry {
    var reasons: [String] = []
    let confidence = meanConfidence(labels, probabilities)
    if let confidence, confidence < settings.caseConfidence {
      reasons.append(
        "foreground confidence \(rounded(confidence)) is below \(settings.caseConfidence)")
    }
    if let limit = settings.caseEntropy, let entropy = meanEntropy(labels, probabilities),
      entropy > limit
    {
      reasons.append("foreground entropy \(rounded(entropy)) is above \(limit)")
    }
    let findings = AnatomicalPlausibility(
      cochleaVolume: settings.cochleaVolume, tumourVolume: settings.tumourVolume,
      tumourDistance: settings.tumourDistance
    ).findings(in: labels, tumour: tumour, cochlea: cochlea)
    reasons += findings.problems
    return PseudoLabelEntry(
      id: id, isKept: reasons.isEmpty, reasons: reasons, confidence: confidence,
      tumourVolume: findings.tumourVolume, cochleaVolumes: findings.cochleaVolumes)
  }

  /// The training target: the labels, with voxels the network is unsure of marked as ignored.
  func target(labels: LabelMap, probabilities: ProbabilityMap) -> LabelMap {
    var target = labels
    let count = labels.grid.count
    var highest = [Float](repeating: 0, count: count)
    for offset in 0..<count {
      for c in 0..<probabilities.classes {
        highest[offset] = max(highest[offset], probabilities.values[c * count + offset])
      }
      if highest[offset] < settings.voxelConfidence { target.voxels[offset] = Self.ignored }
    }
    if let kept = settings.keptFraction { ignoreLeastProbable(&target, highest, keeping: kept) }
    return target
  }

  private func meanConfidence(_ labels: LabelMap, _ probabilities: ProbabilityMap) -> Double? {
    let count = labels.grid.count
    var sum = 0.0
    var voxels = 0
    for (offset, label) in labels.voxels.enumerated() where label != 0 {
      sum += Double(probabilities.values[Int(label) * count + offset])
      voxels += 1
    }
    return voxels > 0 ? sum / Double(voxels) : nil
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
