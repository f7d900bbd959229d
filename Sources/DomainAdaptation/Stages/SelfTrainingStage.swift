import Foundation
import Imaging
import Learning
import Preprocessing
import Networks
import Torch

extension StageRunner {
  /// Predicts the unlabelled regions and writes the believed ones, and a ledger of all.
  func pseudoLabel(round: Int, _ folder: URL) throws {
    let regions = RegionStore(folder: url(.regions))
    let store = RegionStore(folder: folder)
    let before = stageBefore(round: round)
    let network = try segmenter(from: before)
    let filter = pseudoLabelFilter
    let shift = try cochleaShift(network, .pseudoLabel(round: round))
    let entries = try judgeAll(network, .pseudoLabel(round: round), shift: shift) {
      id, labels, probabilities in
      let target = filter.target(labels: labels, probabilities: probabilities)
      try store.write(
        RegionStore.Region(image: regions.read(id).image, labels: target), id: id)
    }
    guard isFirst else { return }
    let weights = try Data(contentsOf: weightsFile(url(before)))
    try PseudoLabelLedger(
      round: round, model: stableHash(bytes: weights), filter: .init(recipe.selfTraining),
      cochleaShift: shift, entries: entries
    ).write(in: folder)
  }

  /// Trains on from the last segmenter's weights with pseudo-labelled real T2 beside labelled images.
  ///
  /// When no pseudo-label was believed the segmenter stays as it is; so it does, where the recipe rolls
  /// back, when fewer predictions are believed afterwards.
  func selfTrain(round: Int, _ folder: URL) throws {
    let stage = Stage.selfTrain(round: round)
    let ledger = try PseudoLabelLedger.read(in: url(.pseudoLabel(round: round)))
    let before = stageBefore(round: round)
    let network = try segmenter(from: before)
    guard !ledger.kept.isEmpty else {
      try write(
        outcome(round, ledger, after: nil, "no pseudo-label was believed"), in: folder)
      return try writeWeights(network, in: folder)
    }
    let settings = recipe.selfTraining
    let real = try pseudoLabelledSamples(round: round, weight: settings.realFraction)
    let labelled = try labelledSamples(weight: 1 - settings.realFraction)
    let learner = try SegmentationLearner(
      network, settings: settings.training, samples: labelled + real,
      unlabelled: unlabelledSamples(settings.training), classNames: roles.classes,
      seed: recipe.seed &+ 20 &+ 100 &* UInt64(round - 1), compute: compute, group: group)
    try trainingLoop(stage, folder, settings.training).run(learner, observer: observer)
    try writeWeights(learner.learned, in: folder)
    guard settings.rollsBack else {
      return try write(outcome(round, ledger, after: nil, "not asked"), in: folder)
    }
    let after = try judgeAll(learner.learned, stage)
    let isWorse = after.filter(\.isKept).count < ledger.kept.count
    if isWorse { try writeWeights(segmenter(from: before), in: folder) }
    try write(
      outcome(
        round, ledger, after: after,
        isWorse ? "fewer predictions were believed after it" : "no fewer predictions are believed"),
      in: folder)
  }

  /// The images whose pseudo-labels a round believed.
  ///
  /// - Parameters:
  ///   - excluded: images that are left out.
  ///   - weight: how often all of them together are drawn, relative to other samples.
  func pseudoLabelledSamples(
    round: Int, but excluded: [String] = [], weight: Double
  ) throws -> [TrainingSample] {
    let labelling = url(.pseudoLabel(round: round))
    let kept = try PseudoLabelLedger.read(in: labelling).kept.filter { !excluded.contains($0.id) }
    let store = RegionStore(folder: labelling)
    return try kept.flatMap { entry in
      try store.sample(
        entry.id, weight: weight / Double(kept.count), variesStructures: false
      ).paired(recipe.earPairing)
    }
  }

