import Torch

/// The way back up of a U-Net, with a 1x1x1 head at each of its stages.
struct UNetDecoder {
  private let ups: [UpConvolution]
  private let stages: [ConvolutionStage]
  private let heads: [Convolution]

  /// A decoder whose heads have `classes` outputs.
  ///
  /// - Parameter prefix: put before its parameters' paths.
  init(
    _ store: ParameterStore, _ prefix: String, _ configuration: UNet.Configuration, classes: Int
  ) throws(TorchError) {
    let channels = configuration.channels
    var ups: [UpConvolution] = []
    var stages: [ConvolutionStage] = []
    var heads: [Convolution] = []
    for level in 0..<(channels.count - 1) {
      let width = channels[level]
      ups.append(
        try UpConvolution(
          store, "\(prefix)up.\(level)", from: channels[level + 1], to: width,
          stride: configuration.strides[level + 1]))
      stages.append(
        try ConvolutionStage(
          store, "\(prefix)decoder.\(level)", from: 2 * width, to: width, stride: [1, 1, 1],
          kernel: configuration.kernel(level), count: configuration.convolutionsPerStage))
      heads.append(
        try Convolution(
          store, "\(prefix)head.\(level)", from: width, to: classes, kernel: [1, 1, 1], gain: 0.5))
    }
    self.ups = ups
    self.stages = stages
    self.heads = heads
  }

  /// The logits of the `levels` highest stages, full resolution first.
  ///
  /// - Parameter skips: what each encoder stage gave, full resolution first.
  func callAsFunction(_ skips: [Tensor], levels: Int) throws(TorchError) -> [Tensor] {
    var y = skips[skips.count - 1]
    var outputs: [Tensor] = []
    for level in stages.indices.reversed() {
      let up = try ups[level](y)
      y = try stages[level](Tensor.concatenate([up, skips[level]], dim: 1))
      if level < levels { outputs.insert(try heads[level](y), at: 0) }
    }
    return outputs
  }
}

/// Convolution, normalisation and leaky rectifier, `count` times; the first may stride.
struct ConvolutionStage: UNetStage {
  private let convolutions: [Convolution]
  private let norms: [InstanceNormalization]

  init(
    _ store: ParameterStore, _ name: String, from inputs: Int, to outputs: Int, stride: [Int],
    kernel: [Int], count: Int
  ) throws(TorchError) {
    var convolutions: [Convolution] = []
    var norms: [InstanceNormalization] = []
    for i in 0..<count {
      convolutions.append(
        try Convolution(
          store, "\(name).conv.\(i)", from: i == 0 ? inputs : outputs, to: outputs,
          kernel: kernel, stride: i == 0 ? stride : [1, 1, 1], hasBias: false))
      norms.append(try InstanceNormalization(store, "\(name).norm.\(i)", channels: outputs))
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
