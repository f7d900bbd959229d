import Commands
import Foundation
import Imaging
import Learning
import NIfTI

/// The structures whose probabilities are written: each class but background, and the whole tumour where it
/// has parts.
private func structures(_ plan: ModelPlan) -> [(name: String, classes: Set<UInt8>)] {
  let classes = plan.classes.enumerated().dropFirst().map { ($1, Set([UInt8($0)])) }
  return classes + (plan.cleanup.tumour.count > 1 ? [("VS", Set(plan.cleanup.tumour))] : [])
}

private func file(_ structure: String, beside prediction: URL) -> URL {
  prediction.deletingLastPathComponent()
    .appending(path: "probabilities/\(caseName(of: prediction))_\(structure).nii.gz")
}

/// Whether all probabilities of a case have been written.
func hasProbabilities(_ prediction: URL, _ plan: ModelPlan) -> Bool {
  structures(plan).allSatisfy {
    FileManager.default.fileExists(atPath: file($0.name, beside: prediction).path)
  }
}

/// Writes each structure's probability on the scan's own grid as float32 into `probabilities`.
func writeProbabilities(
  _ probabilities: ProbabilityMap, plan: ModelPlan, like scan: NIfTIImage, beside prediction: URL
) throws {
  for structure in structures(plan) {
    let file = file(structure.name, beside: prediction)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try writeNIfTI(
      probabilities.probability(of: structure.classes, on: scan.volume.grid), to: file.path,
      as: .float32, like: scan.header)
  }
}
