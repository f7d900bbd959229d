@testable import DomainAdaptation

import Foundation
import Learning
import TestSupport
import Testing
import Torch

/// Text of a recipe file and words of the sentence that refuses it.
private struct Refused: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let text: String
  let words: [String]

  init(_ name: String, _ text: String, _ words: String...) {
    (testDescription, self.text, self.words) = (name, text, words)
  }
}

private let refused = [
  Refused("no version", "summary: x", "expected version: 1, found none"),
  Refused("another version", "version: 2", "expected version: 1, found 2", "another version"),
  Refused(
    "an unknown setting", "version: 1\ntranslaton: {steps: 3}", "unknown setting translaton",
    "nearest known is translation"),
  Refused(
    "an unknown setting inside", "version: 1\nsegmentation: {stepz: 3}",
    "segmentation.stepz", "segmentation.steps"),
  Refused(
    "an unknown setting of a part that is off",
    "version: 1\nsegmentation: {unlabelled: {entropy: 1}}", "segmentation.unlabelled.entropy",
    "segmentation.unlabelled.entropyWeight"),
  Refused(
    "an unknown setting in a list",
    "version: 1\nsegmentation: {structures: [{label: [1]}]}", "structures.0.label",
    "structures.0.labels"),
  Refused(
    "an unknown form of a choice", "version: 1\nsegmentation: {schedule: {cosin: {warmup: 1}}}",
    "schedule.cosin", "schedule.cosine"),
  Refused(
    "an unknown setting of the other budget", "version: 1\nfull: {sead: 1}", "sead", "seed"),
  Refused(
    "a value of the wrong type", "version: 1\ntranslation: {steps: many}", "translation.steps"),
  Refused(
    "an unknown choice", "version: 1\ntranslation: {method: magic}", "translation.method"),
  Refused("an unknown base", "version: 1\nbase: defolt", "defolt", "expected one of default"),
  Refused(
    "an unknown structure",
    "version: 1\nsegmentation: {painting: {joined: [nerve]}}", "nerve", "tumour, cochlea"),
  Refused("no YAML", "version: [1\nx: 2", "expected YAML or JSON"),
  Refused("no settings", "- 1", "expected settings with names"),
  Refused(
    "true labels beside translation", "version: 1\nlabels: target", "leaves no unlabelled T2"),
  Refused(
    "true labels beside a few of them",
    "version: 1\nbase: supervised\nfewAnnotations: {cases: 3}", "pretraining or fewAnnotations"),
  Refused(
    "fewer than no annotated image", "version: 1\nfewAnnotations: {cases: -1}",
    "fewAnnotations.cases"),
  Refused(
    "annotated images that are never drawn",
    "version: 1\nfewAnnotations: {cases: 1, annotatedFraction: 0}",
    "fewAnnotations.annotatedFraction"),
  Refused(
    "pre-training that hides nothing", "version: 1\npretraining: {maskedFraction: 0}",
    "pretraining.maskedFraction"),
  Refused(
    "a label in two heads",
    "version: 1\nnetwork: {heads: [{labels: [tumour]}, {labels: [1]}]}", "network.heads"),
  Refused(
    "an unknown setting of a head", "version: 1\nnetwork: {heads: [{label: [1]}]}",
    "heads.0.label", "heads.0.labels"),
  Refused("an unknown plan", "version: 1\nplan: magic", "plan"),
  Refused(
    "a slab of an even number of slices", "version: 1\ntranslation: {view: slab, depth: 4}",
    "translation.depth of a slab"),
  Refused(
    "a block through the slice generator", "version: 1\ntranslation: {view: block, depth: 8}",
    "anti-aliased"),
  Refused(
    "a region that no translator can halve twice", "version: 1\nregion: {size: [134, 72, 28]}",
    "multiples of 4"),
]

@Suite("A recipe file")
struct RecipeFileTests {
  private func recipe(
    _ text: String, budget: Recipe.Budget = .quick
  ) throws -> Recipe {
    try RecipeCatalogue.recipe(
      text: text, name: "mine", budget: budget, roles: .inParts, seed: 5)
  }

