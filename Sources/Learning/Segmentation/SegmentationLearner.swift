import Foundation
import Imaging
public import Networks
import Preprocessing
public import Torch

/// Trains a U-Net on random patches with Dice and cross-entropy under deep supervision, and on
/// unlabelled patches with the terms that its settings name.
///
/// Patch `b` of step `t` depends only on (seed, `t`, `b`), so a resumed run draws the same patches, and so
/// do several processes, of which each takes its share.
public final class SegmentationLearner: Learner {
  /// Where the time of its steps goes.
  public let clock = StepClock()
  private let network: UNet
  private let settings: SegmentationSettings
  private let compute: ComputeSettings
  private let share: BatchShare
  let drawBatch: @Sendable (Int) -> DrawnBatch
  private let loader: PatchLoader
  private let unlabelled: UnlabelledTerms?
  private let optimizer: AdamW

  /// A learner over samples that are already normalised.
  ///
  /// - Parameters:
  ///   - unlabelled: images for the settings' unlabelled terms; their labels are not looked at.
  ///   - classNames: background first; for voxel weights, which are given by name.
  ///   - group: the processes that learn together; each must make the same learner.
  /// - Throws: ``NoTrainingSamples`` when there are none, ``NoUnlabelledSamples`` when the settings need
  ///   unlabelled ones, ``BatchTooSmall`` when the group has more processes than a batch has slots.
  public init(
    _ network: UNet, settings: SegmentationSettings, samples: [TrainingSample],
    unlabelled: [TrainingSample] = [], classNames: [String] = [], seed: UInt64,
    compute: ComputeSettings = ComputeSettings(), group: ProcessGroup? = nil
  ) throws {
    guard !samples.isEmpty else { throw NoTrainingSamples() }
    self.network = network
    self.settings = settings
    self.compute = compute
    let share = try BatchShare(of: settings.batch, in: group)
    let drawing = PatchDrawing(samples, settings: settings)
    self.share = share
    let slots = share.slots
    drawBatch = { drawing.batch($0, slots: slots, seed: seed, classNames: classNames) }
    loader = PatchLoader(steps: settings.steps, draw: drawBatch)
    self.unlabelled = try settings.unlabelled.map {
      try UnlabelledTerms(
        $0, student: network, samples: unlabelled, training: settings, seed: seed,
        compute: compute, labelled: share)
    }
    optimizer = try AdamW(
      parameters: network.parameters.tensors, learningRate: settings.learningRate,
      betas: (0.9, 0.999), epsilon: 1e-8, weightDecay: settings.weightDecay)
  }

  /// What has been learned: the mean teacher where there is one, else the network itself.
  public var learned: UNet { unlabelled?.teacher ?? network }

  /// Learns from one batch; the figures are `loss` and `norm`, the gradient's norm before clipping, and
  /// the unlabelled terms without their weights.
  public func step(_ index: Int) throws -> [(name: String, value: Double)] {
    clock.start()
    let batch = try self.batch(index)
    clock.lap(.load)
    return try learn(from: batch, index)
  }

  /// A step on a batch that is there.
  func learn(from batch: Batch, _ index: Int) throws -> [(name: String, value: Double)] {
    optimizer.learningRate =
      settings.learningRate * settings.schedule.factor(step: index, of: settings.steps)
    optimizer.zeroGradients()
    unlabelled?.zeroGradients()
    let pass = try NetworkPass(batch.images, size: compute.microBatch, forward: outputs)
    var full: [Tensor] = []
    for output in pass.outputs.logits { full.append(try output.to(.float32)) }
    let loss = try groupedLoss(
      full, target: batch.labels, groups: network.configuration.groups,
      classWeights: classWeights(index), voxelWeights: batch.voxelWeights, sums: share.sums)
    let terms = try unlabelled?.terms(index, source: pass.outputs) ?? []
    var sum = loss
    for term in terms { sum = try sum + term.loss * term.weight }
    clock.lap(.forward)
    try sum.backward()
    try pass.backward()
    clock.lap(.backward)
    try share.averageGradients(optimizer)
    try unlabelled?.averageGradients()
    clock.lap(.exchange)
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: settings.gradientNorm)
    try optimizer.step()
    try unlabelled?.step()
    clock.lap(.optimise)
    let figures = try share.average(
      [("loss", loss.item()), ("norm", norm)] + terms.map { ($0.name, try $0.loss.item()) })
    clock.lap(.exchange)
    return figures
  }

  private func outputs(_ images: Tensor) throws(TorchError) -> NetworkPass.Outputs {
    try network.outputs(images, levels: settings.supervisedLevels, compute: compute)
  }

  /// One weight per class for the cross-entropy of a step; `nil` when all are 1.
  private func classWeights(_ index: Int) throws(TorchError) -> Tensor? {
    let part = Double(index) / Double(max(1, settings.steps))
    let weight = Float(pow(settings.foregroundWeight, 1 - part))
    let classes = network.configuration.classes
    guard weight != 1 else { return nil }
    return try Tensor(
      [1] + [Float](repeating: weight, count: classes - 1), shape: [classes],
      device: compute.device)
  }

  /// Images `[N, 1, D, H, W]`, labels `[N, D, H, W]` and, where not all voxels count alike, their weights;
  /// N is this process's share.
  typealias Batch = (images: Tensor, labels: Tensor, voxelWeights: Tensor?)

  /// The patches of one step.
  func batch(_ index: Int) throws -> Batch {
    let drawn = loader.batch(index)
    let shape = [share.slots.count] + settings.patch.tensorShape
    let images = try Tensor(drawn.images, shape: [shape[0], 1] + shape.dropFirst())
    let weights =
      drawn.voxelWeights.isEmpty
      ? nil : try Tensor(drawn.voxelWeights, shape: shape).to(compute.device)
    return (
      try images.to(compute.device),
      try Tensor(drawn.labels, shape: shape).to(compute.device).to(.int64), weights
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
