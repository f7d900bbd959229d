import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import Torch

extension StageRunner {
  /// Trains the segmenter's network to fill in hidden parts of all regions, of both domains, without labels.
  func pretrain(_ folder: URL) throws {
    guard let settings = recipe.pretraining else { return }
    let store = RegionStore(folder: url(.regions))
    let (source, target) = (cases.filter(\.isLabelled), cases.filter { !$0.isLabelled })
    // Each domain is drawn as often as the other, however many scans it has.
    let samples = try [source, target].flatMap { domain in
      try domain.map { item in
        let image = try store.read(item.id).image.normalizedZScore()
        return TrainingSample(
          id: item.id, image: image, labels: LabelMap(grid: image.grid, filledWith: 0),
          weight: 1 / Double(domain.count), variesStructures: false)
      }
    }
    let network = try UNet(
      reconstruction, seed: recipe.seed &+ 30, device: device)
    let learner = try MaskedReconstructionLearner(
      network, settings: settings, patch: recipe.segmentation.patch, samples: samples,
      seed: recipe.seed &+ 31, device: device, usesBFloat16: usesBFloat16)
    try TrainingLoop(
      stage: Stage.pretrain.rawValue, folder: folder, steps: settings.steps,
      checkpointEvery: settings.checkpointEvery, fingerprint: fingerprint(.pretrain)
    ).run(learner, observer: observer)
    try SafeTensors.write(
      network.parameters.state(), metadata: [:], to: pretrainedFile(folder).path)
  }

  /// The segmenter's network with one output, the image, and one decoder.
  var reconstruction: UNet.Configuration {
    var configuration = recipe.network
    configuration.classes = 1
    configuration.heads = nil
    return configuration
  }

  /// Copies what pre-training learned into a segmenter: all but the heads, and into each of its decoders
  /// where it has several.
  func loadPretrained(into network: UNet) throws {
    let learned = try SafeTensors.read(pretrainedFile(url(.pretrain)).path).tensors
    var state = network.parameters.state()
    for name in network.parameters.names {
      // "group.1.decoder.0.conv.0.weight" starts as "decoder.0.conv.0.weight" did.
      let parts = name.split(separator: ".")
      let path = parts.first == "group" ? parts.dropFirst(2) : parts[...]
      if path.first != "head" { state[name] = learned[path.joined(separator: ".")] }
    }
    try network.parameters.load(state)
  }

  private func pretrainedFile(_ folder: URL) -> URL {
    folder.appending(path: "pretrained.safetensors")
  }
}
