import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Trains on from the adapted segmenter with a few target images and their true labels.
  ///
  /// Labels are read of the chosen images alone.
  func fineTune(_ folder: URL) throws {
    let settings = recipe.fewAnnotations
    let candidates = cases.filter { !$0.isLabelled && $0.hasAnnotation }
    guard candidates.count >= settings.cases else {
      throw TooFewAnnotations(wanted: settings.cases, found: candidates.count)
    }
    let choice = AnnotationChoice.choosing(
      settings.cases, of: candidates.map { ($0.id, $0.site) }, seed: recipe.seed)
    if isFirst { try choice.write(in: folder) }
    let regions = RegionStore(folder: url(.regions))
    let chosen = choice.ids.compactMap { id in candidates.first { $0.id == id } }
    let annotated = try chosen.flatMap { item in
      let region = try regions.read(item.id)
      let labels = try item.labels().croppedToForeground().resampled(to: region.image.grid)
      return TrainingSample(
        id: item.id, image: region.image.normalizedZScore(), labels: labels,
        weight: settings.annotatedFraction / Double(choice.ids.count), variesStructures: false
      ).paired(recipe.earPairing)
    }
    let network = try segmenter(from: adaptedStage)
    let learner = try SegmentationLearner(
      network, settings: settings.training, samples: annotated + earlierSamples(but: choice.ids),
      unlabelled: unlabelledSamples(settings.training), classNames: roles.classes,
      seed: recipe.seed &+ 40, compute: compute, group: group)
    try trainingLoop(.fineTune, folder, settings.training).run(learner, observer: observer)
    try writeWeights(learner.learned, in: folder)
  }

  /// The last stage that made a segmenter without true target labels.
  var adaptedStage: Stage { stageBefore(round: recipe.selfTraining.rounds + 1) }

  /// The last stage that made a segmenter.
  var lastSegmenter: Stage { recipe.fewAnnotations.cases > 0 ? .fineTune : adaptedStage }

  /// What the segmenter learned from before, without pseudo-labels of images that now have true ones.
  private func earlierSamples(but annotated: [String]) throws -> [TrainingSample] {
    let weight = 1 - recipe.fewAnnotations.annotatedFraction
    guard weight > 0 else { return [] }
    let rounds = recipe.selfTraining.rounds
    guard rounds > 0 else { return try labelledSamples(weight: weight) }
    let real = recipe.selfTraining.realFraction
    let believed = try pseudoLabelledSamples(round: rounds, but: annotated, weight: weight * real)
    return try labelledSamples(weight: weight * (believed.isEmpty ? 1 : 1 - real)) + believed
  }
}
