@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Torch

/// Recipes of the catalogue, small enough to run whole in a second or two.
enum TinyRecipes {
  static let names = (try? RecipeCatalogue.all().map(\.name)) ?? []

  static func recipe(_ name: String) throws -> Recipe {
    var recipe = try RecipeCatalogue.recipe(name, budget: .quick, roles: .inParts, seed: 1)
    func shrink(_ settings: inout SegmentationSettings, patch: SIMD3<Int>) {
      settings.steps = 4
      settings.batch = 1
      settings.patch = patch
      settings.schedule = .cosine(warmup: 1)
      settings.checkpointEvery = 2
    }
    shrink(&recipe.localiserTraining, patch: SIMD3(16, 16, 8))
    shrink(&recipe.segmentation, patch: SIMD3(16, 8, 8))
    shrink(&recipe.selfTraining.training, patch: SIMD3(16, 8, 8))
    shrink(&recipe.fewAnnotations.training, patch: SIMD3(16, 8, 8))
    recipe.fewAnnotations.cases = min(1, recipe.fewAnnotations.cases)
    recipe.pretraining?.steps = 4
    recipe.pretraining?.checkpointEvery = 2
    recipe.region = RegionPlan(spacing: SIMD3(3, 3, 3), size: SIMD3(32, 16, 8), offset: .zero)
    let two = [[1, 1, 1], [2, 2, 2]]
    recipe.localiser = EarLocaliser.Plan(
      spacing: 6, radius: 12, tile: SIMD3(16, 16, 8),
      network: UNet.Configuration(classes: 2, channels: [4, 8], strides: two))
    recipe.network = UNet.Configuration(
      classes: 4, channels: [4, 8], strides: two,
      residualBlocks: recipe.network.residualBlocks.map { _ in [1, 1] },
      heads: recipe.network.heads)
    recipe.translation.steps = 4
    recipe.translation.checkpointEvery = 2
    recipe.translation.generatorWidth = 4
    recipe.translation.generatorBlocks = 1
    recipe.translation.discriminatorWidth = 4
    recipe.translation.positions = 16
    // Everything is kept, so that self-training has something to learn from.
    recipe.selfTraining.voxelConfidence = 0
    recipe.selfTraining.caseConfidence = 0
    recipe.selfTraining.cochleaVolume = 0...1e9
    recipe.selfTraining.tumourVolume = 0...1e9
    recipe.selfTraining.tumourDistance = 1e9
    let images = [DatasetFingerprint.Image(size: grid.size, spacing: grid.spacing)]
    return try recipe.planned(on: DatasetFingerprint(images: images)).recipe
  }

  private static let grid = VoxelGrid(
    48, 24, 16, spacing: SIMD3(2, 2, 2), origin: SIMD3(-47, -23, -15))

  /// Two labelled and two unlabelled heads, of two sites; the true labels of the latter can be read.
  static func cases() -> [AdaptationCase] {
    let labelled = (1...2).map { n in
      AdaptationCase(
        id: "source_\(n)", site: "a", image: { toyHead(on: grid, seed: UInt64(n)).image },
        labels: { toyHead(on: grid, seed: UInt64(n)).labels })
    }
    let unlabelled = ["a", "b"].enumerated().map { n, site -> AdaptationCase in
      let seed = UInt64(11 + n)
      return AdaptationCase(
        id: "target_\(n + 1)", site: site,
        image: { toyHead(on: grid, isDark: true, seed: seed).image },
        annotation: { toyHead(on: grid, isDark: true, seed: seed).labels })
    }
    return labelled + unlabelled
  }

  static func runner(
    _ name: String, _ folder: URL, seed: UInt64 = 1, observer: RunObserver = RunObserver(),
    change: (inout Recipe) -> Void = { _ in }
  ) throws -> StageRunner {
    var recipe = try recipe(name)
    recipe.seed = seed
    change(&recipe)
    return StageRunner(
      recipe: recipe,
      cases: recipe.usesUnlabelled ? cases() : cases().filter(\.isLabelled),
      roles: .inParts, folder: folder, version: "test", observer: observer)
  }
}
