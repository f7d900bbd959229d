import Foundation
import Imaging
public import Networks
import Preprocessing
public import Torch

/// Trains a U-Net on random patches with Dice and cross-entropy under deep supervision.
///
/// Patch `b` of step `t` depends only on (seed, `t`, `b`), so a resumed run draws the same patches.
public final class SegmentationLearner: Learner {
  private let network: UNet
  private let settings: SegmentationSettings
  private let samples: [TrainingSample]
  private let cumulativeWeights: [Double]
  private let optimizer: AdamW
  private let seed: UInt64
  private let device: Device
  private let usesBFloat16: Bool

  /// A learner over samples that are already normalised.
  ///
  /// - Throws: ``NoTrainingSamples`` when there are none.
  public init(
    _ network: UNet, settings: SegmentationSettings, samples: [TrainingSample], seed: UInt64,
    device: Device = .cpu, usesBFloat16: Bool = false
  ) throws {
    guard !samples.isEmpty else { throw NoTrainingSamples() }
    self.network = network
    self.settings = settings
    self.samples = samples
    var sum = 0.0
    cumulativeWeights = samples.map { sample in
      sum += sample.weight
      return sum
    }
    self.seed = seed
    self.device = device
    self.usesBFloat16 = usesBFloat16
    optimizer = try AdamW(
      parameters: network.parameters.tensors, learningRate: settings.learningRate,
      betas: (0.9, 0.999), epsilon: 1e-8, weightDecay: settings.weightDecay)
  }

  /// Learns from one batch; the figures are `loss` and `norm`, the gradient's norm before clipping.
  public func step(_ index: Int) throws -> [(name: String, value: Double)] {
    optimizer.learningRate =
      settings.learningRate * settings.schedule.factor(step: index, of: settings.steps)
    let batch = try self.batch(index)
    optimizer.zeroGradients()
    let logits =
      usesBFloat16
      ? try autocast(.bfloat16, on: device) { () throws(TorchError) in
        try network.logits(batch.images, levels: settings.supervisedLevels)
      } : try network.logits(batch.images, levels: settings.supervisedLevels)
    var full: [Tensor] = []
    for output in logits { full.append(try output.to(.float32)) }
    let loss = try deeplySupervisedLoss(
      full, target: batch.labels, classWeights: classWeights(index))
    try loss.backward()
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: settings.gradientNorm)
    try optimizer.step()
    return [("loss", try loss.item()), ("norm", norm)]
  }

  /// One weight per class for the cross-entropy of a step; `nil` when all are 1.
  private func classWeights(_ index: Int) throws -> Tensor? {
    let part = Double(index) / Double(max(1, settings.steps))
    let weight = Float(pow(settings.foregroundWeight, 1 - part))
    let classes = network.configuration.classes
    guard weight != 1 else { return nil }
    return try Tensor(
      [1] + [Float](repeating: weight, count: classes - 1), shape: [classes], device: device)
  }

  /// Images `[N, 1, D, H, W]` and labels `[N, D, H, W]` of one step.
  func batch(_ index: Int) throws -> (images: Tensor, labels: Tensor) {
    var images: [Float] = []
    var labels: [Int64] = []
    for slot in 0..<settings.batch {
      var random = SplitMix64(seed: seed, keys: 0x7365_676D, UInt64(index), UInt64(slot))
      let patch = self.patch(using: &random)
      images += patch.image[0]
      labels += patch.labels.map { Int64($0) }
    }
    let shape = settings.patch.tensorShape
    return (
      try Tensor(images, shape: [settings.batch, 1] + shape).to(device),
      try Tensor(labels, shape: [settings.batch] + shape).to(device)
    )
  }

  private func patch(using random: inout SplitMix64) -> Patch {
    let draw = Double.random(in: 0..<(cumulativeWeights.last ?? 1), using: &random)
    let sample = samples[cumulativeWeights.firstIndex { draw < $0 } ?? samples.count - 1]
    let sampler = PatchSampler(
      size: settings.patch, foregroundProbability: settings.foregroundProbability)
    let centre = sampler.centre(
      in: sample.image.grid, foreground: sample.foreground, using: &random)
    var patch = settings.spatial.patch(
      around: centre, size: settings.patch, channels: [sample.image], labels: sample.labels,
      using: &random)
    if sample.hasTrueLabels {
      for structure in settings.structures { structure.apply(to: &patch, using: &random) }
    }
    settings.contrast?.apply(to: &patch, using: &random)
    settings.intensity?.apply(to: &patch, using: &random)
    return patch
  }

  /// The network's parameters and the optimiser's state.
  public func state() throws -> [String: Tensor] {
    var state = network.parameters.state(prefix: "network.")
    for (name, tensor) in optimizer.state { state["optimizer.\(name)"] = tensor }
    return state
  }

  /// Takes back what ``state()`` gave.
  public func restore(_ state: [String: Tensor]) throws {
    try network.parameters.load(state, prefix: "network.")
    try optimizer.load(state: state.removingPrefix("optimizer."))
  }
}

/// A trainer was given nothing to learn from.
public struct NoTrainingSamples: Error, Hashable, Sendable, CustomStringConvertible {
  /// The error.
  public init() {}

  /// One sentence.
  public var description: String { "expected labelled training images, found none" }
}
