@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import TestSupport
import Testing

@Suite("A stage's fingerprint")
struct FingerprintTests {
  /// What a run is made of, to be changed one thing at a time.
  struct Run {
    var recipe = Recipe(budget: .quick, roles: .inParts, seed: 1)
    var cases = ["source_1": ("a", true), "target_1": ("a", false), "target_2": ("b", false)]
    var roles = LabelRoles(
      edition: "crossmoda2023", classes: ["background", "extra", "intra", "cochlea"],
      tumour: [1, 2], cochlea: 3)
    var folder = "one"
    var version = "1"
    var sharedLocaliser: URL?

    var runner: StageRunner {
      let cases = cases.sorted { $0.key < $1.key }.map { id, about in
        about.1
          ? AdaptationCase(id: id, site: about.0, image: unread, labels: unreadLabels)
          : AdaptationCase(id: id, site: about.0, image: unread)
      }
      return StageRunner(
        recipe: recipe, cases: cases, roles: roles, folder: URL(fileURLWithPath: folder),
        version: version, sharedLocaliser: sharedLocaliser)
    }
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The first stage whose result depends on it; `nil` for none.
    let first: Stage?
    let apply: @Sendable (inout Run) -> Void

    init(_ name: String, from first: Stage?, _ apply: @escaping @Sendable (inout Run) -> Void) {
      (testDescription, self.first, self.apply) = (name, first, apply)
    }
  }

  static let changes = [
    Change("the seed", from: .localise) { $0.recipe.seed = 2 },
    Change("a new case", from: .localise) { $0.cases["target_3"] = ("b", false) },
    Change("a case less", from: .localise) { $0.cases["target_2"] = nil },
    Change("another name", from: .localise) {
      $0.cases["source_1"] = nil
      $0.cases["source_2"] = ("a", true)
    },
    Change("another site", from: .localise) { $0.cases["target_2"] = ("a", false) },
    Change("labels for a case", from: .localise) { $0.cases["target_2"] = ("b", true) },
    Change("the cochlea's label", from: .localise) { $0.roles.cochlea = 2 },
    Change("the tumour's labels", from: .localise) { $0.roles.tumour = [1] },
    Change("the edition", from: .localise) { $0.roles.edition = "crossmoda2022" },
    Change("the localiser's grid", from: .localise) { $0.recipe.localiser.spacing = 6 },
    Change("the localiser's steps", from: .localise) { $0.recipe.localiserTraining.steps += 1 },
    Change("the region's size", from: .regions) { $0.recipe.region.size.x += 4 },
    Change("the region's place", from: .regions) { $0.recipe.region.offset.y += 1 },
    Change("the translator's steps", from: .translate) { $0.recipe.translation.steps += 1 },
    Change("the source edit", from: .translate) { $0.recipe.translation.edit.cochleaFactor = 2 },
    Change("the gate of renderings", from: .synthesise) { $0.recipe.translation.gate = 0.1 },
    Change("the segmentation network", from: .segment) { $0.recipe.network.channels[0] = 16 },
    Change("the segmenter's step size", from: .segment) {
      $0.recipe.segmentation.learningRate *= 2
    },
    Change("an augmentation", from: .segment) { $0.recipe.segmentation.structures = [] },
    Change("the pseudo-labels' confidence", from: .pseudoLabel(round: 1)) {
      $0.recipe.selfTraining.voxelConfidence = 0.5
    },
    Change("the plausible tumours", from: .pseudoLabel(round: 1)) {
      $0.recipe.selfTraining.tumourVolume = 1...2
    },
    Change("the part of real patches", from: .selfTrain(round: 1)) {
      $0.recipe.selfTraining.realFraction = 0.25
    },
    Change("the steps of self-training", from: .selfTrain(round: 1)) {
      $0.recipe.selfTraining.training.steps += 1
    },
    Change("how often hard cases are drawn", from: .segment) {
      $0.recipe.hardCases = HardCaseSampling()
    },
    Change("the terms on unlabelled images", from: .segment) {
      $0.recipe.segmentation.unlabelled = UnlabelledSettings(entropyWeight: 1)
    },
    Change("more rounds", from: .export) { $0.recipe.selfTraining.rounds = 2 },
    Change("the recipe's name", from: nil) { $0.recipe.name = "mine" },
    Change("the folder", from: nil) { $0.folder = "two" },
    Change("the program's version", from: nil) { $0.version = "2" },
    Change("nothing", from: nil) { _ in },
  ]

