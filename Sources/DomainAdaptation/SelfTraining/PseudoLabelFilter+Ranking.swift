import Imaging

extension PseudoLabelFilter {
  /// Marks all but the most probable voxels of each class as ignored.
  func ignoreLeastProbable(_ target: inout LabelMap, _ probability: [Float], keeping part: Double) {
    var byClass: [UInt8: [Int]] = [:]
    for (offset, label) in target.voxels.enumerated() where label != Self.ignored {
      byClass[label, default: []].append(offset)
    }
    for offsets in byClass.values {
      let kept = Int((Double(offsets.count) * max(0, min(1, part))).rounded(.up))
      // Ties stay in the order of the voxels, so that a run can be repeated.
      let ranked = offsets.sorted { (probability[$0], $1) > (probability[$1], $0) }
      for offset in ranked.dropFirst(kept) { target.voxels[offset] = Self.ignored }
    }
  }

  /// The mean entropy of foreground voxels over all classes, in 0...1; `nil` without foreground.
  func meanEntropy(_ labels: LabelMap, _ probabilities: ProbabilityMap) -> Double? {
    probabilities.meanEntropy(in: Mask(grid: labels.grid, voxels: labels.voxels.map { $0 != 0 }))
  }
}
