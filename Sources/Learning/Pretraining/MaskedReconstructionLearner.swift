import Imaging
public import Networks
import Preprocessing
public import Torch

/// Trains a U-Net to fill in hidden blocks of scans; labels are not looked at.
///
/// Hidden voxels are 0, the mean of a normalised image. The loss is the mean squared error over them alone:
/// what is visible need not be drawn again. Patch `b` of step `t` depends only on (seed, `t`, `b`); several
/// processes take their shares of a batch, and the loss is the whole batch's.
public final class MaskedReconstructionLearner: Learner {
  /// Where the time of its steps goes.
  public let clock = StepClock()
  private let network: UNet
  private let settings: PretrainingSettings
  private let drawing: PatchDrawing
  private let mask: BlockMask
  private let patch: SIMD3<Int>
  private let optimizer: AdamW
  private let seed: UInt64
  private let compute: ComputeSettings
  private let share: BatchShare

  /// A learner over samples that are already normalised.
  ///
  /// - Parameters:
  ///   - network: with one class: its output is the image.
  ///   - patch: in voxels, `(i, j, k)`.
  ///   - group: the processes that learn together; each must make the same learner.
  /// - Throws: ``NoTrainingSamples`` when there are none, ``BatchTooSmall`` when the group has more
  ///   processes than a batch has slots.
  public init(
    _ network: UNet, settings: PretrainingSettings, patch: SIMD3<Int>, samples: [TrainingSample],
    seed: UInt64, compute: ComputeSettings = ComputeSettings(), group: ProcessGroup? = nil
  ) throws {
    precondition(network.configuration.classes == 1, "a reconstruction has one channel")
    guard !samples.isEmpty else { throw NoTrainingSamples() }
    self.network = network
    self.settings = settings
    self.patch = patch
    self.seed = seed
    self.compute = compute
    share = try BatchShare(of: settings.batch, in: group)
    drawing = PatchDrawing(
      samples,
      settings: SegmentationSettings(
        steps: settings.steps, batch: settings.batch, patch: patch, schedule: settings.schedule,
        foregroundProbability: 0, spatial: settings.spatial, intensity: nil))
    mask = BlockMask(size: patch, block: settings.block, fraction: settings.maskedFraction)
    optimizer = try AdamW(
      parameters: network.parameters.tensors, learningRate: settings.learningRate,
      betas: (0.9, 0.999), epsilon: 1e-8, weightDecay: settings.weightDecay)
  }

  /// Learns from one batch; the figures are `reconstruction`, the loss, and `norm`, the gradient's norm
  /// before clipping.
  public func step(_ index: Int) throws -> [(name: String, value: Double)] {
    clock.start()
    optimizer.learningRate =
      settings.learningRate * settings.schedule.factor(step: index, of: settings.steps)
    let (images, hidden) = try batch(index)
    let visible = try images * (1.0 - hidden)
    clock.lap(.load)
    optimizer.zeroGradients()
    let pass = try NetworkPass(visible, size: compute.microBatch, forward: outputs)
    let loss = try maskedReconstructionLoss(
      pass.outputs.logits[0], images, hidden: hidden, sums: share.sums)
    clock.lap(.forward)
    try loss.backward()
    try pass.backward()
    clock.lap(.backward)
    try share.averageGradients(optimizer)
    clock.lap(.exchange)
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: settings.gradientNorm)
    try optimizer.step()
    clock.lap(.optimise)
    let figures = try share.average([("reconstruction", loss.item()), ("norm", norm)])
    clock.lap(.exchange)
    return figures
  }

  private func outputs(_ images: Tensor) throws(TorchError) -> NetworkPass.Outputs {
    try network.outputs(images, levels: 1, compute: compute)
  }

  /// Images and what is hidden of them, both `[N, 1, D, H, W]`; N is this process's share.
  func batch(_ index: Int) throws(TorchError) -> (images: Tensor, hidden: Tensor) {
    var patches: [Patch] = []
    var hidden: [Float] = []
    for slot in share.slots {
      var random = SplitMix64(seed: seed, keys: 0x6D61_736B, UInt64(index), UInt64(slot))
      patches.append(drawing.patch(using: &random))
      hidden += mask(using: &random)
    }
    let shape = [share.slots.count, 1] + patch.tensorShape
    return (
      try drawing.images(patches, on: compute.device),
      try Tensor(hidden, shape: shape).to(compute.device)
    )
  }

  /// The network's parameters and the optimiser's state.
  public func state() -> [String: Tensor] {
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
