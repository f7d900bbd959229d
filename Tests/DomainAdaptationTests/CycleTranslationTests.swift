@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

@Suite("Translators with a way back", .serialized, .torchTurn)
struct CycleTranslationTests {
  init() { TorchRuntime.setThreads(1) }

  private func learner(
    _ method: TranslationMethod, seed: UInt64 = 1,
    change: (inout TranslationSettings) -> Void = { _ in }
  ) throws -> CycleTranslationLearner {
    var settings = ToySlices.settings(steps: 20)
    settings.method = method
    (settings.structureWeight, settings.edgeWeight, settings.identityWeight) = (0, 0, 1)
    change(&settings)
    return try CycleTranslationLearner(
      settings, sampler: ToySlices.sampler(), seed: seed, device: .cpu)
  }

  private func bits(_ learner: CycleTranslationLearner) throws -> [String: [UInt32]] {
    try learner.state().mapValues { try $0.scalars().map(\.bitPattern) }
  }

  @Test(
    "have the terms of their weights, each finite",
    arguments: [TranslationMethod.cycle, .sharedEncoder])
  func terms(method: TranslationMethod) throws {
    let plain = try learner(method)
    for step in 0..<3 {
      let figures = try plain.step(step)
      #expect(figures.map(\.name) == ["adversarial", "cycle", "identity", "discriminator"])
      #expect(figures.allSatisfy { $0.value.isFinite && $0.value >= 0 })
    }
    let all = try learner(method) {
      ($0.structureWeight, $0.edgeWeight, $0.fakeSegmentationStart) = (1, 1, 0)
      ($0.sourceSegmentationWeight, $0.fakeSegmentationWeight) = (1, 1)
    }
    #expect(
      try all.step(0).map(\.name) == [
        "adversarial", "cycle", "identity", "structure", "edge", "sourceSegmentation",
        "fakeSegmentation", "discriminator",
      ])
  }

  @Test(
    "saved and taken back give the same next step bit for bit",
    arguments: [TranslationMethod.cycle, .sharedEncoder])
  func restores(method: TranslationMethod) throws {
    let (first, second) = (try learner(method), try learner(method))
    for step in 0..<2 { _ = try first.step(step) }
    _ = try second.step(7)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state.safetensors").path
      try SafeTensors.write(first.state(), metadata: [:], to: path)
      try second.restore(SafeTensors.read(path).tensors)
    }
    _ = try (first.step(2), second.step(2))
    #expect(try bits(first) == bits(second))
  }

  @Test("with shared encoders leave those to the critics and the decoders to the translation")
  func decoupled() throws {
    let learner = try learner(.sharedEncoder)
    let state = try learner.state()
    let names = state.keys.filter { $0.hasPrefix("generator.") }
    #expect(names.contains("generator.stem.weight") && names.contains("generator.head.weight"))
    // Each optimiser keeps two means and a count for every tensor it changes.
    let generator = try StyleGenerator(.init(width: 6, blocks: 1, sites: 2), seed: 1)
    let backward = try StyleGenerator(.init(width: 6, blocks: 1, sites: 1), seed: 1)
    let decoders = generator.decoderTensors.count + backward.decoderTensors.count
    let encoders = generator.encoderTensors.count + backward.encoderTensors.count
    #expect(encoders + decoders == 2 * generator.parameters.tensors.count)
    func kept(_ name: String) -> Int { state.keys.filter { $0.hasPrefix(name) }.count }
    let critics = kept("targetCritic.") + kept("sourceCritic.")
    #expect(kept("generatorOptimizer.") == 3 * decoders)
    #expect(kept("criticOptimizer.") == 3 * (encoders + critics))
  }

  @Test("go there and back better the longer they learn")
  func cycleFalls() throws {
    let learner = try learner(.cycle) { $0.steps = 120 }
    var values: [Double] = []
    for step in 0..<120 {
      values += try learner.step(step).filter { $0.name == "cycle" }.map(\.value)
    }
    let (early, late) = (values.prefix(10).reduce(0, +), values.suffix(10).reduce(0, +))
    #expect(late < 0.6 * early, "\(early / 10) to \(late / 10)")
  }
}