  /// The stage whose segmenter a round starts from.
  func stageBefore(round: Int) -> Stage {
    round == 1 ? .segment : .selfTrain(round: round - 1)
  }

  var pseudoLabelFilter: PseudoLabelFilter {
    PseudoLabelFilter(
      settings: recipe.selfTraining, tumour: Set(roles.tumour), cochlea: roles.cochlea)
  }

  /// One ledger line per unlabelled case; `keep` gets what is believed.
  private func judgeAll(
    _ network: UNet, _ stage: Stage, shift: Float = 0,
    keep: (_ id: String, LabelMap, ProbabilityMap) throws -> Void = { _, _, _ in }
  ) throws -> [PseudoLabelEntry] {
    let filter = pseudoLabelFilter
    var (judged, kept) = (0, 0)
    return try predictUnlabelled(network, stage) { id, predicted in
      let probabilities = predicted.shifted(Int(roles.cochlea), by: shift)
      let labels = cleanup(probabilities.argmax())
      let entry = filter.judge(id: id, labels: labels, probabilities: probabilities)
      if entry.isKept { try keep(id, labels, probabilities) }
      judged += 1
      kept += entry.isKept ? 1 : 0
      return (entry, "\(kept) of \(judged) kept")
    }
  }

  /// What the log-odds of cochlea are shifted by before predictions are judged; see ``CochleaSizes``.
  private func cochleaShift(_ network: UNet, _ stage: Stage) throws -> Float {
    guard recipe.selfTraining.matchesCochleaSize else { return 0 }
    let regions = RegionStore(folder: url(.regions))
    let labels = try cases.filter(\.isLabelled).compactMap { try regions.read($0.id).labels }
    guard let sizes = CochleaSizes(cochlea: roles.cochlea, labels: labels) else { return 0 }
    let shifts = try predictUnlabelled(network, stage) { _, probabilities in
      let labels = cleanup(probabilities.argmax())
      return (sizes.shift(labels: labels, probabilities: probabilities), "sizes of cochleas")
    }
    return CochleaSizes.shift(shifts.compactMap { $0 })
  }

  /// What `body` makes of the probabilities of each unlabelled region.
  private func predictUnlabelled<Result: Codable>(
    _ network: UNet, _ stage: Stage,
    _ body: (_ id: String, ProbabilityMap) throws -> (result: Result, detail: String)
  ) throws -> [Result] {
    let regions = RegionStore(folder: url(.regions))
    let window = SlidingWindow(tile: recipe.segmentation.patch, usesBFloat16: compute.usesBFloat16)
    return try shared(cases.filter { !$0.isLabelled }, stage) { item in
      let image = try regions.read(item.id).image
      return try body(
        item.id,
        window(network, image.normalizedZScore(), pairing: recipe.earPairing, device: device))
    }
  }

  private func outcome(
    _ round: Int, _ ledger: PseudoLabelLedger, after: [PseudoLabelEntry]?, _ reason: String
  ) -> SelfTrainingRound {
    func confidence(_ entries: [PseudoLabelEntry]) -> Double? {
      let values = entries.compactMap(\.confidence)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    let kept = ledger.kept.count
    let believedAfter = after.map { $0.filter(\.isKept).count }
    return SelfTrainingRound(
      round: round, learnedFrom: kept, believedBefore: kept, believedAfter: believedAfter,
      confidenceBefore: confidence(ledger.entries), confidenceAfter: after.flatMap(confidence),
      isRolledBack: believedAfter.map { $0 < kept } ?? false, reason: reason)
  }

  private func write(_ round: SelfTrainingRound, in folder: URL) throws {
    guard isFirst else { return }
    try readableJSON(round).write(to: folder.appending(path: "round.json"), options: .atomic)
  }

  func cleanup(_ labels: LabelMap) -> LabelMap {
    AnatomicalCleanup(tumour: roles.tumour, cochlea: roles.cochlea)(labels)
  }
}
