import DomainAdaptation
import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing

@Suite("A recipe that is planned from the data")
struct RecipePlanningTests {
  private static let fingerprint = DatasetFingerprint(
    images: [1.0, 1.0, 1.5].map {
      .init(size: SIMD3(512, 512, 60), spacing: SIMD3(0.41, 0.41, $0))
    })

  @Test("gets the data's spacing over the same millimetres", arguments: Recipe.Budget.allCases)
  func region(budget: Recipe.Budget) throws {
    let recipe = try RecipeCatalogue.recipe(
      "fingerprint-plan", budget: budget, roles: .inParts, seed: 1)
    let (planned, reasons) = try recipe.planned(on: Self.fingerprint)
    #expect(planned.region.spacing == SIMD3(0.41, 0.41, 1))
    // 136 x 72 x 28 voxels of 0.8 x 0.8 x 1.25 mm, by hand, in multiples of 4: 108.8 / 0.41 = 265.4,
    // 57.6 / 0.41 = 140.5, 35 / 1 = 35.
    #expect(planned.region.size == SIMD3(268, 144, 36))
    #expect(reasons.count > 5)
    #expect(planned.problem == nil && planned.plan == .fixed)
    let patch = planned.segmentation.patch
    #expect((0..<3).allSatisfy { patch[$0] <= planned.region.size[$0] })
    #expect(planned.selfTraining.training.patch == patch)
    #expect(planned.fewAnnotations.training.patch == patch)
    for (length, divisor) in zip(patch.tensorShape, planned.network.divisor) {
      #expect(length % divisor == 0)
    }
    // The first stage is as wide, and one patch leaves no more values.
    func cost(_ recipe: Recipe) -> Int {
      featureMapCount(
        patch: recipe.segmentation.patch.tensorShape, strides: recipe.network.strides,
        channels: recipe.network.channels, convolutionsPerStage: 2, classes: 4)
    }
    #expect(planned.network.channels[0] == recipe.network.channels[0])
    #expect(cost(planned) <= cost(recipe))
    #expect(2 * cost(planned) > cost(recipe), "and not much fewer")
    #expect(planned.network.kernels?.first == [1, 3, 3])
  }

  @Test("is itself where the plan is fixed, and planned twice is planned once")
  func fixed() throws {
    let plain = Recipe(budget: .quick, roles: .inParts, seed: 1)
    #expect(try plain.planned(on: Self.fingerprint).recipe == plain)
    let once = try RecipeCatalogue.recipe(
      "fingerprint-plan", budget: .quick, roles: .inParts, seed: 1
    ).planned(on: Self.fingerprint).recipe
    #expect(try once.planned(on: Self.fingerprint).recipe == once)
    let read = try RecipeCatalogue.recipe(
      text: String(decoding: RecipeCatalogue.json(once), as: UTF8.self), name: "x", budget: .quick,
      roles: .inParts, seed: 1)
    #expect(read == once, "what --print-recipe prints")
  }

  @Test("gives residual stages as many blocks as before, the last number going on")
  func residual() throws {
    var recipe = try RecipeCatalogue.recipe(
      "fingerprint-plan", budget: .full, roles: .inParts, seed: 1)
    recipe.network.residualBlocks = [1, 3]
    let planned = try recipe.planned(on: Self.fingerprint).recipe
    #expect(planned.network.residualBlocks?.count == planned.network.channels.count)
    #expect(planned.network.residualBlocks?.prefix(3) == [1, 3, 3])
  }

  @Test("without an image, or run before it is planned, is refused with the reason")
  func refuses() throws {
    let recipe = try RecipeCatalogue.recipe(
      "fingerprint-plan", budget: .quick, roles: .inParts, seed: 1)
    let none = #expect(throws: RecipeError.self) {
      try recipe.planned(on: DatasetFingerprint(images: []))
    }
    #expect(none?.description.contains("expects images") == true)
    let runner = StageRunner(
      recipe: recipe, cases: [], roles: .inParts, folder: URL(fileURLWithPath: "nowhere"),
      version: "test")
    let early = #expect(throws: RecipeError.self) { try runner.run() }
    #expect(early?.description.contains("plan: fingerprint") == true)
  }
}
