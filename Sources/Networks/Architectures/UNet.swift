public import Torch

/// A three-dimensional U-Net in the manner of nnU-Net's networks, plain or with a residual encoder.
///
/// Each stage is `convolutionsPerStage` times convolution, instance normalisation and leaky
/// rectifier; a stage starts with a strided convolution, and the way back up is a transposed
/// convolution, the skip connection and the same block again. With deep supervision every
/// decoder stage but the lowest has its own 1x1x1 head.
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

    /// A configuration; traps when channels and strides differ in number.
    public init(
      inputs: Int = 1, classes: Int, channels: [Int], strides: [[Int]],
      convolutionsPerStage: Int = 2, residualBlocks: [Int]? = nil
    ) {
      precondition(channels.count == strides.count, "one stride per stage")
      self.inputs = inputs
      self.classes = classes
      self.channels = channels
      self.strides = strides
      self.convolutionsPerStage = convolutionsPerStage
      self.residualBlocks = residualBlocks
    }

    /// What each spatial size, `[D, H, W]`, must be a multiple of.
    public var divisor: [Int] {
      (0..<3).map { axis in strides.reduce(1) { $0 * $1[axis] } }
    }
  }

  /// The network's shape.
  public let configuration: Configuration
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let encoder: [any UNetStage]
  private let ups: [UpConvolution]
  private let decoder: [Stage]
  private let heads: [Convolution]

  /// A network whose initial weights are fixed by the seed.
  ///
  /// - Throws: `TorchError` for a configuration of fewer than two stages or, as one read from a
  ///   file may be, without one stride of three axes per stage.
  public init(
    _ configuration: Configuration, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let channels = configuration.channels
    let strides = configuration.strides
    guard channels.count >= 2, channels.count == strides.count,
      strides.allSatisfy({ $0.count == 3 })
    else {
      throw TorchError(
        operation: "UNet",
        message: "expected two or more stages, each with one stride of three axes, "
          + "found channels \(channels) and strides \(strides)")
    }
    let store = try ParameterStore(seed: seed, device: device)
    if let blocks = configuration.residualBlocks, blocks.count != channels.count {
      throw TorchError(
        operation: "UNet",
        message: "expected a number of residual blocks for each of \(channels.count) stages, "
          + "found \(blocks)")
    }
    let depth = configuration.convolutionsPerStage
    var encoder: [any UNetStage] = []
    var ups: [UpConvolution] = []
    var decoder: [Stage] = []
    var heads: [Convolution] = []
    for (level, width) in channels.enumerated() {
      let inputs = level == 0 ? configuration.inputs : channels[level - 1]
      let name = "encoder.\(level)"
      if let blocks = configuration.residualBlocks {
        encoder.append(
          try ResidualStage(
            store, name, from: inputs, to: width, stride: strides[level], count: blocks[level],
            hasStem: level == 0))
      } else {
        encoder.append(
          try Stage(
            store, name, from: inputs, to: width, stride: strides[level], count: depth))
      }
    }
    for level in 0..<(channels.count - 1) {
      let width = channels[level]
      ups.append(
        try UpConvolution(
          store, "up.\(level)", from: channels[level + 1], to: width,
          stride: strides[level + 1]))
      decoder.append(
        try Stage(
          store, "decoder.\(level)", from: 2 * width, to: width, stride: [1, 1, 1], count: depth))
      heads.append(
        try Convolution(
          store, "head.\(level)", from: width, to: configuration.classes, kernel: [1, 1, 1],
          gain: 0.5))
    }
    self.configuration = configuration
    self.encoder = encoder
    self.ups = ups
    self.decoder = decoder
    self.heads = heads
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
  ///
  /// - Parameter recomputes: whether stages keep no activations for the backward pass but compute them
  ///   again in it, see `recomputed`: less memory, a third more time, the same gradients.
  public func outputs(
    _ x: Tensor, levels: Int, recomputes: Bool = false
  ) throws(TorchError) -> (logits: [Tensor], features: Tensor) {
    func part(
      _ inputs: [Tensor], _ body: @escaping ([Tensor]) throws(TorchError) -> Tensor
    ) throws(TorchError) -> Tensor {
      recomputes ? try recomputed(inputs, body) : try body(inputs)
    }
    var skips: [Tensor] = []
    var y = x
    for stage in encoder {
      y = try part([y]) { (x) throws(TorchError) in try stage(x[0]) }
      skips.append(y)
    }
    let features = y
    var outputs: [Tensor] = []
    for level in decoder.indices.reversed() {
      let (up, stage) = (ups[level], decoder[level])
      y = try part([y, skips[level]]) { (x) throws(TorchError) in
        try stage(Tensor.concatenate([up(x[0]), x[1]], dim: 1))
      }
      if level < levels { outputs.insert(try heads[level](y), at: 0) }
    }
    return (outputs, features)
  }

  /// Convolution, normalisation and rectifier, `count` times; the first may stride.
  struct Stage: UNetStage {
    private let convolutions: [Convolution]
    private let norms: [InstanceNormalization]

    init(
      _ store: ParameterStore, _ name: String, from inputs: Int, to outputs: Int, stride: [Int],
      count: Int
    ) throws(TorchError) {
      var convolutions: [Convolution] = []
      var norms: [InstanceNormalization] = []
      for i in 0..<count {
        convolutions.append(
          try Convolution(
            store, "\(name).conv.\(i)", from: i == 0 ? inputs : outputs, to: outputs,
            kernel: [3, 3, 3], stride: i == 0 ? stride : [1, 1, 1], hasBias: false))
        norms.append(
          try InstanceNormalization(store, "\(name).norm.\(i)", channels: outputs))
      }
      self.convolutions = convolutions
      self.norms = norms
    }

    func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
      var y = x
      for (convolution, norm) in zip(convolutions, norms) {
        y = try norm(convolution(y)).leakyRelu(slope: 0.01)
      }
      return y
    }
  }
}
