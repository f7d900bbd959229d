public import Torch

/// Instance normalisation with a learned scale and shift per channel; any spatial rank.
///
/// - Source: Ulyanov et al., arXiv 1607.08022.
public struct InstanceNormalization {
  let weight: Tensor
  let bias: Tensor

  /// A normalisation that starts as the plain one: scale 1, shift 0.
  public init(_ store: ParameterStore, _ name: String, channels: Int) throws(TorchError) {
    weight = try store.add("\(name).weight", shape: [channels], .constant(1))
    bias = try store.add("\(name).bias", shape: [channels], .constant(0))
  }

  /// Applies the normalisation over all spatial axes; the shape stays.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.instanceNorm(weight: weight, bias: bias)
  }
}

/// Instance normalisation whose scale and shift are linear in a style code.
///
/// `[N, C, (D,) H, W]` and a code `[N, codeLength]` to the same shape. With a one-hot code of the
/// scanner's site this renders one anatomy in each site's style; a mixed code gives styles in
/// between.
///
/// - Source: the dynamic instance normalisation of the crossMoDA 2023 winner (Liu et al., 2023).
public struct DynamicInstanceNormalization {
  let scale: Tensor
  let shift: Tensor

  /// A normalisation that starts with scale 1 and shift 0 for every code.
  public init(
    _ store: ParameterStore, _ name: String, channels: Int, codeLength: Int
  ) throws(TorchError) {
    scale = try store.add("\(name).scale", shape: [channels, codeLength], .normal(0.02))
    shift = try store.add("\(name).shift", shape: [channels, codeLength], .normal(0.02))
  }

  /// Applies the normalisation with the style of `code`.
  public func callAsFunction(_ x: Tensor, code: Tensor) throws(TorchError) -> Tensor {
    let shape = x.shape.prefix(2) + x.shape.dropFirst(2).map { _ in 1 }
    let gamma = try code.linear(weight: scale, bias: nil).reshaped(Array(shape))
    let beta = try code.linear(weight: shift, bias: nil).reshaped(Array(shape))
    let plain = try x.instanceNorm(weight: nil, bias: nil)
    return try plain * (gamma + 1) + beta
  }
}
