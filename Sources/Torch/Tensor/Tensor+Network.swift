internal import CTorch

// What networks are made of; batches come first, channels second.
extension Tensor {
  /// The matrix product of the last two axes, broadcast over the others.
  public func matmul(_ other: Tensor) throws(TorchError) -> Tensor {
    try newTensor("matmul") { ctorch_matmul(handle, other.handle, $0) }
  }

  /// `x * weight^T + bias` over the last axis; `weight` is `[out, in]`.
  public func linear(weight: Tensor, bias: Tensor?) throws(TorchError) -> Tensor {
    try newTensor("linear") { ctorch_linear(handle, weight.handle, bias?.handle, $0) }
  }

  /// A convolution of `[N, C, H, W]` with `[out, C / groups, h, w]`.
  public func conv2d(
    weight: Tensor, bias: Tensor?, stride: [Int], padding: [Int], groups: Int = 1
  ) throws(TorchError) -> Tensor {
    try convolution("conv2d", weight, bias, stride, padding, groups)
  }

  /// A convolution of `[N, C, D, H, W]` with `[out, C / groups, d, h, w]`.
  public func conv3d(
    weight: Tensor, bias: Tensor?, stride: [Int], padding: [Int], groups: Int = 1
  ) throws(TorchError) -> Tensor {
    try convolution("conv3d", weight, bias, stride, padding, groups)
  }

  private func convolution(
    _ name: String, _ weight: Tensor, _ bias: Tensor?, _ stride: [Int], _ padding: [Int],
    _ groups: Int
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { error in
      withInts(stride) { stride in
        withInts(padding) { padding in
          ctorch_convolution(
            handle, weight.handle, bias?.handle, stride, padding, Int64(groups), error)
        }
      }
    }
  }

  /// A transposed convolution of `[N, C, H, W]` with `[C, out, h, w]`.
  public func convTranspose2d(
    weight: Tensor, bias: Tensor?, stride: [Int], padding: [Int], outputPadding: [Int]
  ) throws(TorchError) -> Tensor {
    try transposedConvolution("convTranspose2d", weight, bias, stride, padding, outputPadding)
  }

  /// A transposed convolution of `[N, C, D, H, W]` with `[C, out, d, h, w]`.
  public func convTranspose3d(
    weight: Tensor, bias: Tensor?, stride: [Int], padding: [Int], outputPadding: [Int]
  ) throws(TorchError) -> Tensor {
    try transposedConvolution("convTranspose3d", weight, bias, stride, padding, outputPadding)
  }

  private func transposedConvolution(
    _ name: String, _ weight: Tensor, _ bias: Tensor?, _ stride: [Int], _ padding: [Int],
    _ outputPadding: [Int]
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { error in
      withInts(stride) { stride in
        withInts(padding) { padding in
          withInts(outputPadding) { outputPadding in
            ctorch_transposed_convolution(
              handle, weight.handle, bias?.handle, stride, padding, outputPadding, error)
          }
        }
      }
    }
  }

  /// Each channel of each image to mean 0 and variance 1, then scaled and shifted per channel.
  public func instanceNorm(
    weight: Tensor?, bias: Tensor?, epsilon: Double = 1e-5
  ) throws(TorchError) -> Tensor {
    try newTensor("instanceNorm") {
      ctorch_instance_norm(handle, weight?.handle, bias?.handle, epsilon, $0)
    }
  }

  /// Each group of channels of each image to mean 0 and variance 1, then scaled and shifted.
  public func groupNorm(
    groups: Int, weight: Tensor?, bias: Tensor?, epsilon: Double = 1e-5
  ) throws(TorchError) -> Tensor {
    try newTensor("groupNorm") {
      ctorch_group_norm(handle, Int64(groups), weight?.handle, bias?.handle, epsilon, $0)
    }
  }

  /// The largest scalar of each window; two or three spatial axes, by the kernel's length.
  public func maxPool(kernel: [Int], stride: [Int]) throws(TorchError) -> Tensor {
    try pool("maxPool", kernel, stride, isMaximum: true)
  }

  /// The mean of each window; two or three spatial axes, by the kernel's length.
  public func avgPool(kernel: [Int], stride: [Int]) throws(TorchError) -> Tensor {
    try pool("avgPool", kernel, stride, isMaximum: false)
  }

  private func pool(
    _ name: String, _ kernel: [Int], _ stride: [Int], isMaximum: Bool
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { error in
      withInts(kernel) { kernel in
        withInts(stride) { ctorch_pool(handle, kernel, $0, isMaximum, error) }
      }
    }
  }

  /// How values between grid points are taken.
  public enum InterpolationMode: Hashable, Sendable {
    /// The nearest value.
    case nearest
    /// Linear along each axis.
    case linear(alignCorners: Bool)
  }

  /// The spatial axes resized; two or three, by the length of `size`.
  public func interpolated(size: [Int], mode: InterpolationMode) throws(TorchError) -> Tensor {
    let (isLinear, alignCorners) =
      if case .linear(let align) = mode { (true, align) } else { (false, false) }
    return try newTensor("interpolated") { error in
      withInts(size) { ctorch_interpolate(handle, $0, isLinear, alignCorners, error) }
    }
  }

  /// The scalars, each dropped with probability `p` and the rest scaled by `1 / (1 - p)`.
  public func dropout(p: Double, training: Bool) throws(TorchError) -> Tensor {
    try newTensor("dropout") { ctorch_dropout(handle, p, training, $0) }
  }

  /// The sampling grid of affine maps `[N, 3, 4]` for images `[N, C, D, H, W]`.
  public static func affineGrid(
    _ theta: Tensor, size: [Int], alignCorners: Bool = false
  ) throws(TorchError) -> Tensor {
    try newTensor("affineGrid") { error in
      withInts(size) { ctorch_affine_grid(theta.handle, $0, alignCorners, error) }
    }
  }

  /// The images sampled at a grid of positions in -1...1.
  public func gridSample(
    _ grid: Tensor, linear: Bool = true, clampingToBorder: Bool = true, alignCorners: Bool = false
  ) throws(TorchError) -> Tensor {
    try newTensor("gridSample") {
      ctorch_grid_sample(handle, grid.handle, linear, clampingToBorder, alignCorners, $0)
    }
  }
}
