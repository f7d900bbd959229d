import DomainAdaptation
import Foundation
import Learning
import Networks
import Preprocessing
import Testing
import Torch

/// A recipe of the catalogue within a budget.
struct Preset: Sendable, CustomTestStringConvertible {
  let name: String
  let budget: Recipe.Budget
  var testDescription: String { "\(name), \(budget.rawValue)" }
  var recipe: Recipe {
    get throws {
      try RecipeCatalogue.recipe(name, budget: budget, roles: .inParts, seed: 42)
    }
  }

  static let all = TinyRecipes.names.flatMap { name in
    Recipe.Budget.allCases.map { Preset(name: name, budget: $0) }
  }
  static let bounds = ["source-only", "supervised"]
}

@Suite("A recipe")
struct RecipeTests {
  private static let common: [Stage] = [.localise, .regions]
  private static let round: [Stage] = [.pseudoLabel(round: 1), .selfTrain(round: 1)]

  @Test(
    "runs the stages of what it switches on",
    arguments: [
      ("default", common + [.translate, .synthesise, .segment] + round + [.export]),
      ("source-only", common + [.segment, .export]),
      ("supervised", common + [.segment, .export]),
      ("baseline-cyclegan", common + [.translate, .synthesise, .segment, .export]),
      ("contrast-randomised", common + [.segment] + round + [.export]),
      (
        "masked-pretraining",
        common + [.translate, .synthesise, .pretrain, .segment] + round + [.export]
      ),
      (
        "few-annotations",
        common + [.translate, .synthesise, .segment] + round + [.fineTune, .export]
      ),
      (
        "past-2022",
        common + [.translate, .synthesise, .segment] + round
          + [.pseudoLabel(round: 2), .selfTrain(round: 2), .export]
      ),
    ] as [(String, [Stage])])
  func stages(name: String, expected: [Stage]) throws {
    for budget in Recipe.Budget.allCases {
      let recipe = try RecipeCatalogue.recipe(name, budget: budget, roles: .inParts, seed: 1)
      #expect(recipe.stages == expected)
    }
  }

  @Test("numbers its stages' folders in the order they run")
  func folders() throws {
    let recipe = try RecipeCatalogue.recipe(
      "past-2022", budget: .quick, roles: .inParts, seed: 1)
    #expect(
      recipe.stages.map(recipe.folderName) == [
        "1-localise", "2-regions", "3-translate", "4-synthesise", "5-segment", "6-pseudo-label",
        "7-self-train", "8-pseudo-label-2", "9-self-train-2", "model",
      ])
  }

  @Test("written as JSON and read again is the same", arguments: Preset.all)
  func roundTrip(_ preset: Preset) throws {
    var recipe = try preset.recipe
    // Values that no preset has, among them one that no decimal holds.
    recipe.seed = .max
    recipe.segmentation.learningRate = 0.1 + 0.2
    recipe.segmentation.schedule = .polynomial(power: 0.9)
    recipe.segmentation.intensity = nil
    recipe.segmentation.contrast = nil
    let data = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == recipe)
    // The catalogue's JSON needs no base and says what is off.
    let text = String(decoding: try RecipeCatalogue.json(recipe), as: UTF8.self)
    let again = try RecipeCatalogue.recipe(
      text: text, name: "other", budget: preset.budget, roles: .inParts, seed: 7)
    #expect(again == recipe)
  }

  @Test(
    "names a stage as the command does, rounds after the first with a number",
    arguments: [
      ("localise", .localise), ("pseudo-label", .pseudoLabel(round: 1)),
      ("self-train-2", .selfTrain(round: 2)), ("export", .export), ("pretrain", .pretrain),
      ("fine-tune", .fineTune), ("self-train-1", nil),
      ("self-train-x", nil), ("pseudo-label2", nil), ("", nil),
    ] as [(String, Stage?)])
  func names(text: String, stage: Stage?) {
    #expect(Stage(rawValue: text) == stage)
    if let stage { #expect(stage.rawValue == text) }
  }
}

@Suite("A recipe of the catalogue")
struct PresetTests {
  @Test("cuts patches that its networks can halve as often as they do", arguments: Preset.all)
  func divisible(_ preset: Preset) throws {
    let recipe = try preset.recipe
    for (network, patches) in [
      (recipe.network, [recipe.segmentation.patch, recipe.selfTraining.training.patch]),
      (recipe.localiser.network, [recipe.localiserTraining.patch, recipe.localiser.tile]),
    ] {
      for patch in patches {
        for (length, divisor) in zip(patch.tensorShape, network.divisor) {
          #expect(length % divisor == 0, "\(patch) by \(network.divisor)")
        }
      }
    }
    #expect(recipe.problem == nil)
  }

