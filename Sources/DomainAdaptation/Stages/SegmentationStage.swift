import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Trains the segmenter on synthetic T2, or on the labelled images as they are.
  func trainSegmenter(_ folder: URL) throws {
    let network = try UNet(recipe.network, seed: recipe.seed &+ 10, device: device)
    let learner = try SegmentationLearner(
      network, settings: recipe.segmentation, samples: try labelledSamples(weight: 1),
      seed: recipe.seed &+ 11, device: device, usesBFloat16: usesBFloat16)
    try trainingLoop(.segment, folder, recipe.segmentation).run(learner, observer: observer)
    try writeWeights(network, in: folder)
  }

  /// The regions with true labels that this recipe's segmenter learns from.
  ///
  /// - Parameter weight: how often all of them together are drawn, relative to other samples.
  func labelledSamples(weight: Double) throws -> [TrainingSample] {
    let labelled = cases.filter(\.isLabelled)
    let isTranslated = recipe.kind == .adapt
    let store = RegionStore(folder: url(isTranslated ? .synthesise : .regions))
    let ids = labelled.flatMap { item in
      isTranslated ? targetSites.map { syntheticID(item.id, site: $0) } : [item.id]
    }
    return try ids.map { id in
      let region = try store.read(id)
      guard let labels = region.labels else { throw MissingLabels(id: id) }
      return TrainingSample(
        id: id, image: region.image.normalizedZScore(), labels: labels,
        weight: weight / Double(ids.count))
    }
  }

  func writeWeights(_ network: UNet, in folder: URL) throws {
    try SafeTensors.write(
      network.parameters.state(), metadata: [:],
      to: folder.appending(path: "segmenter.safetensors").path)
  }

  /// The network with the weights that a stage wrote.
  func segmenter(from stage: Stage) throws -> UNet {
    let network = try UNet(recipe.network, seed: 0, device: device)
    let weights = try SafeTensors.read(
      url(stage).appending(path: "segmenter.safetensors").path)
    try network.parameters.load(weights.tensors)
    return network
  }
}
