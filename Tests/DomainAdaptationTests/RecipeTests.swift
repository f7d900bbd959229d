import DomainAdaptation
import Foundation
import Learning
import Networks
import Preprocessing
import Testing
import Torch

/// A preset: a kind of recipe within a budget.
struct Preset: Sendable, CustomTestStringConvertible {
  let kind: Recipe.Kind
  let budget: Recipe.Budget
  var testDescription: String { "\(kind.rawValue), \(budget.rawValue)" }
  var recipe: Recipe { Recipe(kind, budget: budget, roles: .inParts, seed: 42) }

  static let all = Recipe.Kind.allCases.flatMap { kind in
    Recipe.Budget.allCases.map { Preset(kind: kind, budget: $0) }
  }
}

@Suite("A recipe")
struct RecipeTests {
  @Test(
    "runs the stages of its kind",
    arguments: [
      (
        Recipe.Kind.adapt,
        [.localise, .regions, .translate, .synthesise, .segment, .pseudoLabel, .selfTrain, .export]
      ),
      (.sourceOnly, [.localise, .regions, .segment, .export]),
      (.supervised, [.localise, .regions, .segment, .export]),
    ] as [(Recipe.Kind, [Stage])])
  func stages(kind: Recipe.Kind, expected: [Stage]) {
    for budget in Recipe.Budget.allCases {
      #expect(Recipe(kind, budget: budget, roles: .inParts, seed: 1).stages == expected)
    }
  }

  @Test("written as JSON and read again is the same", arguments: Preset.all)
  func roundTrip(_ preset: Preset) throws {
    var recipe = preset.recipe
    // Values that no preset has, among them one that no decimal holds.
    recipe.seed = .max
    recipe.segmentation.learningRate = 0.1 + 0.2
    recipe.segmentation.schedule = .polynomial(power: 0.9)
    recipe.segmentation.intensity = nil
    recipe.segmentation.contrast = nil
    let data = try JSONEncoder().encode(recipe)
    #expect(try JSONDecoder().decode(Recipe.self, from: data) == recipe)
  }

  @Test("that lacks a setting is refused with the setting's name")
  func lacking() throws {
    let data = try JSONEncoder().encode(Preset.all[0].recipe)
    let text = String(decoding: data, as: UTF8.self).replacing("\"localiser\"", with: "\"other\"")
    let error = #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(Recipe.self, from: Data(text.utf8))
    }
    #expect(error.map { "\($0)".contains("localiser") } == true)
  }

  @Test("names kinds and stages in its JSON as the command does")
  func names() {
    #expect(Recipe.Kind.allCases.map(\.rawValue) == ["adapt", "source-only", "supervised"])
    #expect(
      Stage.allCases.map(\.rawValue) == [
        "localise", "regions", "translate", "synthesise", "segment", "pseudo-label", "self-train",
        "export",
      ])
  }
}

@Suite("A preset recipe")
struct PresetTests {
  @Test("cuts patches that its networks can halve as often as they do", arguments: Preset.all)
  func divisible(_ preset: Preset) {
    let recipe = preset.recipe
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
    // The translator halves slices twice.
    #expect(recipe.region.size.x % 4 == 0 && recipe.region.size.y % 4 == 0)
  }

  @Test("cuts patches that fit its region", arguments: Preset.all)
  func fits(_ preset: Preset) {
    let (patch, region) = (preset.recipe.segmentation.patch, preset.recipe.region.size)
    #expect((0..<3).allSatisfy { patch[$0] <= region[$0] })
  }

  @Test("has its seed, and only the full one costs hours", arguments: Recipe.Kind.allCases)
  func budget(kind: Recipe.Kind) {
    let quick = Recipe(kind, budget: .quick, roles: .inParts, seed: 7)
    let full = Recipe(kind, budget: .full, roles: .inParts, seed: 7)
    #expect(quick.seed == 7 && full.seed == 7)
    #expect(quick.region == full.region)
    #expect((0..<3).allSatisfy { quick.segmentation.patch[$0] <= full.segmentation.patch[$0] })
    for (a, b) in [
      (quick.localiserTraining.steps, full.localiserTraining.steps),
      (quick.translation.steps, full.translation.steps),
      (quick.segmentation.steps, full.segmentation.steps),
      (quick.selfTraining.training.steps, full.selfTraining.training.steps),
    ] { #expect(b >= 10 * a) }
  }

  @Test("draws random structure intensities where images are translated, and only there")
  func structures() {
    for budget in Recipe.Budget.allCases {
      // Tumour in two parts and cochlea, the labels of crossMoDA 2023; the cochlea in two ways.
      let adapt = Recipe(.adapt, budget: budget, roles: .inParts, seed: 1)
      #expect(adapt.segmentation.structures.map(\.labels) == [[1, 2], [3], [3]])
      #expect(adapt.selfTraining.training.structures == adapt.segmentation.structures)
      for kind in [Recipe.Kind.sourceOnly, .supervised] {
        #expect(
          Recipe(kind, budget: budget, roles: .inParts, seed: 1).segmentation.structures.isEmpty)
      }
    }
  }

  @Test("teaches all kinds alike but for those intensities, so that they can be compared")
  func comparable() {
    for budget in Recipe.Budget.allCases {
      var adapt = Recipe(.adapt, budget: budget, roles: .inParts, seed: 1).segmentation
      adapt.structures = []
      #expect(Recipe(.sourceOnly, budget: budget, roles: .inParts, seed: 1).segmentation == adapt)
      #expect(Recipe(.supervised, budget: budget, roles: .inParts, seed: 1).segmentation == adapt)
    }
  }

  @Test("follows the edition's labels: classes of the network, structures whose intensity varies")
  func editions() throws {
    for budget in Recipe.Budget.allCases {
      let recipe = Recipe(.adapt, budget: budget, roles: .inOnePiece, seed: 1)
      #expect(recipe.network.classes == 3)
      #expect(recipe.segmentation.structures.map(\.labels) == [[1], [2], [2]])
      #expect(recipe.selfTraining.training.structures == recipe.segmentation.structures)
    }
  }

  @Test("made for another edition is refused before any stage runs")
  func mismatch() throws {
    let runner = StageRunner(
      recipe: Recipe(.adapt, budget: .quick, roles: .inOnePiece, seed: 1), cases: [],
      roles: .inParts, folder: URL(fileURLWithPath: "nowhere"), version: "test")
    let error = #expect(throws: RecipeMismatch.self) { try runner.run() }
    // Worked by hand: background, two parts and cochlea against background, tumour and cochlea.
    #expect(
      error?.description
        == "the recipe's network has 3 classes, expected 4 for crossmoda2023 "
        + "(background, extra-meatal, intra-meatal, cochlea)")
  }
}