  @Test("cuts patches that fit its region", arguments: Preset.all)
  func fits(_ preset: Preset) throws {
    let (patch, region) = (try preset.recipe.segmentation.patch, try preset.recipe.region.size)
    #expect((0..<3).allSatisfy { patch[$0] <= region[$0] })
  }

  @Test(
    "has its seed, its name and a line, and only the full one costs hours",
    arguments: TinyRecipes.names)
  func budget(name: String) throws {
    let quick = try RecipeCatalogue.recipe(name, budget: .quick, roles: .inParts, seed: 7)
    let full = try RecipeCatalogue.recipe(name, budget: .full, roles: .inParts, seed: 7)
    #expect(quick.seed == 7 && full.seed == 7)
    #expect(quick.name == name && !quick.summary.isEmpty)
    #expect(quick.region == full.region)
    #expect((0..<3).allSatisfy { quick.segmentation.patch[$0] <= full.segmentation.patch[$0] })
    for (a, b) in [
      (quick.localiserTraining.steps, full.localiserTraining.steps),
      (quick.translation.steps, full.translation.steps),
      (quick.segmentation.steps, full.segmentation.steps),
      (quick.selfTraining.training.steps, full.selfTraining.training.steps),
    ] { #expect(b >= 10 * a) }
  }

  @Test("is, as default, what every recipe builds on")
  func foundation() throws {
    for budget in Recipe.Budget.allCases {
      var expected = Recipe(budget: budget, roles: .inParts, seed: 1)
      let found = try RecipeCatalogue.recipe(
        "default", budget: budget, roles: .inParts, seed: 1)
      expected.summary = found.summary
      #expect(found == expected)
      // Its older name.
      #expect(
        try RecipeCatalogue.recipe("adapt", budget: budget, roles: .inParts, seed: 1) == found)
    }
  }

  @Test("draws random structure intensities by default, and none for the bounds")
  func structures() throws {
    for budget in Recipe.Budget.allCases {
      // Tumour in two parts and cochlea, the labels of crossMoDA 2023; the cochlea in two ways.
      let adapt = Recipe(budget: budget, roles: .inParts, seed: 1)
      #expect(adapt.segmentation.structures.map(\.labels) == [[1, 2], [3], [3]])
      #expect(adapt.selfTraining.training.structures == adapt.segmentation.structures)
      for name in Preset.bounds {
        let recipe = try RecipeCatalogue.recipe(name, budget: budget, roles: .inParts, seed: 1)
        #expect(recipe.segmentation.structures.isEmpty)
      }
    }
  }

  @Test("teaches the bounds as it teaches default but for those intensities")
  func comparable() throws {
    for budget in Recipe.Budget.allCases {
      var adapt = Recipe(budget: budget, roles: .inParts, seed: 1).segmentation
      adapt.structures = []
      for name in Preset.bounds {
        let recipe = try RecipeCatalogue.recipe(name, budget: budget, roles: .inParts, seed: 1)
        #expect(recipe.segmentation == adapt)
      }
    }
  }

  @Test("follows the edition's labels: classes of the network, structures whose intensity varies")
  func editions() throws {
    for budget in Recipe.Budget.allCases {
      let recipe = Recipe(budget: budget, roles: .inOnePiece, seed: 1)
      #expect(recipe.network.classes == 3)
      #expect(recipe.segmentation.structures.map(\.labels) == [[1], [2], [2]])
      #expect(recipe.selfTraining.training.structures == recipe.segmentation.structures)
      // Names of structures in a file become the edition's labels.
      let winner = try RecipeCatalogue.recipe(
        "site-styles-2023", budget: budget, roles: .inOnePiece, seed: 1)
      #expect(winner.segmentation.structures.map(\.labels) == [[1], [2]])
    }
  }

  @Test("made for another edition is refused before any stage runs")
  func mismatch() throws {
    let runner = StageRunner(
      recipe: Recipe(budget: .quick, roles: .inOnePiece, seed: 1), cases: [],
      roles: .inParts, folder: URL(fileURLWithPath: "nowhere"), version: "test")
    let error = #expect(throws: RecipeMismatch.self) { try runner.run() }
    // Worked by hand: background, two parts and cochlea against background, tumour and cochlea.
    #expect(
      error?.description
        == "the recipe's network has 3 classes, expected 4 for crossmoda2023 "
        + "(background, extra-meatal, intra-meatal, cochlea)")
  }
}
