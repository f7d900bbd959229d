import Foundation
import Imaging
import Learning
import Networks
import Torch

extension StageRunner {
  /// Trains the translator between the labelled ceT1 and the unlabelled T2 regions.
  func trainTranslator(_ folder: URL) throws {
    let store = RegionStore(folder: url(.regions))
    let sites = targetSites
    guard !sites.isEmpty else { throw NoTargetImages() }
    var source: [SliceCase] = []
    var target: [SliceCase] = []
    for item in cases {
      let region = try store.read(item.id)
      if let labels = region.labels {
        source.append(
          SliceCase(
            image: try edited(region.image, labels), site: nil,
            edgeWeights: edgeWeights(labels), foregroundSlices: foregroundSlices(labels)))
      } else {
        target.append(
          SliceCase(
            image: region.image, site: sites.firstIndex(of: item.site), edgeWeights: nil,
            foregroundSlices: []))
      }
    }
    let learner = try TranslationLearner(
      recipe.translation,
      sampler: SliceSampler(source: source, target: target, sites: sites.count),
      seed: recipe.seed, device: device)
    try TrainingLoop(
      stage: Stage.translate.rawValue, folder: folder, steps: recipe.translation.steps,
      checkpointEvery: recipe.translation.checkpointEvery, fingerprint: fingerprint(.translate)
    ).run(learner, observer: observer)
    try SafeTensors.write(
      learner.generator.parameters.state(), metadata: ["sites": sites.joined(separator: " ")],
      to: folder.appending(path: "generator.safetensors").path)
  }

  /// Renders every labelled region once in each site's style.
  func synthesise(_ folder: URL) throws {
    let regions = RegionStore(folder: url(.regions))
    let store = RegionStore(folder: folder)
    let sites = targetSites
    let generator = try StyleGenerator(
      recipe.translation.generator(sites: sites.count), seed: 0, device: device)
    let weights = try SafeTensors.read(
      url(.translate).appending(path: "generator.safetensors").path)
    try generator.parameters.load(weights.tensors)
    let labelled = cases.filter(\.isLabelled)
    for (done, item) in labelled.enumerated() {
      let region = try regions.read(item.id)
      guard let labels = region.labels else { throw MissingLabels(id: item.id) }
      let input = try edited(region.image, labels)
      for (index, site) in sites.enumerated() {
        let id = syntheticID(item.id, site: site)
        guard !store.contains(id) else { continue }
        let image = try translate(input, with: generator, site: index, of: sites.count)
        try store.write(RegionStore.Region(image: image, labels: labels), id: id)
      }
      try report(.synthesise, done + 1, labelled.count, item.id)
    }
  }

  /// The name of a rendered region.
  func syntheticID(_ id: String, site: String) -> String { "\(id)_as_\(site)" }

  private func edited(_ image: Volume, _ labels: LabelMap) throws -> Volume {
    try recipe.translation.edit(
      image, labels: labels, tumour: Set(roles.tumour), cochlea: roles.cochlea)
  }

  /// All slices of a region in one style, a few at a time.
  private func translate(
    _ region: Volume, with generator: StyleGenerator, site: Int, of sites: Int
  ) throws -> Volume {
    let size = region.grid.size
    let slices = try Tensor(region.voxels, shape: [size.z, 1, size.y, size.x]).to(device)
    let parts = try withoutGradients {
      try stride(from: 0, to: size.z, by: 8).map { start in
        let count = min(8, size.z - start)
        var code = [Float](repeating: 0, count: count * sites)
        for n in 0..<count { code[n * sites + site] = 1 }
        return try generator(
          slices.narrow(dim: 0, start: start, length: count),
          code: Tensor(code, shape: [count, sites]).to(device))
      }
    }
    return Volume(grid: region.grid, voxels: try Tensor.concatenate(parts, dim: 0).scalars())
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
