public import Torch

/// A patch discriminator: one real-or-fake score per overlapping patch of a slice or a block.
///
/// `[N, inputs, H, W]` to `[N, 1, H/4, W/4]`, or `[N, inputs, D, H, W]` to `[N, 1, D, H/4, W/4]`. It is not told the site: a fake in the style of a
/// site is compared with real slices of that same site.
///
/// - Source: Isola et al., CVPR 2017 (PatchGAN), one level shallower.
public final class PatchDiscriminator {
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let layers: [Convolution]
  private let score: Convolution

  /// A discriminator whose initial weights are fixed by the seed.
  ///
  /// - Parameter dimensions: 2, or 3 with kernels 3 deep and no step along the depth.
  public init(
    inputs: Int = 1, width: Int = 16, dimensions: Int = 2, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    func kernel(_ side: Int) -> [Int] { dimensions == 3 ? [3, side, side] : [side, side] }
    let halving = dimensions == 3 ? [1, 2, 2] : [2, 2]
    layers = [
      try Convolution(
        store, "conv.0", from: inputs, to: width, kernel: kernel(5), stride: halving),
      try Convolution(
        store, "conv.1", from: width, to: 2 * width, kernel: kernel(5), stride: halving,
        hasBias: false),
      try Convolution(
        store, "conv.2", from: 2 * width, to: 4 * width, kernel: kernel(3), hasBias: false),
    ]
    score = try Convolution(store, "score", from: 4 * width, to: 1, kernel: kernel(3), gain: 0.5)
    parameters = store
  }

  /// The score map; 1 means real, 0 means fake under a least-squares loss.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    var y = try layers[0](x).leakyRelu(slope: 0.2)
    for layer in layers.dropFirst() {
      y = try layer(y).instanceNorm(weight: nil, bias: nil).leakyRelu(slope: 0.2)
    }
    return try score(y)
  }
}
