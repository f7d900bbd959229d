public import Torch

/// The mean squared error of a reconstruction over the voxels that were hidden.
///
/// - Parameters:
///   - output: `[N, 1, D, H, W]`.
///   - image: of the same shape; no gradient flows into it.
///   - hidden: of the same shape, 1 where a voxel was hidden, else 0.
/// - Returns: a scalar of 0 or more; 0 when nothing was hidden.
/// - Source: He et al., CVPR 2022, equation of the loss on masked patches alone.
public func maskedReconstructionLoss(
  _ output: Tensor, _ image: Tensor, hidden: Tensor
) throws(TorchError) -> Tensor {
  let difference = try (output.to(.float32) - image.detached()) * hidden
  return try difference.square().sum() / hidden.sum().clamp(min: 1)
}
