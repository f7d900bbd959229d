public import Torch

/// A three-dimensional U-Net in the manner of nnU-Net's networks, plain or with a residual encoder.
///
/// Each stage is `convolutionsPerStage` times convolution, instance normalisation and leaky
/// rectifier; a stage starts with a strided convolution, and the way back up is a transposed
/// convolution, the skip connection and the same block again. With deep supervision every
/// decoder stage but the lowest has its own 1x1x1 head. Groups of classes may each have a decoder of
/// their own on one encoder.
///
/// - Source: Isensee et al., Nature Methods 18, 2021.
public final class UNet {
  /// What the network looks like; stored in `plan.json`.
  public struct Configuration: Codable, Hashable, Sendable {
    /// The number of input channels.
    public var inputs: Int
    /// The number of classes, background included.
    public var classes: Int
    /// The feature channels per stage, from full resolution down.
    public var channels: [Int]
    /// The stride that enters each stage, `[D, H, W]`; the first is normally 1, 1, 1.
    public var strides: [[Int]]
    /// Convolutions per stage, in encoder and decoder.
    public var convolutionsPerStage: Int
    /// Residual blocks per encoder stage; `nil` for a plain encoder.
    public var residualBlocks: [Int]?
    /// The kernel of each stage's convolutions, `[D, H, W]`, odd; `nil` is 3, 3, 3 everywhere.
    public var kernels: [[Int]]?
    /// Groups of classes with a decoder of their own; `nil` is one decoder for all.
    public var heads: [Head]?

    /// A configuration; traps when channels and strides differ in number.
    public init(
      inputs: Int = 1, classes: Int, channels: [Int], strides: [[Int]],
      convolutionsPerStage: Int = 2, residualBlocks: [Int]? = nil, kernels: [[Int]]? = nil,
      heads: [Head]? = nil
    ) {
      precondition(channels.count == strides.count, "one stride per stage")
      self.inputs = inputs
      self.classes = classes
      self.channels = channels
      self.strides = strides
      self.convolutionsPerStage = convolutionsPerStage
      self.residualBlocks = residualBlocks
      self.kernels = kernels
      self.heads = heads
    }

    /// What each spatial size, `[D, H, W]`, must be a multiple of.
    public var divisor: [Int] {
      (0..<3).map { axis in strides.reduce(1) { $0 * $1[axis] } }
    }

    /// The kernel of a stage, from 0.
    func kernel(_ level: Int) -> [Int] { kernels?[level] ?? [3, 3, 3] }
  }

  /// The network's shape.
  public let configuration: Configuration
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let encoder: [any UNetStage]
  private let decoders: [UNetDecoder]

  /// A network whose initial weights are fixed by the seed.
  ///
  /// - Throws: `TorchError` for a configuration of fewer than two stages or, as one read from a
  ///   file may be, without one stride of three axes per stage.
  public init(
    _ configuration: Configuration, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    try configuration.check()
    let channels = configuration.channels
    let strides = configuration.strides
    let store = try ParameterStore(seed: seed, device: device)
    var encoder: [any UNetStage] = []
    for (level, width) in channels.enumerated() {
      let inputs = level == 0 ? configuration.inputs : channels[level - 1]
      let name = "encoder.\(level)"
      if let blocks = configuration.residualBlocks {
        encoder.append(
          try ResidualStage(
            store, name, from: inputs, to: width, stride: strides[level],
            kernel: configuration.kernel(level), count: blocks[level], hasStem: level == 0))
      } else {
        encoder.append(
          try ConvolutionStage(
            store, name, from: inputs, to: width, stride: strides[level],
            kernel: configuration.kernel(level), count: configuration.convolutionsPerStage))
      }
    }
    var decoders: [UNetDecoder] = []
    let groups = configuration.groups
    for (number, group) in groups.enumerated() {
      decoders.append(
        try UNetDecoder(
          store, groups.count == 1 ? "" : "group.\(number).", configuration,
          classes: group.count + 1))
    }
    self.configuration = configuration
    self.encoder = encoder
    self.decoders = decoders
    parameters = store
  }

  /// The logits at full resolution, `[N, inputs, D, H, W]` to `[N, classes, D, H, W]`.
  ///
  /// - Throws: `TorchError` when a size is no multiple of the configuration's divisor.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try logits(x, levels: 1)[0]
  }

  /// The logits of the `levels` highest decoder stages, full resolution first.
  public func logits(_ x: Tensor, levels: Int) throws(TorchError) -> [Tensor] {
    try outputs(x, levels: levels).logits
  }

  /// The logits of ``logits(_:levels:)`` and the features of the lowest stage.
  public func outputs(
    _ x: Tensor, levels: Int
  ) throws(TorchError) -> (logits: [Tensor], features: Tensor) {
    var skips: [Tensor] = []
    var features = x
    for stage in encoder {
      features = try stage(features)
      skips.append(features)
    }
    var parts: [[Tensor]] = []
    for decoder in decoders { parts.append(try decoder(skips, levels: levels)) }
    guard parts.count > 1 else { return (parts[0], features) }
    var joined: [Tensor] = []
    for level in parts[0].indices {
      joined.append(
        try joinedLogits(parts.map { $0[level] }, groups: configuration.groups))
    }
    return (joined, features)
  }
}

extension UNet.Configuration {
  /// Refuses what cannot be built, as a configuration read from a file may be.
  func check() throws(TorchError) {
    guard channels.count >= 2, channels.count == strides.count,
      strides.allSatisfy({ $0.count == 3 })
    else {
      throw TorchError(
        operation: "UNet",
        message: "expected two or more stages, each with one stride of three axes, "
          + "found channels \(channels) and strides \(strides)")
    }
    if let blocks = residualBlocks, blocks.count != channels.count {
      throw TorchError(
        operation: "UNet",
        message: "expected a number of residual blocks for each of \(channels.count) stages, "
          + "found \(blocks)")
    }
    if let kernels,
      kernels.count != channels.count
        || !kernels.allSatisfy({ $0.count == 3 && $0.allSatisfy { $0 > 0 && $0 % 2 == 1 } })
    {
      throw TorchError(
        operation: "UNet",
        message: "expected an odd kernel of three axes for each of \(channels.count) stages, "
          + "found \(kernels)")
    }
    if let headProblem { throw TorchError(operation: "UNet", message: headProblem) }
  }
}
