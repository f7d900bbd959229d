@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

private func weights(_ folder: URL) throws -> Data {
  try Data(contentsOf: folder.appending(path: "model/segmenter.safetensors"))
}

@Suite("A recipe's run", .serialized, .torchTurn)
struct StageRunnerTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("leaves every stage's folder and a model that predicts")
  func whole() throws {
    try withTemporaryFolder { folder in
      let times = try TinyRecipes.runner("default", folder).run()
      #expect(try times.map(\.stage) == TinyRecipes.recipe("default").stages)
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
      let image = try TinyRecipes.cases()[2].image()
      #expect(try Predictor(model: model)(image).labels.grid == image.grid)
    }
  }

  @Test(
    "stopped again and again ends in the same bits as an unbroken one",
    arguments: TinyRecipes.names)
  func resumes(name: String) throws {
    try withTemporaryFolder { folder in
      let whole = folder.appending(path: "whole")
      try TinyRecipes.runner(name, whole).run()
      let broken = folder.appending(path: "broken")
      var stops = 0
      while true {
        // Seven units of work more each time, so that stops fall into every stage.
        let counter = Counter()
        let observer = RunObserver(
          progress: { _ in counter.add() }, shouldStop: { counter.value >= 7 })
        do {
          try TinyRecipes.runner(name, broken, observer: observer).run()
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
      try TinyRecipes.runner("source-only", folder).run()
      let counter = Counter()
      try TinyRecipes.runner(
        "source-only", folder, observer: RunObserver(progress: { _ in counter.add() })
      ).run()
      #expect(counter.value == 0)
    }
  }

  @Test("in the folder of a run with another seed is refused")
  func refusesOtherRun() throws {
    try withTemporaryFolder { folder in
      try TinyRecipes.runner("source-only", folder).run(through: .localise)
      #expect(throws: StageMismatch.self) {
        try TinyRecipes.runner("source-only", folder, seed: 2).run()
      }
    }
  }

  @Test("without unlabelled images cannot translate, and says so")
  func needsTarget() throws {
    try withTemporaryFolder { folder in
      let complete = try TinyRecipes.runner("default", folder)
      let lacking = StageRunner(
        recipe: complete.recipe, cases: complete.cases.filter(\.isLabelled),
        roles: complete.roles, folder: folder, version: "test")
      #expect(throws: NoTargetImages.self) { try lacking.run() }
    }
  }

  @Test("takes a stage that another run has made in the same way, and makes it anew otherwise")
  func adopts() throws {
    try withTemporaryFolder { folder in
      let first = folder.appending(path: "first")
      let second = folder.appending(path: "second")
      try TinyRecipes.runner("default", first).run(through: .segment)
      let plain = try TinyRecipes.runner("thin-parts", second)
      let counter = Counter()
      let runner = StageRunner(
        recipe: plain.recipe, cases: plain.cases, roles: plain.roles, folder: second,
        version: "test", siblings: [folder.appending(path: "none"), first],
        observer: RunObserver(progress: { _ in counter.add() }))
      try runner.run(through: .synthesise)
      #expect(counter.value == 0, "nothing was trained or rendered")
      let name = "3-translate/generator.safetensors"
      #expect(
        try Data(contentsOf: first.appending(path: name))
          == Data(contentsOf: second.appending(path: name)))
      // Its segmenter weighs voxels, so that one is its own.
      try runner.run(through: .segment)
      #expect(counter.value > 0)
    }
  }
}
