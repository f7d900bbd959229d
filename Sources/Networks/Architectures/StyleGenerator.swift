public import Torch

/// An image-to-image generator on axial slices whose output style follows a site code.
///
/// `[N, inputs, H, W]` to `[N, 1, H, W]` in -1...1; `H` and `W` are multiples of 4. A stem, two
/// strided convolutions, residual blocks, two nearest-neighbour up-samplings each with a
/// convolution (no checkerboard), a dynamic instance normalisation and a tanh head. The stem's
/// features skip to the last level, so that edges stay where they are.
///
/// - Source: the ResNet generator of Zhu et al. (CycleGAN, ICCV 2017) with the dynamic instance
///   normalisation of the crossMoDA 2023 winner, in two dimensions.
public final class StyleGenerator: StyleTranslator {
  /// What the generator looks like.
  public struct Configuration: Codable, Hashable, Sendable {
    /// The feature channels at full resolution; twice and four times as many below.
    public var width: Int
    /// The number of residual blocks at quarter resolution.
    public var blocks: Int
    /// The number of target sites, the length of the style code.
    public var sites: Int
    /// Input channels: a slice and its neighbours.
    public var inputs: Int

    /// A configuration.
    public init(width: Int = 16, blocks: Int = 4, sites: Int, inputs: Int = 1) {
      self.width = width
      self.blocks = blocks
      self.sites = sites
      self.inputs = inputs
    }
  }

  /// The generator's shape.
  public let configuration: Configuration
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let stem: Convolution
  private let downs: [Convolution]
  private let blocks: [(first: Convolution, second: Convolution)]
  private let ups: [Convolution]
  private let style: DynamicInstanceNormalization
  private let head: Convolution

  /// A generator whose initial weights are fixed by the seed.
  public init(
    _ configuration: Configuration, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    let w = configuration.width
    stem = try Convolution(
      store, "stem", from: configuration.inputs, to: w, kernel: [5, 5], hasBias: false)
    downs = [
      try Convolution(
        store, "down.0", from: w, to: 2 * w, kernel: [3, 3], stride: [2, 2], hasBias: false),
      try Convolution(
        store, "down.1", from: 2 * w, to: 4 * w, kernel: [3, 3], stride: [2, 2], hasBias: false),
    ]
    var blocks: [(first: Convolution, second: Convolution)] = []
    for i in 0..<configuration.blocks {
      blocks.append(
        (
          try Convolution(
            store, "block.\(i).0", from: 4 * w, to: 4 * w, kernel: [3, 3], hasBias: false),
          try Convolution(
            store, "block.\(i).1", from: 4 * w, to: 4 * w, kernel: [3, 3], hasBias: false)
        ))
    }
    self.blocks = blocks
    ups = [
      try Convolution(store, "up.0", from: 4 * w, to: 2 * w, kernel: [3, 3], hasBias: false),
      try Convolution(store, "up.1", from: 3 * w, to: w, kernel: [3, 3], hasBias: false),
    ]
    style = try DynamicInstanceNormalization(
      store, "style", channels: w, codeLength: configuration.sites)
    head = try Convolution(store, "head", from: w, to: 1, kernel: [5, 5], gain: 0.3)
    self.configuration = configuration
    parameters = store
  }

  /// The features that the contrastive loss compares, from shallow to deep.
  ///
  /// For width `w`: the stem `[N, w, H, W]`, the two strided levels `[N, 2w, H/2, W/2]` and
  /// `[N, 4w, H/4, W/4]`, and the output of the residual blocks at the last size.
  public func encode(_ x: Tensor) throws(TorchError) -> [Tensor] {
    let first = try stem(x).instanceNorm(weight: nil, bias: nil).relu()
    let second = try downs[0](first).instanceNorm(weight: nil, bias: nil).relu()
    let third = try downs[1](second).instanceNorm(weight: nil, bias: nil).relu()
    var y = third
    for block in blocks {
      let inner = try block.first(y).instanceNorm(weight: nil, bias: nil).relu()
      y = try y + block.second(inner).instanceNorm(weight: nil, bias: nil)
    }
    return [first, second, third, y]
  }

  /// The image decoded from the features of ``encode(_:)``.
  public func decode(_ features: [Tensor], code: Tensor) throws(TorchError) -> Tensor {
    var y = try ups[0](enlarged(features[3])).instanceNorm(weight: nil, bias: nil).relu()
    // A skip connection at full resolution keeps structures of a millimetre, as the cochlea's turns.
    y = try ups[1](Tensor.concatenate([enlarged(y), features[0]], dim: 1))
    y = try style(y, code: code).relu()
    return try head(y).tanh()
  }

  private func enlarged(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.interpolated(size: [2 * x.shape[2], 2 * x.shape[3]], mode: .nearest)
  }
}
