import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Predicts the unlabelled regions and writes the believed ones, and a ledger of all.
  func pseudoLabel(_ folder: URL) throws {
    let regions = RegionStore(folder: url(.regions))
    let store = RegionStore(folder: folder)
    let network = try segmenter(from: .segment)
    let window = SlidingWindow(tile: recipe.segmentation.patch, usesBFloat16: usesBFloat16)
    let filter = PseudoLabelFilter(
      settings: recipe.selfTraining, tumour: Set(roles.tumour), cochlea: roles.cochlea)
    let unlabelled = cases.filter { !$0.isLabelled }
    var ledger: [PseudoLabelEntry] = []
    for (done, item) in unlabelled.enumerated() {
      let image = try regions.read(item.id).image
      let probabilities = try window(network, image.normalizedZScore(), device: device)
      let labels = cleanup(probabilities.argmax())
      let entry = filter.judge(id: item.id, labels: labels, probabilities: probabilities)
      if entry.isKept {
        let target = filter.target(labels: labels, probabilities: probabilities)
        try store.write(RegionStore.Region(image: image, labels: target), id: item.id)
      }
      ledger.append(entry)
      let kept = ledger.filter(\.isKept).count
      try report(.pseudoLabel, done + 1, unlabelled.count, "\(kept) of \(ledger.count) kept")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(ledger).write(to: ledgerFile(folder), options: .atomic)
  }

  /// Trains on from the segmenter's weights with pseudo-labelled real T2 beside synthetic T2.
  ///
  /// When no pseudo-label was believed the segmenter stays as it is.
  func selfTrain(_ folder: URL) throws {
    let data = try Data(contentsOf: ledgerFile(url(.pseudoLabel)))
    let kept = try JSONDecoder().decode([PseudoLabelEntry].self, from: data).filter(\.isKept)
    let network = try segmenter(from: .segment)
    guard !kept.isEmpty else { return try writeWeights(network, in: folder) }
    let settings = recipe.selfTraining
    let store = RegionStore(folder: url(.pseudoLabel))
    let real = try kept.map { entry in
      let region = try store.read(entry.id)
      guard let labels = region.labels else { throw MissingLabels(id: entry.id) }
      return TrainingSample(
        id: entry.id, image: region.image.normalizedZScore(), labels: labels,
        weight: settings.realFraction / Double(kept.count), hasTrueLabels: false)
    }
    let synthetic = try labelledSamples(weight: 1 - settings.realFraction)
    let learner = try SegmentationLearner(
      network, settings: settings.training, samples: synthetic + real, seed: recipe.seed &+ 20,
      device: device, usesBFloat16: usesBFloat16)
    try trainingLoop(.selfTrain, folder, settings.training).run(learner, observer: observer)
    try writeWeights(network, in: folder)
  }

  func cleanup(_ labels: LabelMap) -> LabelMap {
    AnatomicalCleanup(tumour: roles.tumour, cochlea: roles.cochlea)(labels)
  }

  private func ledgerFile(_ folder: URL) -> URL { folder.appending(path: "ledger.json") }
}
