import Evaluation
import Foundation
import Imaging
import Learning
import Torch

extension StageRunner {
  /// Writes the model folder that `predict` reads.
  func exportModel(_ folder: URL) throws {
    let network = try segmenter(from: lastSegmenter)
    var plan = ModelPlan(
      recipe: recipe.name, edition: roles.edition, classes: roles.classes,
      region: recipe.region, localiser: recipe.localiser, network: recipe.network,
      tile: recipe.segmentation.patch,
      cleanup: AnatomicalCleanup(tumour: roles.tumour, cochlea: roles.cochlea), seed: recipe.seed,
      trainedBy: version, torchVersion: TorchRuntime.version)
    plan.earPairing = recipe.earPairing
    try JSONEncoder().encode(intensityFingerprint()).write(
      to: folder.appending(path: ModelFiles.fingerprint), options: .atomic)
    try ModelBundle(plan: plan, localiser: try localiser(), segmenter: network).save(to: folder)
  }

  /// What scans the model is for look like: the unlabelled T2, or what the recipe has instead.
  private func intensityFingerprint() throws -> IntensityFingerprint {
    let store = RegionStore(folder: url(.regions))
    let target = cases.filter { !$0.isLabelled }
    return IntensityFingerprint(
      scans: try (target.isEmpty ? cases : target).map { item in
        IntensityFingerprint.quantiles(try store.read(item.id).image.voxels)
      })
  }
}
