public import Torch

/// The generator of the crossMoDA 2023 winner: anti-aliased resampling, residual blocks, one dynamic
/// instance normalisation on a site code.
///
/// `[N, inputs, (D,) H, W]` to `[N, 1, (D,) H, W]` in -1...1, in two or three dimensions; every size is
/// a multiple of 4, at least 8. A 7-wide stem, two levels of convolution and blurred halving, residual
/// blocks at a quarter of the resolution, two levels of linear enlargement and convolution, a 7-wide
/// head. Borders are mirrored. There is no skip connection: what the picture shows has passed the blocks.
///
/// The published code blurs with `a_i a_j a_k^2` in three dimensions and scales the enlargement by
/// `stride^2`; instance normalisation hides both. Here blur and enlargement are separable and keep means.
///
/// - Source: Liu et al., crossMoDA 2023 (arXiv 2311.12437), after CUT's ResNet generator.
public final class AntiAliasedGenerator: StyleTranslator {
  /// What the generator looks like.
  public struct Configuration: Codable, Hashable, Sendable {
    /// 2 for slices, 3 for blocks.
    public var dimensions: Int
    /// Input channels: neighbouring slices in two dimensions.
    public var inputs: Int
    /// The feature channels at full resolution; twice and four times as many below.
    public var width: Int
    /// The number of residual blocks.
    public var blocks: Int
    /// The length of the style code.
    public var codeLength: Int

    /// A configuration.
    public init(
      dimensions: Int = 2, inputs: Int = 1, width: Int = 64, blocks: Int = 9, codeLength: Int
    ) {
      self.dimensions = dimensions
      self.inputs = inputs
      self.width = width
      self.blocks = blocks
      self.codeLength = codeLength
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
  private let halving: [Int]

  /// A generator whose initial weights are fixed by the seed.
  public init(
    _ configuration: Configuration, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    let w = configuration.width
    func kernel(_ side: Int) -> [Int] { [Int](repeating: side, count: configuration.dimensions) }
    func convolution(
      _ name: String, _ inputs: Int, _ outputs: Int
    ) throws(TorchError) -> Convolution {
      try Convolution(
        store, name, from: inputs, to: outputs, kernel: kernel(3), hasBias: false,
        mirrorsBorder: true)
    }
    stem = try Convolution(
      store, "stem", from: configuration.inputs, to: w, kernel: kernel(7), hasBias: false,
      mirrorsBorder: true)
    downs = [try convolution("down.0", w, 2 * w), try convolution("down.1", 2 * w, 4 * w)]
    var blocks: [(first: Convolution, second: Convolution)] = []
    for i in 0..<configuration.blocks {
      blocks.append(
        (
          try convolution("block.\(i).0", 4 * w, 4 * w),
          try convolution("block.\(i).1", 4 * w, 4 * w)
        ))
    }
    self.blocks = blocks
    ups = [try convolution("up.0", 4 * w, 2 * w), try convolution("up.1", 2 * w, w)]
    style = try DynamicInstanceNormalization(
      store, "style", channels: w, codeLength: configuration.codeLength)
    head = try Convolution(
      store, "head", from: w, to: 1, kernel: kernel(7), gain: 0.3, mirrorsBorder: true)
    halving = kernel(2)
    self.configuration = configuration
    parameters = store
  }

  /// The features that the contrastive loss compares, from shallow to deep.
  public func encode(_ x: Tensor) throws(TorchError) -> [Tensor] {
    let first = try normalised(stem(x))
    let second = try blurDownsampled(normalised(downs[0](first)), stride: halving)
    let third = try blurDownsampled(normalised(downs[1](second)), stride: halving)
    var y = third
    for block in blocks {
      let inner = try normalised(block.first(y))
      y = try y + block.second(inner).instanceNorm(weight: nil, bias: nil)
    }
    return [first, second, third, y]
  }

  /// The image decoded from the deepest features.
  public func decode(_ features: [Tensor], code: Tensor) throws(TorchError) -> Tensor {
    var y = try normalised(ups[0](linearlyEnlarged(features[3], by: halving)))
    y = try ups[1](linearlyEnlarged(y, by: halving))
    y = try style(y, code: code).relu()
    return try head(y).tanh()
  }

  private func normalised(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.instanceNorm(weight: nil, bias: nil).relu()
  }
}
