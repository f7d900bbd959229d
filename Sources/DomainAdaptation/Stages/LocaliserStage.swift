import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Trains the ear localiser on every labelled case.
  func trainLocaliser(_ folder: URL) throws {
    if let shared = sharedLocaliser {
      let source = shared.appending(path: "localiser.safetensors")
      let target = folder.appending(path: "localiser.safetensors")
      try Data(contentsOf: source).write(to: target, options: .atomic)
      return
    }
    let labelled = cases.filter(\.isLabelled)
    var samples: [TrainingSample] = []
    for (done, item) in labelled.enumerated() {
      let image = try item.image().withoutNonFinite()
      let cochlea = try item.labels().croppedToForeground().mask(of: [roles.cochlea])
      let coarse = EarLocaliser.coarse(image, spacing: recipe.localiser.spacing)
      let target = EarLocaliser.target(
        cochlea: cochlea, on: coarse.grid, radius: recipe.localiser.radius)
      samples.append(TrainingSample(id: item.id, image: coarse, labels: target))
      try report(.localise, done + 1, labelled.count, "reading")
    }
    let network = try UNet(recipe.localiser.network, seed: recipe.seed, device: device)
    let learner = try SegmentationLearner(
      network, settings: recipe.localiserTraining, samples: samples, seed: recipe.seed,
      device: device, usesBFloat16: usesBFloat16)
    try trainingLoop(.localise, folder, recipe.localiserTraining).run(learner, observer: observer)
    try SafeTensors.write(
      network.parameters.state(), metadata: [:],
      to: folder.appending(path: "localiser.safetensors").path)
  }

  /// The trained localiser.
  func localiser() throws -> EarLocaliser {
    let network = try UNet(recipe.localiser.network, seed: 0, device: device)
    let weights = try SafeTensors.read(
      url(.localise).appending(path: "localiser.safetensors").path)
    try network.parameters.load(weights.tensors)
    return EarLocaliser(plan: recipe.localiser, network: network)
  }

  func trainingLoop(
    _ stage: Stage, _ folder: URL, _ settings: SegmentationSettings
  ) -> TrainingLoop {
    TrainingLoop(
      stage: stage.rawValue, folder: folder, steps: settings.steps,
      checkpointEvery: settings.checkpointEvery, fingerprint: fingerprint(stage))
  }
}
