public import Torch

/// Which positions of a feature map a contrastive loss compares: those whose attention is most
/// concentrated, each as its attention over all positions.
///
/// Attention is `softmax(f f^T)` over the positions of one image. A row of low entropy belongs to a
/// position that resembles few others, as the cochlea does; random positions are mostly background.
///
/// - Parameters:
///   - features: `[N, C, (D,) H, W]` of the input image; P is its number of positions, and memory is
///     `N * P^2` scalars, so this is for deep levels.
///   - count: how many rows are kept; all when there are fewer.
/// - Returns: `[N, count, P]`, rows summing to 1, by ascending entropy; no gradient flows through it.
/// - Source: Hu et al., "QS-Attn: query-selected attention for contrastive learning in I2I translation",
///   CVPR 2022, global attention; gradients through the attention itself are cut here.
public func querySelectedAttention(
  _ features: Tensor, count: Int
) throws(TorchError) -> Tensor {
  try withoutGradients { () throws(TorchError) in
    let rows = try positionRows(features)
    let scores = try rows.matmul(rows.transposed(1, 2))
    let logAttention = try scores.logSoftmax(dim: 2)
    let attention = try logAttention.exp()
    // 0 log 0 is 0: below -80 the exponential of a float32 is 0 for this purpose, and no infinity.
    let entropy = try -(attention * logAttention.clamp(min: -80)).sum(dims: [2])
    let positions = rows.shape[1]
    let chosen = try entropy.topK(min(count, positions), dim: 1, largest: false).indices
    var kept: [Tensor] = []
    for n in 0..<rows.shape[0] {
      kept.append(
        try attention.select(dim: 0, index: n)
          .indexSelect(dim: 0, indices: chosen.select(dim: 0, index: n)))
    }
    return try Tensor.stack(kept, dim: 0)
  }
}

/// `[N, C, ...]` as rows by position, `[N, P, C]`.
func positionRows(_ features: Tensor) throws(TorchError) -> Tensor {
  let shape = features.shape
  return try features.reshaped([shape[0], shape[1], shape.dropFirst(2).reduce(1, *)])
    .transposed(1, 2)
}
