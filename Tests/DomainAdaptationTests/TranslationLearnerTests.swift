@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import TestSupport
import Testing
import Torch

private func learner(
  _ settings: TranslationSettings = ToySlices.settings(steps: 20), seed: UInt64 = 1
) throws -> TranslationLearner {
  try TranslationLearner(settings, sampler: ToySlices.sampler(), seed: seed, device: .cpu)
}

private func bits(_ learner: TranslationLearner) throws -> [String: [UInt32]] {
  try learner.state().mapValues { try $0.scalars().map(\.bitPattern) }
}

@Suite("The translator's training", .serialized, .torchTurn)
struct TranslationLearnerTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("gives finite, non-negative figures at every step")
  func finite() throws {
    var settings = ToySlices.settings(steps: 6)
    settings.contrastiveWeight = 1
    settings.identityWeight = 1
    let learner = try learner(settings)
    for step in 0..<6 {
      for figure in try learner.step(step) {
        // Squares, distances, entropies and 1 - r^2 are never below 0, but for a rounding.
        #expect(figure.value.isFinite && figure.value > -1e-6, "\(figure) at step \(step)")
      }
    }
  }

  struct Terms: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let settings: TranslationSettings
    let names: [String]

    init(_ name: String, _ names: [String], _ change: (inout TranslationSettings) -> Void) {
      var settings = ToySlices.settings(steps: 20)
      change(&settings)
      (testDescription, self.settings, self.names) = (name, settings, names)
    }
  }

  static let always = ["adversarial", "structure", "edge"]
  static let weightings = [
    Terms("by default", always + ["alignment", "discriminator"]) { _ in },
    Terms("with contrast", always + ["alignment", "contrast", "discriminator"]) {
      $0.contrastiveWeight = 0.5
    },
    Terms("with identity", always + ["alignment", "identity", "discriminator"]) {
      $0.identityWeight = 0.5
    },
    Terms("with both", always + ["alignment", "contrast", "identity", "discriminator"]) {
      ($0.contrastiveWeight, $0.identityWeight) = (1, 1)
    },
    Terms("without alignment", always + ["discriminator"]) { $0.alignmentWeight = 0 },
    Terms("never aligned", always + ["discriminator"]) { $0.alignedFraction = 0 },
  ]

  @Test("has a term only with a weight above 0", arguments: weightings)
  func terms(_ item: Terms) throws {
    #expect(try learner(item.settings).step(0).map(\.name) == item.names)
  }

  @Test("aligns in the first part of the steps alone")
  func alignment() throws {
    // 0.6 of 10 steps: at step 6 the weight has fallen to 0.
    let learner = try learner(ToySlices.settings(steps: 10))
    let aligned = try (0..<10).filter { step in
      try learner.step(step).contains { $0.name == "alignment" }
    }
    #expect(aligned == [0, 1, 2, 3, 4, 5])
  }

  @Test("saved and taken back gives the same next step bit for bit")
  func restores() throws {
    var settings = ToySlices.settings(steps: 20)
    settings.contrastiveWeight = 1
    let first = try learner(settings)
    for step in 0..<3 { _ = try first.step(step) }
    // It has learned something else, so that what is not taken back shows.
    let second = try learner(settings)
    _ = try second.step(7)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state.safetensors").path
      try SafeTensors.write(first.state(), metadata: [:], to: path)
      try second.restore(SafeTensors.read(path).tensors)
    }
    #expect(try bits(first) == bits(second))
    let (a, b) = (try first.step(3), try second.step(3))
    #expect(a.map(\.name) == b.map(\.name))
    #expect(a.map(\.value.bitPattern) == b.map(\.value.bitPattern))
    #expect(try bits(first) == bits(second))
  }

  @Test(
    "changes every network in one step: generator, discriminator and, with contrast, projection")
  func changes() throws {
    for (weight, networks) in [
      (0.0, ["generator", "discriminator"]), (1, ["generator", "discriminator", "projection"]),
    ] {
      var settings = ToySlices.settings(steps: 20)
      settings.contrastiveWeight = weight
      let learner = try learner(settings)
      let before = try bits(learner)
      _ = try learner.step(0)
      let after = try bits(learner)
      #expect(before.keys == after.keys)
      let changed = before.keys.filter { before[$0] != after[$0] && !$0.contains("Optimizer") }
      #expect(
        Set(changed.compactMap { $0.split(separator: ".").first.map(String.init) })
          == Set(networks))
    }
  }

  @Test("depends on the seed and on nothing else")
  func seeds() throws {
    func trained(_ seed: UInt64) throws -> [String: [UInt32]] {
      let learner = try learner(seed: seed)
      for step in 0..<2 { _ = try learner.step(step) }
      return try bits(learner)
    }
    let first = try trained(1)
    TorchRuntime.seed(99)
    #expect(try trained(1) == first)
    #expect(try trained(2) != first)
  }

  @Test("gives back every tensor it made")
  func leaksNothing() throws {
    _ = try learner().step(0)
    let before = TorchRuntime.liveTensorCount
    do {
      let learner = try learner(seed: 2)
      for step in 0..<3 { _ = try learner.step(step) }
    }
    #expect(TorchRuntime.liveTensorCount == before)
  }
}
