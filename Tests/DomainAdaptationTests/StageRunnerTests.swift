@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

/// A recipe small enough to run whole in a second or two.
private func tinyRecipe(_ kind: Recipe.Kind) -> Recipe {
  let training = SegmentationSettings(
    steps: 4, patch: SIMD3(16, 8, 8), schedule: .cosine(warmup: 1),
    spatial: SpatialAugmentation(), intensity: IntensityAugmentation(), checkpointEvery: 2)
  var localising = training
  localising.patch = SIMD3(16, 16, 8)
  localising.intensity = nil
  localising.contrast = RandomContrast()
  let two = [[1, 1, 1], [2, 2, 2]]
  return Recipe(
    kind: kind, seed: 1,
    region: RegionPlan(spacing: SIMD3(3, 3, 3), size: SIMD3(32, 16, 8), offset: .zero),
    localiser: EarLocaliser.Plan(
      spacing: 6, radius: 12, tile: SIMD3(16, 16, 8),
      network: UNet.Configuration(classes: 2, channels: [4, 8], strides: two)),
    localiserTraining: localising,
    translation: TranslationSettings(
      steps: 4, generatorWidth: 4, generatorBlocks: 1, discriminatorWidth: 4, positions: 16,
      checkpointEvery: 2),
    network: UNet.Configuration(classes: 4, channels: [4, 8], strides: two),
    segmentation: training,
    // Everything is kept, so that self-training has something to learn from.
    selfTraining: SelfTrainingSettings(
      voxelConfidence: 0, caseConfidence: 0, cochleaVolume: 0...1e9, tumourVolume: 0...1e9,
      tumourDistance: 1e9, training: training))
}

private func toyCases() -> [AdaptationCase] {
  let grid = VoxelGrid(48, 24, 16, spacing: SIMD3(2, 2, 2), origin: SIMD3(-47, -23, -15))
  let labelled = (1...2).map { n in
    AdaptationCase(
      id: "source_\(n)", site: "a", image: { toyHead(on: grid, seed: UInt64(n)).image },
      labels: { toyHead(on: grid, seed: UInt64(n)).labels })
  }
  let unlabelled = (1...2).map { n in
    AdaptationCase(id: "target_\(n)", site: n == 1 ? "a" : "b") {
      toyHead(on: grid, isDark: true, seed: UInt64(10 + n)).image
    }
  }
  return labelled + unlabelled
}

private func runner(
  _ kind: Recipe.Kind, _ folder: URL, seed: UInt64 = 1, observer: RunObserver = RunObserver()
) -> StageRunner {
  var recipe = tinyRecipe(kind)
  recipe.seed = seed
  return StageRunner(
    recipe: recipe,
    cases: kind == .adapt ? toyCases() : toyCases().filter(\.isLabelled),
    roles: LabelRoles(
      edition: "crossmoda2023", classes: ["background", "extra", "intra", "cochlea"],
      tumour: [1, 2], cochlea: 3),
    folder: folder, version: "test", observer: observer)
}

private func weights(_ folder: URL) throws -> Data {
  try Data(contentsOf: folder.appending(path: "model/segmenter.safetensors"))
}

@Suite("A recipe's run", .serialized, .torchTurn)
struct StageRunnerTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("leaves every stage's folder and a model that predicts")
  func whole() throws {
    try withTemporaryFolder { folder in
      let times = try runner(.adapt, folder).run()
      #expect(times.map(\.stage) == tinyRecipe(.adapt).stages)
      let made = [
        "1-localise/localiser.safetensors", "2-regions/target_1.safetensors",
        "3-translate/generator.safetensors", "4-synthesise/source_2_as_b.safetensors",
        "5-segment/segmenter.safetensors", "6-pseudo-label/ledger.json",
        "7-self-train/segmenter.safetensors", "model/plan.json",
      ]
      for path in made {
        #expect(
          FileManager.default.fileExists(atPath: folder.appending(path: path).path), "\(path)")
      }
      let model = try ModelBundle.load(folder.appending(path: "model"))
      let image = try toyCases()[2].image()
      #expect(try Predictor(model: model)(image).labels.grid == image.grid)
    }
  }

  @Test(
    "stopped again and again ends in the same bits as an unbroken one",
    arguments: [
      Recipe.Kind.adapt, .sourceOnly,
    ])
  func resumes(kind: Recipe.Kind) throws {
    try withTemporaryFolder { folder in
      let whole = folder.appending(path: "whole")
      try runner(kind, whole).run()
      let broken = folder.appending(path: "broken")
      var stops = 0
      while true {
        // Seven units of work more each time, so that stops fall into every stage.
        let counter = Counter()
        let observer = RunObserver(
          progress: { _ in counter.add() }, shouldStop: { counter.value >= 7 })
        do {
          try runner(kind, broken, observer: observer).run()
          break
        } catch is RunInterrupted {
          stops += 1
          try #require(stops < 50, "no progress between stops")
        }
      }
      #expect(stops >= 1)
      #expect(try weights(whole) == weights(broken))
    }
  }

  @Test("complete is not run again")
  func isIdempotent() throws {
    try withTemporaryFolder { folder in
      try runner(.sourceOnly, folder).run()
      let counter = Counter()
      try runner(.sourceOnly, folder, observer: RunObserver(progress: { _ in counter.add() })).run()
      #expect(counter.value == 0)
    }
  }

  @Test("in the folder of a run with another seed is refused")
  func refusesOtherRun() throws {
    try withTemporaryFolder { folder in
      try runner(.sourceOnly, folder).run(through: .localise)
      #expect(throws: StageMismatch.self) { try runner(.sourceOnly, folder, seed: 2).run() }
    }
  }

  @Test("without unlabelled images cannot translate, and says so")
  func needsTarget() throws {
    try withTemporaryFolder { folder in
      let complete = runner(.adapt, folder)
      let lacking = StageRunner(
        recipe: complete.recipe, cases: complete.cases.filter(\.isLabelled),
        roles: complete.roles, folder: folder, version: "test")
      #expect(throws: NoTargetImages.self) { try lacking.run() }
    }
  }
}
