import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Trains the segmenter on translated T2, or on the labelled images as they are, and on unlabelled T2
  /// where the recipe has terms for them.
  func trainSegmenter(_ folder: URL) throws {
    let network = try UNet(recipe.network, seed: recipe.seed &+ 10, device: device)
    if recipe.pretraining != nil { try loadPretrained(into: network) }
    let learner = try SegmentationLearner(
      network, settings: recipe.segmentation, samples: try labelledSamples(weight: 1),
      unlabelled: unlabelledSamples(recipe.segmentation), classNames: roles.classes,
      seed: recipe.seed &+ 11, device: device, usesBFloat16: usesBFloat16)
    try trainingLoop(.segment, folder, recipe.segmentation).run(learner, observer: observer)
    try writeWeights(learner.learned, in: folder)
  }

  /// The regions of unlabelled images; none where the settings have no term for them.
  func unlabelledSamples(_ settings: SegmentationSettings) throws -> [TrainingSample] {
    guard settings.unlabelled != nil else { return [] }
    let store = RegionStore(folder: url(.regions))
    return try cases.filter { !$0.isLabelled }.map { item in
      let image = try store.read(item.id).image.normalizedZScore()
      return TrainingSample(
        id: item.id, image: image, labels: LabelMap(grid: image.grid, filledWith: 0),
        variesStructures: false)
    }
  }

  /// The regions with true labels that this recipe's segmenter learns from.
  ///
  /// - Parameter weight: how often all of them together are drawn, relative to other samples.
  func labelledSamples(weight: Double) throws -> [TrainingSample] {
    let labelled = cases.filter(\.isLabelled)
    let regions = RegionStore(folder: url(.regions))
    let store = recipe.translates ? RegionStore(folder: url(.synthesise)) : regions
    let rejected = Set(
      try RenderingJudgement.read(in: store.folder).filter { !$0.isKept }
        .map { syntheticID($0.id, style: $0.style) })
    let ids = try labelled.flatMap { (item) -> [(id: String, weight: Double)] in
      var weight = 1.0
      if let hardCases = recipe.hardCases {
        let region = try regions.read(item.id)
        guard let labels = region.labels else { throw MissingLabels(id: item.id) }
        weight = hardCases.weight(
          image: region.image, labels: labels, tumour: Set(roles.tumour))
      }
      let names =
        recipe.translates ? styles.map { syntheticID(item.id, style: $0) } : [item.id]
      return names.filter { !rejected.contains($0) }.map { ($0, weight) }
    }
    guard !ids.isEmpty || rejected.isEmpty else {
      throw NoRenderingKept(minimum: recipe.translation.gate)
    }
    let sum = ids.reduce(0) { $0 + $1.weight }
    return try ids.map { id, share in
      let region = try store.read(id)
      guard let labels = region.labels else { throw MissingLabels(id: id) }
      return TrainingSample(
        id: id, image: region.image.normalizedZScore(), labels: labels,
        weight: weight * share / sum)
    }
  }

  func writeWeights(_ network: UNet, in folder: URL) throws {
    try SafeTensors.write(
      network.parameters.state(), metadata: [:],
      to: weightsFile(folder).path)
  }

  func weightsFile(_ folder: URL) -> URL { folder.appending(path: "segmenter.safetensors") }

  /// The network with the weights that a stage wrote.
  func segmenter(from stage: Stage) throws -> UNet {
    let network = try UNet(recipe.network, seed: 0, device: device)
    let weights = try SafeTensors.read(weightsFile(url(stage)).path)
    try network.parameters.load(weights.tensors)
    return network
  }
}
