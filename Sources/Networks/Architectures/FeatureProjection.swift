public import Torch

/// The small perceptrons that map sampled features to unit vectors for a contrastive loss.
///
/// - Source: Park et al., "Contrastive learning for unpaired image-to-image translation", ECCV 2020.
public final class FeatureProjection {
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let layers: [(w0: Tensor, b0: Tensor, w1: Tensor, b1: Tensor)]

  /// One two-layer perceptron per feature level.
  ///
  /// - Parameter channels: the number of channels of each level.
  public init(
    channels: [Int], width: Int = 64, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    var layers: [(w0: Tensor, b0: Tensor, w1: Tensor, b1: Tensor)] = []
    for (level, count) in channels.enumerated() {
      layers.append(
        (
          try store.add(
            "level.\(level).0.weight", shape: [width, count],
            .normal((2 / Double(count)).squareRoot())),
          try store.add("level.\(level).0.bias", shape: [width], .constant(0)),
          try store.add(
            "level.\(level).1.weight", shape: [width, width],
            .normal((1 / Double(width)).squareRoot())),
          try store.add("level.\(level).1.bias", shape: [width], .constant(0))
        ))
    }
    self.layers = layers
    parameters = store
  }

  /// Unit vectors of one level at sampled positions.
  ///
  /// - Parameters:
  ///   - features: `[N, C, (D,) H, W]`.
  ///   - positions: indices into `(D *) H * W`, `[P]`, int64; the same for every image of the batch.
  /// - Returns: `[N, P, width]`, each row of length 1.
  public func callAsFunction(
    _ features: Tensor, level: Int, positions: Tensor
  ) throws(TorchError) -> Tensor {
    let shape = features.shape
    let rows = try features.reshaped([shape[0], shape[1], shape.dropFirst(2).reduce(1, *)])
      .indexSelect(dim: 2, indices: positions).transposed(1, 2)
    return try projected(rows, level: level)
  }

  /// Unit vectors of one level, each of the features that an attention row gathers.
  ///
  /// - Parameters:
  ///   - features: `[N, C, (D,) H, W]`.
  ///   - attention: `[N, P, (D *) H * W]`, as ``querySelectedAttention(_:count:)`` gives it.
  /// - Returns: `[N, P, width]`, each row of length 1.
  public func callAsFunction(
    _ features: Tensor, level: Int, attention: Tensor
  ) throws(TorchError) -> Tensor {
    try projected(attention.matmul(positionRows(features)), level: level)
  }

  private func projected(_ rows: Tensor, level: Int) throws(TorchError) -> Tensor {
    let layer = layers[level]
    let hidden = try rows.linear(weight: layer.w0, bias: layer.b0).relu()
    return try hidden.linear(weight: layer.w1, bias: layer.b1).normalized(dim: 2)
  }
}