  @Test("is refused with the reason in one sentence", arguments: refused)
  private func refuses(_ item: Refused) throws {
    let error = #expect(throws: RecipeError.self) { try recipe(item.text) }
    for word in item.words {
      #expect(error?.description.contains(word) == true, "\(error?.description ?? "no error")")
    }
    #expect(error?.description.hasPrefix("recipe ") == true)
  }

  @Test("changes what it says and nothing else")
  func differs() throws {
    let found = try recipe("version: 1\nsummary: s\ntranslation: {steps: 3}")
    var expected = Recipe(budget: .quick, roles: .inParts, seed: 5)
    (expected.name, expected.summary, expected.translation.steps) = ("mine", "s", 3)
    #expect(found == expected)
  }

  @Test("builds on the recipe it names, and on that one's base")
  func base() throws {
    let found = try recipe("version: 1\nbase: qs-attn\nseed: 9")
    var expected = try RecipeCatalogue.recipe(
      "qs-attn", budget: .quick, roles: .inParts, seed: 9)
    expected.name = "mine"
    #expect(found == expected)
    #expect(found.translation.styles == .pooled, "from baseline-cyclegan")
    #expect(found.translation.contrastiveWeight == 1, "from cut")
  }

  @Test("changes self-training as it changes the segmenter, but for length and strength")
  func inherits() throws {
    let foundation = Recipe(budget: .quick, roles: .inParts, seed: 5)
    let found = try recipe("version: 1\nsegmentation: {steps: 9, batch: 7, gradientNorm: 3}")
    #expect(found.selfTraining.training.batch == 7)
    #expect(found.selfTraining.training.gradientNorm == 3)
    #expect(found.selfTraining.training.steps == foundation.selfTraining.training.steps)
    #expect(found.fewAnnotations.training == found.selfTraining.training)
    let own = try recipe(
      "version: 1\nsegmentation: {batch: 7}\nselfTraining: {training: {batch: 4}}")
    #expect(own.segmentation.batch == 7)
    #expect(own.selfTraining.training.batch == 4)
  }

  @Test("holds in one budget what it says under its name")
  func budgets() throws {
    let text = "version: 1\nseed: 1\nquick: {seed: 2}\nfull: {translation: {steps: 9}}"
    let (quick, full) = (try recipe(text), try recipe(text, budget: .full))
    #expect(quick.seed == 2 && quick.translation.steps > 9)
    #expect(full.seed == 1 && full.translation.steps == 9)
  }

  @Test("switches a part on by one setting, and off with null")
  func switches() throws {
    let on = try recipe("version: 1\nsegmentation: {unlabelled: {entropyWeight: 0.5}}")
    #expect(on.segmentation.unlabelled == UnlabelledSettings(entropyWeight: 0.5))
    let off = try recipe("version: 1\nsegmentation: {intensity: null}")
    #expect(off.segmentation.intensity == nil)
    let other = try recipe("version: 1\nsegmentation: {schedule: {polynomial: {power: 0.9}}}")
    #expect(other.segmentation.schedule == .polynomial(power: 0.9))
  }

  @Test("of the folder is in the catalogue, and no other is")
  func folder() throws {
    let folder = testsFolder.deletingLastPathComponent().appending(path: "Recipes")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(Set(names) == Set(TinyRecipes.names))
    for name in names {
      let file = try String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
      let read = try RecipeCatalogue.recipe(
        text: file, name: name, budget: .quick, roles: .inParts, seed: 1)
      #expect(
        try RecipeCatalogue.recipe(name, budget: .quick, roles: .inParts, seed: 1) == read)
    }
  }

  // Worked by hand: one letter replaced; two swapped are two; nothing near.
  @Test(
    "misspelt gets the nearest name",
    arguments: [("stepz", "steps"), ("stpes", "steps"), ("", nil), ("xyzzy", nil)]
      as [(String, String?)])
  func nearest(text: String, expected: String?) {
    #expect(nearestName(to: text, among: ["steps", "batch", "patch"]) == expected)
  }
}
