import Foundation
import Imaging
import Learning
import Networks
import Torch

extension StageRunner {
  /// Trains the recipe's translator between the labelled ceT1 and the unlabelled T2 regions.
  func trainTranslator(_ folder: URL) throws {
    let store = RegionStore(folder: url(.regions))
    let (sites, styles) = (targetSites, styles)
    guard !sites.isEmpty else { throw NoTargetImages() }
    let isPooled = recipe.translation.styles == .pooled
    var source: [SliceCase] = []
    var target: [SliceCase] = []
    for item in cases {
      let region = try store.read(item.id)
      if let labels = region.labels {
        source.append(
          SliceCase(
            image: try edited(region.image, labels), site: nil,
            edgeWeights: edgeWeights(labels), foregroundSlices: foregroundSlices(labels),
            labels: labels))
      } else {
        target.append(
          SliceCase(
            image: region.image, site: isPooled ? 0 : sites.firstIndex(of: item.site),
            edgeWeights: nil, foregroundSlices: []))
      }
    }
    let settings = recipe.translation
    let sampler = SliceSampler(
      source: source, target: target, sites: styles.count, window: settings.window)
    let classes = roles.classes.count
    let learner: any TranslatorLearner =
      settings.method == .oneWay
      ? try TranslationLearner(
        settings, sampler: sampler, classes: classes, seed: recipe.seed, device: device,
        group: group)
      : try CycleTranslationLearner(
        settings, sampler: sampler, classes: classes, seed: recipe.seed, device: device,
        group: group)
    try TrainingLoop(
      stage: Stage.translate.rawValue, folder: folder, steps: settings.steps,
      checkpointEvery: settings.checkpointEvery, fingerprint: fingerprint(.translate),
      group: group
    ).run(learner, observer: observer)
    guard isFirst else { return }
    try SafeTensors.write(
      learner.generator.parameters.state(), metadata: ["sites": styles.joined(separator: " ")],
      to: folder.appending(path: "generator.safetensors").path)
  }

  /// Renders every labelled region once in each style, and judges whether its structures are still there.
  func synthesise(_ folder: URL) throws {
    let regions = RegionStore(folder: url(.regions))
    let store = RegionStore(folder: folder)
    let styles = styles
    let generator = try recipe.translation.makeGenerator(
      styles: styles.count, seed: 0, device: device)
    let weights = try SafeTensors.read(
      url(.translate).appending(path: "generator.safetensors").path)
    try generator.parameters.load(weights.tensors)
    let translation = RegionTranslation(
      generator: generator, window: recipe.translation.window, device: device)
    let gate = RenderingGate(
      minimum: recipe.translation.gate, tumour: Set(roles.tumour), cochlea: roles.cochlea)
    let judgements = try shared(cases.filter(\.isLabelled), .synthesise) { item in
      let region = try regions.read(item.id)
      guard let labels = region.labels else { throw MissingLabels(id: item.id) }
      let input = try edited(region.image, labels)
      var judgements: [RenderingJudgement] = []
      for (index, style) in styles.enumerated() {
        let id = syntheticID(item.id, style: style)
        if !store.contains(id) {
          let image = try translation(input, style: index, of: styles.count)
          try store.write(RegionStore.Region(image: image, labels: labels), id: id)
        }
        judgements.append(
          try gate.judge(
            id: item.id, style: style, source: input, rendering: store.read(id).image,
            labels: labels))
      }
      return (judgements, item.id)
    }
    guard isFirst else { return }
    try RenderingJudgement.write(judgements.flatMap { $0 }, in: folder)
  }

  /// The name of a rendered region.
  func syntheticID(_ id: String, style: String) -> String { "\(id)_as_\(style)" }

  private func edited(_ image: Volume, _ labels: LabelMap) throws -> Volume {
    try recipe.translation.edit(
      image, labels: labels, tumour: Set(roles.tumour), cochlea: roles.cochlea)
  }

  private func foregroundSlices(_ labels: LabelMap) -> [Int] {
    let area = labels.grid.size.x * labels.grid.size.y
    return (0..<labels.grid.size.z).filter { k in
      labels.voxels[(k * area)..<((k + 1) * area)].contains { $0 != 0 }
    }
  }

  /// 10 on and around the cochleas, 2 on and around the tumour, 0 elsewhere.
  ///
  /// - Source: the structure weights of the crossMoDA 2023 winner's edge loss.
  private func edgeWeights(_ labels: LabelMap) -> Volume {
    let cochlea = labels.mask(of: [roles.cochlea]).dilated(.edges)
    let tumour = labels.mask(of: Set(roles.tumour)).dilated(.edges)
    return Volume(
      grid: labels.grid,
      voxels: zip(cochlea.voxels, tumour.voxels).map { $0 ? 10 : ($1 ? 2 : 0) })
  }
}

/// A recipe that translates found no unlabelled image.
struct NoTargetImages: Error, CustomStringConvertible {
  var description: String {
    "expected unlabelled T2 images to translate to, found none in the data set"
  }
}
