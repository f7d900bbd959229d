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
      guard isFirst else { return }
      let source = shared.appending(path: "localiser.safetensors")
      let target = folder.appending(path: "localiser.safetensors")
      try Data(contentsOf: source).write(to: target, options: .atomic)
      return
    }
    let labelled = cases.filter(\.isLabelled)
    // Under the stage's fingerprint: what a run with other settings left is not taken.
    let store = RegionStore(folder: folder.appending(path: "samples-\(fingerprint(.localise))"))
    try store.create()
    _ = try shared(labelled, .localise) { item in
      guard !store.contains(item.id) else { return (item.id, "reading") }
      let image = try item.image().withoutNonFinite()
      let cochlea = try item.labels().croppedToForeground().mask(of: [roles.cochlea])
      let coarse = EarLocaliser.coarse(image, spacing: recipe.localiser.spacing)
      let target = EarLocaliser.target(
        cochlea: cochlea, on: coarse.grid, radius: recipe.localiser.radius)
      try store.write(RegionStore.Region(image: coarse, labels: target), id: item.id)
      return (item.id, "reading")
    }
    let samples = try labelled.map { try store.sample($0.id, normalising: false) }
    let network = try UNet(recipe.localiser.network, seed: recipe.seed, device: device)
    let learner = try SegmentationLearner(
      network, settings: recipe.localiserTraining, samples: samples, seed: recipe.seed,
      compute: compute, group: group)
    try trainingLoop(.localise, folder, recipe.localiserTraining).run(learner, observer: observer)
    guard isFirst else { return }
    try SafeTensors.write(
      network.parameters.state(), metadata: [:],
      to: folder.appending(path: "localiser.safetensors").path)
    try FileManager.default.removeItem(at: store.folder)
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
      checkpointEvery: settings.checkpointEvery, fingerprint: fingerprint(stage), group: group)
  }
}
