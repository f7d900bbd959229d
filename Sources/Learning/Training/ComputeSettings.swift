public import Torch

/// How training steps are computed; none of it changes what is learned, but for rounding.
public struct ComputeSettings: Hashable, Sendable {
  /// Where tensors live.
  public var device: Device
  /// Whether networks compute in bfloat16.
  public var usesBFloat16: Bool
  /// The labelled patches whose activations are held at once; `nil` holds those of a whole step.
  ///
  /// Fewer than a step has cost one more forward pass. The loss is the whole batch's all the same.
  public var microBatch: Int?
  /// Whether a U-Net's stages compute their activations again for the backward pass.
  public var recomputesActivations: Bool
  /// Whether a U-Net's activations lie in memory with the channels of a voxel side by side.
  public var usesChannelsLast: Bool

  /// Settings, by default the plainest.
  public init(
    device: Device = .cpu, usesBFloat16: Bool = false, microBatch: Int? = nil,
    recomputesActivations: Bool = false, usesChannelsLast: Bool = false
  ) {
    self.device = device
    self.usesBFloat16 = usesBFloat16
    self.microBatch = microBatch
    self.recomputesActivations = recomputesActivations
    self.usesChannelsLast = usesChannelsLast
  }
}
