import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

/// Whole training steps of a tiny U-Net, written anew in PyTorch 2.13.0; see scripts/oracles/training.py.
private struct GoldenStep: Decodable, Sendable {
  struct Parameter: Decodable, Sendable {
    let name: String
    let shape: [Int]
  }
  let groups: [[UInt8]]
  let clip: Double
  let parameters: [Parameter]
  let loss: Double
  let norm: Double
  let after: [[Float]]

  static func named(_ name: String) throws -> GoldenStep {
    try #require(
      golden([String: GoldenStep].self, "training")[name], "no golden step is called \(name)")
  }

  /// The oracle's network, with its weights.
  func network() throws -> UNet {
    let network = try UNet(
      .init(
        classes: 4, channels: [2, 2, 2], strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2]],
        kernels: [[1, 3, 3], [3, 3, 3], [3, 3, 3]],
        heads: groups.count == 1 ? nil : groups.map { .init(labels: $0) }), seed: 1)
    var state: [String: Tensor] = [:]
    for (index, parameter) in parameters.enumerated() {
      state[parameter.name] = try Tensor(
        pattern(count: parameter.shape.reduce(1, *), seed: index + 1, in: -0.5...0.5),
        shape: parameter.shape)
    }
    try network.parameters.load(state)
    return network
  }

  /// Both sides are float32 and sum in other orders.
  func check(_ network: UNet, loss: Double, norm: Double) throws {
    #expect(abs(loss - self.loss) < 1e-5 * self.loss)
    #expect(abs(norm - self.norm) < 1e-5 * self.norm)
    let state = network.parameters.state()
    for (parameter, expected) in zip(parameters, after) {
      let found = try #require(state[parameter.name]).scalars()
      try #require(found.count == expected.count)
      let distance = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(distance < 1e-5, "\(parameter.name) is off by \(distance)")
    }
  }
}

@Suite("A whole training step, beside PyTorch", .serialized, .torchTurn)
struct TrainingStepGoldenTests {
  init() { TorchRuntime.setThreads(1) }

  private static let grid = VoxelGrid(8, 8, 4)

  /// The oracle's image before its mean and deviation are taken out.
  private static let image = Volume(
    grid: grid, voxels: pattern(count: grid.count, seed: 100, in: -2...2))

  /// Class 1 to 3 in blocks, a row to ignore, background elsewhere.
  private static let labels = LabelMap(
    grid: grid,
    voxels: (0..<grid.count).map { offset in
      let at = grid.index(at: offset)
      if at.z == 0, at.y == 0 { return 255 }
      if (2..<4).contains(at.z), (5..<8).contains(at.y), (5..<8).contains(at.x) { return 3 }
      if (1..<3).contains(at.z), (4..<6).contains(at.y), (1..<4).contains(at.x) { return 2 }
      if (0..<3).contains(at.z), (1..<4).contains(at.y), (1..<4).contains(at.x) { return 1 }
      return 0
    })

  /// The whole image is the patch, and nothing of it is changed.
  private static func settings(clip: Double) -> SegmentationSettings {
    SegmentationSettings(
      steps: 10, batch: 1, patch: SIMD3(8, 8, 4), learningRate: 2e-3, weightDecay: 1e-2,
      schedule: .constant, foregroundProbability: 0, foregroundWeight: 10, supervisedLevels: 2,
      gradientNorm: clip, spatial: SpatialAugmentation(probability: 0, mirrorProbability: 0),
      intensity: nil)
  }

  @Test(
    "of the learner has the same loss, gradient norm and weights after it",
    arguments: ["AdamW", "AdamW, separate heads"])
  func learner(name: String) throws {
    let golden = try GoldenStep.named(name)
    let network = try golden.network()
    let learner = try SegmentationLearner(
      network, settings: Self.settings(clip: golden.clip),
      samples: [
        TrainingSample(id: "a", image: Self.image.normalizedZScore(), labels: Self.labels)
      ], seed: 1)
    let figures = try learner.step(0)
    #expect(figures.map(\.name) == ["loss", "norm"])
    try golden.check(network, loss: figures[0].value, norm: figures[1].value)
  }

  @Test("with Nesterov's momentum has the same loss, gradient norm and weights after it")
  func momentum() throws {
    let golden = try GoldenStep.named("SGD")
    let network = try golden.network()
    let optimizer = try SGD(
      parameters: network.parameters.tensors, learningRate: 1e-2, momentum: 0.99,
      weightDecay: 3e-5)
    let logits = try network.logits(Self.image.normalizedZScore().tensor(), levels: 2)
    let loss = try deeplySupervisedLoss(
      logits,
      target: Tensor(Self.labels.voxels.map { Int64($0) }, shape: [1, 4, 8, 8]),
      classWeights: Tensor([1, 10, 10, 10] as [Float], shape: [4]))
    try loss.backward()
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: golden.clip)
    try optimizer.step()
    try golden.check(network, loss: try loss.item(), norm: norm)
  }
}
