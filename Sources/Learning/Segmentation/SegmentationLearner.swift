import Foundation
import Imaging
public import Networks
import Preprocessing
public import Torch

/// Trains a U-Net on random patches with Dice and cross-entropy under deep supervision, and on
/// unlabelled patches with the terms that its settings name.
///
/// Patch `b` of step `t` depends only on (seed, `t`, `b`), so a resumed run draws the same patches.
public final class SegmentationLearner: Learner {
  private let network: UNet
  private let settings: SegmentationSettings
  private let drawing: PatchDrawing
  private let classNames: [String]
  private let unlabelled: UnlabelledTerms?
  private let optimizer: AdamW
  private let seed: UInt64
  private let device: Device
  private let usesBFloat16: Bool

  /// A learner over samples that are already normalised.
  ///
  /// - Parameters:
  ///   - unlabelled: images for the settings' unlabelled terms; their labels are not looked at.
  ///   - classNames: background first; for voxel weights, which are given by name.
  /// - Throws: ``NoTrainingSamples`` when there are none, ``NoUnlabelledSamples`` when the settings need
  ///   unlabelled ones.
  public init(
    _ network: UNet, settings: SegmentationSettings, samples: [TrainingSample],
    unlabelled: [TrainingSample] = [], classNames: [String] = [], seed: UInt64,
    device: Device = .cpu, usesBFloat16: Bool = false
  ) throws {
    guard !samples.isEmpty else { throw NoTrainingSamples() }
    self.network = network
    self.settings = settings
    drawing = PatchDrawing(samples, settings: settings)
    self.classNames = classNames
    self.unlabelled = try settings.unlabelled.map {
      try UnlabelledTerms(
        $0, student: network, samples: unlabelled, training: settings, seed: seed, device: device)
    }
    self.seed = seed
    self.device = device
    self.usesBFloat16 = usesBFloat16
    optimizer = try AdamW(
      parameters: network.parameters.tensors, learningRate: settings.learningRate,
      betas: (0.9, 0.999), epsilon: 1e-8, weightDecay: settings.weightDecay)
  }

  /// What has been learned: the mean teacher where there is one, else the network itself.
  public var learned: UNet { unlabelled?.teacher ?? network }

  /// Learns from one batch; the figures are `loss` and `norm`, the gradient's norm before clipping, and
  /// the unlabelled terms without their weights.
  public func step(_ index: Int) throws -> [(name: String, value: Double)] {
    optimizer.learningRate =
      settings.learningRate * settings.schedule.factor(step: index, of: settings.steps)
    let batch = try self.batch(index)
    optimizer.zeroGradients()
    unlabelled?.zeroGradients()
    let outputs =
      usesBFloat16
      ? try autocast(.bfloat16, on: device) { () throws(TorchError) in
        try network.outputs(batch.images, levels: settings.supervisedLevels)
      } : try network.outputs(batch.images, levels: settings.supervisedLevels)
    var full: [Tensor] = []
    for output in outputs.logits { full.append(try output.to(.float32)) }
    let loss = try groupedLoss(
      full, target: batch.labels, groups: network.configuration.groups,
      classWeights: classWeights(index), voxelWeights: voxelWeights(batch.labels))
    let terms = try unlabelled?.terms(index, source: outputs) ?? []
    var sum = loss
    for term in terms { sum = try sum + term.loss * term.weight }
    try sum.backward()
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: settings.gradientNorm)
    try optimizer.step()
    try unlabelled?.step()
    return try [("loss", try loss.item()), ("norm", norm)]
      + terms.map { ($0.name, try $0.loss.item()) }
  }

  /// One weight per voxel, `[N, D, H, W]`; `nil` when all count alike.
  private func voxelWeights(_ labels: Tensor) throws -> Tensor? {
    guard let weighting = settings.voxelWeighting else { return nil }
    let values = try labels.byteScalars()
    let count = settings.patch.x * settings.patch.y * settings.patch.z
    let weights = stride(from: 0, to: values.count, by: count).flatMap { start in
      weighting.weights(
        Array(values[start..<(start + count)]), size: settings.patch, names: classNames)
    }
    return try Tensor(weights, shape: labels.shape).to(device)
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
      let patch = drawing.patch(using: &random)
      images += patch.image[0]
      labels += patch.labels.map { Int64($0) }
    }
    let shape = settings.patch.tensorShape
    return (
      try Tensor(images, shape: [settings.batch, 1] + shape).to(device),
      try Tensor(labels, shape: [settings.batch] + shape).to(device)
    )
  }

  /// The network's parameters and the optimiser's state.
  public func state() throws -> [String: Tensor] {
    var state = network.parameters.state(prefix: "network.")
    for (name, tensor) in optimizer.state { state["optimizer.\(name)"] = tensor }
    for (name, tensor) in unlabelled?.state() ?? [:] { state["unlabelled.\(name)"] = tensor }
    return state
  }

  /// Takes back what ``state()`` gave.
  public func restore(_ state: [String: Tensor]) throws {
    try network.parameters.load(state, prefix: "network.")
    try optimizer.load(state: state.removingPrefix("optimizer."))
    try unlabelled?.restore(state.removingPrefix("unlabelled."))
  }
}

/// A trainer was given nothing to learn from.
public struct NoTrainingSamples: Error, Hashable, Sendable, CustomStringConvertible {
  /// The error.
  public init() {}

  /// One sentence.
  public var description: String { "expected labelled training images, found none" }
}
