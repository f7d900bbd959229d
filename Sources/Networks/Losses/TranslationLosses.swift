public import Torch

/// The patch-wise contrastive loss: a position of the output must resemble the same position of
/// the input more than it resembles other positions.
///
/// It asks nothing about intensity, so it keeps structure while contrast changes.
///
/// - Parameters:
///   - queries: `[N, P, width]`, unit rows, from the translated image.
///   - keys: the same shape, from the input image; no gradient flows into them.
///   - temperature: 0.07 in the paper.
/// - Returns: a scalar; `log(P)` is chance.
/// - Source: Park et al., ECCV 2020, equation 4 with negatives from the same image.
public func patchContrastiveLoss(
  queries: Tensor, keys: Tensor, temperature: Double = 0.07
) throws(TorchError) -> Tensor {
  let batch = queries.shape[0]
  let count = queries.shape[1]
  let similarity = try queries.matmul(keys.detached().transposed(1, 2)) / temperature
  let own = try Tensor.arange(count).to(queries.device)
  let target = try Tensor.concatenate([Tensor](repeating: own, count: batch), dim: 0)
  return try similarity.reshaped([batch * count, count]).crossEntropy(target: target, weight: nil)
}

/// One minus the mean squared local correlation of two slices: 0 when each neighbourhood of one is a
/// linear function of the same neighbourhood of the other.
///
/// The square makes it blind to whether bright became dark, so it keeps structure while contrast
/// turns around. Neighbourhoods without structure, whose variance is far below `floor`, count as
/// uncorrelated and therefore give no gradient to copy noise.
///
/// - Parameters:
///   - a: `[N, 1, H, W]`.
///   - b: the same shape.
///   - radius: neighbourhoods are squares of `2 * radius + 1` pixels.
///   - floor: added to each variance; intensities squared.
/// - Returns: a scalar in 0...1.
/// - Source: the local correlation of Avants et al., Med Image Anal 12:26, 2008, on registration.
public func localCorrelationLoss(
  _ a: Tensor, _ b: Tensor, radius: Int = 4, floor: Double = 5e-3
) throws(TorchError) -> Tensor {
  let side = 2 * radius + 1
  let kernel = try Tensor.full(
    [1, 1, side, side], 1 / Double(side * side), device: a.device)
  // The border is continued: zeros beyond it would be an edge that no linear function keeps.
  let (a, b) = (try continued(a, radius), try continued(b, radius))
  func mean(_ x: Tensor) throws(TorchError) -> Tensor {
    try x.conv2d(weight: kernel, bias: nil, stride: [1, 1], padding: [0, 0])
  }
  let (meanA, meanB) = (try mean(a), try mean(b))
  let covariance = try mean(a * b) - meanA * meanB
  let varianceA = try (mean(a.square()) - meanA.square()).clamp(min: 0)
  let varianceB = try (mean(b.square()) - meanB.square()).clamp(min: 0)
  let correlation = try covariance.square() / ((varianceA + floor) * (varianceB + floor))
  return try 1.0 - correlation.mean()
}

private func continued(_ x: Tensor, _ radius: Int) throws(TorchError) -> Tensor {
  try x.padded([radius, radius, radius, radius], mode: .replicate)
}

/// The least-squares adversarial loss: the mean squared distance of scores from their goal.
///
/// - Source: Mao et al., ICCV 2017.
public func leastSquares(_ scores: Tensor, goal: Double) throws(TorchError) -> Tensor {
  try (scores - goal).square().mean()
}

/// The L1 distance between the edge maps of two slices or blocks, each pixel weighted.
///
/// Edges are Sobel magnitudes, squeezed by tanh so that contrast counts less than place.
///
/// - Parameters:
///   - a: `[N, 1, H, W]` or `[N, 1, D, H, W]`.
///   - b: the same shape.
///   - weights: the same shape; higher where a structure must not move.
/// - Returns: a scalar, 0 when the edges agree.
/// - Source: the edge loss of the crossMoDA 2023 winner.
public func edgeLoss(_ a: Tensor, _ b: Tensor, weights: Tensor) throws(TorchError) -> Tensor {
  try ((edges(a) - edges(b)).abs() * weights).mean()
}

private func edges(_ x: Tensor) throws(TorchError) -> Tensor {
  guard x.rank == 4 else { return try edgesOfBlock(x) }
  let kernel = try Tensor(
    [-1, 0, 1, -2, 0, 2, -1, 0, 1, -1, -2, -1, 0, 0, 0, 1, 2, 1] as [Float],
    shape: [2, 1, 3, 3], device: x.device)
  let gradient = try x.conv2d(weight: kernel, bias: nil, stride: [1, 1], padding: [1, 1])
  return try (gradient.square().sum(dims: [1], keepDim: true) + 1e-6).sqrt().tanh()
}

/// The same with the three-dimensional Sobel kernels: a difference along one axis, a blur along two.
private func edgesOfBlock(_ x: Tensor) throws(TorchError) -> Tensor {
  let (difference, blur): ([Float], [Float]) = ([-1, 0, 1], [1, 2, 1])
  var kernel: [Float] = []
  for axis in 0..<3 {
    let lines = (0..<3).map { $0 == axis ? difference : blur }
    for d in lines[0] { for h in lines[1] { for w in lines[2] { kernel.append(d * h * w) } } }
  }
  let gradient = try x.conv3d(
    weight: Tensor(kernel, shape: [3, 1, 3, 3, 3], device: x.device), bias: nil,
    stride: [1, 1, 1], padding: [1, 1, 1])
  return try (gradient.square().sum(dims: [1], keepDim: true) + 1e-6).sqrt().tanh()
}
