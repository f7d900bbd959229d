import Imaging
public import Networks
import Preprocessing
public import Torch

/// Trains a U-Net to fill in hidden blocks of scans; labels are not looked at.
///
/// Hidden voxels are 0, the mean of a normalised image. The loss is the mean squared error over them alone:
/// what is visible need not be drawn again. Patch `b` of step `t` depends only on (seed, `t`, `b`).
public final class MaskedReconstructionLearner: Learner {
  private let network: UNet
  private let settings: PretrainingSettings
  private let drawing: PatchDrawing
  private let mask: BlockMask
  private let patch: SIMD3<Int>
  private let optimizer: AdamW
  private let seed: UInt64
  private let device: Device
  private let usesBFloat16: Bool

  /// A learner over samples that are already normalised.
  ///
  /// - Parameters:
  ///   - network: with one class: its output is the image.
  ///   - patch: in voxels, `(i, j, k)`.
  /// - Throws: ``NoTrainingSamples`` when there are none.
  public init(
    _ network: UNet, settings: PretrainingSettings, patch: SIMD3<Int>, samples: [TrainingSample],
    seed: UInt64, device: Device = .cpu, usesBFloat16: Bool = false
  ) throws {
    precondition(network.configuration.classes == 1, "a reconstruction has one channel")
    guard !samples.isEmpty else { throw NoTrainingSamples() }
    self.network = network
    self.settings = settings
    self.patch = patch
    self.seed = seed
    self.device = device
    self.usesBFloat16 = usesBFloat16
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
    optimizer.learningRate =
      settings.learningRate * settings.schedule.factor(step: index, of: settings.steps)
    let (images, hidden) = try batch(index)
    let visible = try images * (1.0 - hidden)
    optimizer.zeroGradients()
    let output =
      usesBFloat16
      ? try autocast(.bfloat16, on: device) { () throws(TorchError) in try network(visible) }
      : try network(visible)
    let loss = try maskedReconstructionLoss(output, images, hidden: hidden)
    try loss.backward()
    let norm = try clipGradientNorm(network.parameters.tensors, maximum: settings.gradientNorm)
    try optimizer.step()
    return [("reconstruction", try loss.item()), ("norm", norm)]
  }

  /// Images and what is hidden of them, both `[N, 1, D, H, W]`.
  func batch(_ index: Int) throws(TorchError) -> (images: Tensor, hidden: Tensor) {
    var patches: [Patch] = []
    var hidden: [Float] = []
    for slot in 0..<settings.batch {
      var random = SplitMix64(seed: seed, keys: 0x6D61_736B, UInt64(index), UInt64(slot))
      patches.append(drawing.patch(using: &random))
      hidden += mask(using: &random)
    }
    let shape = [settings.batch, 1] + patch.tensorShape
    return (
      try drawing.images(patches, on: device), try Tensor(hidden, shape: shape).to(device)
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
