import Torch

// Resampling without aliasing: a strided convolution alone turns a shift of one pixel into another
// picture, which a translator learns to hide behind texture.

/// Every second value along the axes of stride 2, after a binomial blur `[1, 2, 1] / 4` along them.
///
/// `[N, C, (D,) H, W]`; an even length is halved, axes of stride 1 stay. The border is mirrored.
///
/// - Parameter stride: 1 or 2 per spatial axis, in torch's order.
/// - Source: Zhang, "Making convolutional networks shift-invariant again", ICML 2019.
func blurDownsampled(_ x: Tensor, stride: [Int]) throws(TorchError) -> Tensor {
  var kernel: [Float] = [1]
  for step in stride {
    let line: [Float] = step == 2 ? [0.25, 0.5, 0.25] : [1]
    kernel = kernel.flatMap { outer in line.map { outer * $0 } }
  }
  let channels = x.shape[1]
  let shape = stride.map { $0 == 2 ? 3 : 1 }
  let weight = try Tensor(kernel, shape: [1, 1] + shape, device: x.device)
    .expanded([channels, 1] + shape).contiguous()
  let pads = stride.reversed().flatMap { $0 == 2 ? [1, 1] : [0, 0] }
  let padded = try x.padded(pads, mode: .reflect)
  let none = stride.map { _ in 0 }
  return stride.count == 3
    ? try padded.conv3d(weight: weight, bias: nil, stride: stride, padding: none, groups: channels)
    : try padded.conv2d(weight: weight, bias: nil, stride: stride, padding: none, groups: channels)
}

/// Each spatial length times its factor, by linear interpolation between voxel centres.
///
/// At factor 2 this is the transposed binomial blur `[1, 3, 3, 1] / 4` of the same source.
func linearlyEnlarged(_ x: Tensor, by factors: [Int]) throws(TorchError) -> Tensor {
  let size = zip(x.shape.dropFirst(2), factors).map { $0 * $1 }
  return try x.interpolated(size: size, mode: .linear(alignCorners: false))
}