@Suite("One-way translators of the challenge", .serialized, .torchTurn)
struct OneWayMethodTests {
  init() { TorchRuntime.setThreads(1) }

  private static let grid = VoxelGrid(32, 32, 12)

  /// Regions deep enough for blocks, made of the toy slices over and over.
  private static func sampler(_ window: SliceWindow) -> SliceSampler {
    func deep(_ volume: Volume) -> Volume {
      Volume(grid: grid, voxels: volume.voxels + volume.voxels + volume.voxels)
    }
    let labels = LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { offset in
        let index = grid.index(at: offset)
        return ToySlices.isFluid(index.x, index.y, shift: 0) ? 1 : 0
      })
    return SliceSampler(
      source: (1...2).map {
        SliceCase(
          image: deep(ToySlices.source($0)), site: nil,
          edgeWeights: Volume(grid: grid, filledWith: 1), foregroundSlices: [1, 2], labels: labels)
      },
      target: (4...5).map {
        SliceCase(
          image: deep(ToySlices.target($0)), site: $0 % 2, edgeWeights: nil, foregroundSlices: [])
      }, sites: 2, window: window)
  }

  private static func settings(
    _ view: TranslationView, _ selection: ContrastSelection
  ) -> TranslationSettings {
    var settings = ToySlices.settings(steps: 10)
    settings.view = view
    settings.depth = view == .block ? 8 : 3
    settings.generator = .antiAliased
    settings.contrastSelection = selection
    (settings.contrastiveWeight, settings.identityContrastWeight) = (0.5, 0.5)
    (settings.sourceSegmentationWeight, settings.fakeSegmentationWeight) = (0.5, 0.5)
    settings.fakeSegmentationStart = 0.2
    return settings
  }

  @Test(
    "see slices, slabs and blocks, and give finite figures; the second segmentation begins later",
    arguments: [
      (.slice, .random), (.slice, .attention), (.slab, .attention), (.block, .attention),
    ] as [(TranslationView, ContrastSelection)])
  func views(view: TranslationView, selection: ContrastSelection) throws {
    let settings = Self.settings(view, selection)
    let learner = try TranslationLearner(
      settings, sampler: Self.sampler(settings.window), seed: 1, device: .cpu)
    for step in 0..<3 {
      let figures = try learner.step(step)
      #expect(figures.allSatisfy { $0.value.isFinite })
      let names = figures.map(\.name)
      for name in ["contrast", "identityContrast", "sourceSegmentation"] {
        #expect(names.contains(name), "\(name) at step \(step)")
      }
      #expect(names.contains("fakeSegmentation") == (step >= 2))
    }
  }
}

@Suite("Hard cases")
struct HardCaseTests {
  private static let grid = VoxelGrid(10, 10, 10)
  private static let image = Volume(
    grid: grid, voxels: (0..<grid.count).map { $0 % 2 == 0 ? -0.4 : 0.4 })

  private static func labels(_ count: Int) -> LabelMap {
    LabelMap(grid: grid, voxels: (0..<grid.count).map { $0 < count ? 1 : 0 })
  }

  // Worked by hand: voxels of 1 mm3; half of them -0.4, half 0.4, a deviation of 0.4.
  @Test(
    "are small tumours and heterogeneous ones",
    arguments: [
      (0, 0.5, 1), (100, 0.5, 4), (300, 0.5, 1), (300, 0.3, 4),
    ] as [(Int, Double, Double)])
  func weights(count: Int, heterogeneity: Double, expected: Double) {
    let sampling = HardCaseSampling(smallTumour: 288, heterogeneity: heterogeneity, factor: 4)
    #expect(
      sampling.weight(image: Self.image, labels: Self.labels(count), tumour: [1]) == expected)
  }

  @Test("are drawn more often, all samples together as often as asked", .torchTurn)
  func share() throws {
    TorchRuntime.setThreads(1)
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("source-only", folder) {
        $0.hardCases = HardCaseSampling(smallTumour: 1e9, factor: 4)
      }
      try runner.run(through: .regions)
      let samples = try runner.labelledSamples(weight: 0.5)
      #expect(abs(samples.reduce(0) { $0 + $1.weight } - 0.5) < 1e-12)
    }
  }
}
