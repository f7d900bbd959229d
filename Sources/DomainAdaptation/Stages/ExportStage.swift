import Foundation
import Imaging
import Learning
import Torch

extension StageRunner {
  /// Writes the model folder that `predict` reads.
  func exportModel(_ folder: URL) throws {
    let network = try segmenter(from: lastSegmenter)
    let plan = ModelPlan(
      recipe: recipe.name, edition: roles.edition, classes: roles.classes,
      region: recipe.region, localiser: recipe.localiser, network: recipe.network,
      tile: recipe.segmentation.patch,
      cleanup: AnatomicalCleanup(tumour: roles.tumour, cochlea: roles.cochlea), seed: recipe.seed,
      trainedBy: version, torchVersion: TorchRuntime.version)
    try ModelBundle(plan: plan, localiser: try localiser(), segmenter: network).save(to: folder)
  }
}
