@testable import DomainAdaptation

import Foundation
import Imaging
import TestSupport
import Testing
import Torch

/// One whole step of a tiny CycleGAN, written anew in PyTorch 2.13.0; see scripts/oracles/translation.py.
private struct GoldenCycle: Decodable, Sendable {
  struct Parameter: Decodable, Sendable {
    let name: String
    let seed: Int
    let after: [Float]
  }
  let figures: [String: Double]
  let parameters: [Parameter]
}

@Suite("A whole step of a CycleGAN, beside PyTorch", .serialized, .torchTurn)
struct CycleStepGoldenTests {
  init() { TorchRuntime.setThreads(1) }

  /// A slice mirrored about its middle column, so that random mirroring leaves it as it is.
  private static func slice(seed: Int) -> Volume {
    let half = pattern(count: 12 * 8, seed: seed, in: -1...1)
    let voxels = (0..<12).flatMap { row in
      let line = half[(8 * row)..<(8 * row + 8)]
      return Array(line) + line.reversed()
    }
    return Volume(grid: VoxelGrid(16, 12, 1), voxels: voxels)
  }

  @Test("has the same losses, and the same weights of generators and critics after it")
  func step() throws {
    let golden = try golden(GoldenCycle.self, "translation")
    var settings = TranslationSettings()
    settings.method = .cycle
    (settings.steps, settings.batch, settings.learningRate) = (10, 1, 2e-3)
    (settings.generatorWidth, settings.generatorBlocks, settings.discriminatorWidth) = (2, 1, 2)
    (settings.cycleWeight, settings.identityWeight) = (10, 5)
    (settings.structureWeight, settings.edgeWeight, settings.discriminatorNoise) = (0, 0, 0)
    settings.discriminatorSeesPlace = false
    let learner = try CycleTranslationLearner(
      settings,
      sampler: SliceSampler(
        source: [
          SliceCase(
            image: Self.slice(seed: 100), site: nil, edgeWeights: nil, foregroundSlices: [])
        ],
        target: [
          SliceCase(
            image: Self.slice(seed: 101), site: 0, edgeWeights: nil, foregroundSlices: [])
        ], sites: 1), seed: 1, device: .cpu)
    var state = try learner.state()
    for parameter in golden.parameters {
      let shape = try #require(state[parameter.name], "no parameter \(parameter.name)").shape
      state[parameter.name] = try Tensor(
        pattern(count: shape.reduce(1, *), seed: parameter.seed, in: -0.3...0.3), shape: shape)
    }
    try learner.restore(state)
    for figure in try learner.step(0) {
      let expected = try #require(golden.figures[figure.name], "\(figure.name)")
      // Both sides are float32 and sum in other orders.
      #expect(abs(figure.value - expected) < 1e-5 * max(1, expected), "\(figure.name)")
    }
    let after = try learner.state()
    for parameter in golden.parameters {
      let values = try #require(after[parameter.name]).scalars()
      let step = max(1, values.count / 12)
      let kept = stride(from: 0, to: values.count, by: step).prefix(12).map { values[$0] }
      try #require(kept.count == parameter.after.count)
      let distance = zip(kept, parameter.after).map { abs($0 - $1) }.max() ?? 0
      #expect(distance < 1e-5, "\(parameter.name) is off by \(distance)")
    }
  }
}