  @Test("changes from the first stage that a change matters to, and not before", arguments: changes)
  func adapt(_ change: Change) {
    let before = Run()
    var after = before
    change.apply(&after)
    let stages = before.recipe.stages
    let first = change.first.flatMap { stages.firstIndex(of: $0) } ?? stages.count
    for (n, stage) in stages.enumerated() {
      let isSame = before.runner.fingerprint(stage) == after.runner.fingerprint(stage)
      #expect(isSame == (n < first), "\(stage.rawValue)")
    }
  }

  static let ofLateStages = [
    Change("the hidden part", from: .pretrain) { $0.recipe.pretraining?.maskedFraction = 0.5 },
    Change("the segmentation network", from: .pretrain) { $0.recipe.network.channels[0] = 16 },
    Change("separate heads", from: .segment) {
      $0.recipe.network.heads = [.init(labels: [1, 2]), .init(labels: [3])]
    },
    Change("the segmenter's step size", from: .segment) {
      $0.recipe.segmentation.learningRate *= 2
    },
    Change("how many are annotated", from: .fineTune) { $0.recipe.fewAnnotations.cases = 2 },
    Change("the part of annotated patches", from: .fineTune) {
      $0.recipe.fewAnnotations.annotatedFraction = 0.25
    },
    Change("no annotated image", from: .export) { $0.recipe.fewAnnotations.cases = 0 },
  ]

  @Test("with pre-training and a few annotations changes as well", arguments: ofLateStages)
  func late(_ change: Change) {
    var before = Run()
    before.recipe.pretraining = PretrainingSettings(steps: 3)
    before.recipe.fewAnnotations.cases = 1
    var after = before
    change.apply(&after)
    let stages = before.recipe.stages
    let first = change.first.flatMap { stages.firstIndex(of: $0) } ?? stages.count
    for (n, stage) in stages.enumerated() where after.recipe.stages.contains(stage) {
      let isSame = before.runner.fingerprint(stage) == after.runner.fingerprint(stage)
      #expect(isSame == (n < first), "\(stage.rawValue)")
    }
  }

  @Test("of the bounds does not depend on translation and self-training, which they leave out")
  func bounds() throws {
    for name in ["source-only", "supervised"] {
      var before = Run()
      before.recipe = try RecipeCatalogue.recipe(
        name, budget: .quick, roles: .inParts, seed: 1)
      var after = before
      after.recipe.translation.steps += 1
      after.recipe.selfTraining.voxelConfidence = 0.1
      for stage in before.recipe.stages {
        #expect(before.runner.fingerprint(stage) == after.runner.fingerprint(stage))
      }
    }
  }

  @Test("depends on which localiser is taken from another run, and not on where that run lies")
  func sharedLocaliser() throws {
    try withTemporaryFolder { root in
      // Localisers of three runs, of which the first two are alike.
      let folders = try [1, 1, 2].enumerated().map { n, seed in
        var trained = Run()
        trained.recipe.seed = UInt64(seed)
        let folder = StageFolder(
          url: root.appending(path: "run\(n)"), fingerprint: trained.runner.fingerprint(.localise))
        try folder.create()
        try folder.complete(seconds: Double(n))
        return folder.url
      }
      for stage in Run().recipe.stages {
        let found = ([nil] + folders).map { folder in
          var run = Run()
          run.sharedLocaliser = folder
          return run.runner.fingerprint(stage)
        }
        #expect(found[1] == found[2])
        #expect(Set(found).count == 3, "none, the first two, the third")
      }
    }
  }

  @Test("is 16 hexadecimal digits, another for other labels")
  func form() {
    var seen: Set<String> = []
    for labels in Recipe.Labels.allCases {
      var run = Run()
      run.recipe.labels = labels
      let text = run.runner.fingerprint(.localise)
      #expect(text.count == 16 && text.allSatisfy { $0.isHexDigit })
      seen.insert(text)
    }
    #expect(seen.count == Recipe.Labels.allCases.count)
  }

  // From the reference tables of the FNV authors, 64-bit FNV-1a.
  @Test(
    "is made with FNV-1a",
    arguments: [
      ("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8"),
    ])
  func known(text: String, expected: String) {
    #expect(stableHash(text) == expected)
  }
}

/// A fingerprint reads no file.
private struct WasRead: Error {}

@Sendable private func unread() throws -> Volume { throw WasRead() }

@Sendable private func unreadLabels() throws -> LabelMap { throw WasRead() }
