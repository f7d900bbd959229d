public import Torch

/// A convolution in two or three dimensions, by the length of its kernel.
///
/// `[N, in, (D,) H, W]` to `[N, out, (D',) H', W']`. Padding is `kernel / 2`, so stride 1 keeps the
/// size and stride 2 halves an even one.
public struct Convolution {
  let weight: Tensor
  let bias: Tensor?
  let stride: [Int]
  let padding: [Int]
  private let mirrorsBorder: Bool

  /// A convolution with He-normal weights for a leaky rectifier and a zero bias.
  ///
  /// - Parameters:
  ///   - kernel: sizes in torch's order, `[D, H, W]` or `[H, W]`; odd.
  ///   - gain: multiplies the initial standard deviation.
  ///   - mirrorsBorder: whether the image is mirrored beyond its border instead of being 0 there; each
  ///     length must then be larger than half the kernel.
  /// - Source: He et al., "Delving deep into rectifiers", ICCV 2015.
  public init(
    _ store: ParameterStore, _ name: String, from inputs: Int, to outputs: Int, kernel: [Int],
    stride: [Int]? = nil, hasBias: Bool = true, gain: Double = 1,
    mirrorsBorder: Bool = false
  ) throws(TorchError) {
    let fanIn = Double(inputs * kernel.reduce(1, *))
    weight = try store.add(
      "\(name).weight", shape: [outputs, inputs] + kernel, .normal(gain * (2 / fanIn).squareRoot()))
    bias = hasBias ? try store.add("\(name).bias", shape: [outputs], .constant(0)) : nil
    self.stride = stride ?? kernel.map { _ in 1 }
    padding = kernel.map { $0 / 2 }
    self.mirrorsBorder = mirrorsBorder
  }

  /// Applies the convolution.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    var (x, padding) = (x, padding)
    if mirrorsBorder {
      x = try x.padded(padding.reversed().flatMap { [$0, $0] }, mode: .reflect)
      padding = padding.map { _ in 0 }
    }
    return stride.count == 3
      ? try x.conv3d(weight: weight, bias: bias, stride: stride, padding: padding)
      : try x.conv2d(weight: weight, bias: bias, stride: stride, padding: padding)
  }
}

/// A transposed convolution in three dimensions whose kernel equals its stride.
///
/// `[N, in, D, H, W]` to `[N, out, D * s0, H * s1, W * s2]`: each voxel becomes one block.
public struct UpConvolution {
  let weight: Tensor
  let stride: [Int]

  /// An up-convolution with He-normal weights and no bias.
  public init(
    _ store: ParameterStore, _ name: String, from inputs: Int, to outputs: Int, stride: [Int]
  ) throws(TorchError) {
    let deviation = (2 / Double(inputs)).squareRoot()
    weight = try store.add("\(name).weight", shape: [inputs, outputs] + stride, .normal(deviation))
    self.stride = stride
  }

  /// Applies the up-convolution.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.convTranspose3d(
      weight: weight, bias: nil, stride: stride, padding: [0, 0, 0], outputPadding: [0, 0, 0])
  }
}
