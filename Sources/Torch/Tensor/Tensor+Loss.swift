internal import CTorch

extension Tensor {
  /// The mean cross-entropy of logits `[N, C, ...]` against int64 classes `[N, ...]`.
  ///
  /// - Parameters:
  ///   - weight: one weight per class; the mean is weighted.
  ///   - ignoreIndex: targets with this value count for nothing.
  public func crossEntropy(
    target: Tensor, weight: Tensor?, ignoreIndex: Int = -100
  ) throws(TorchError) -> Tensor {
    try newTensor("crossEntropy") {
      ctorch_cross_entropy(handle, target.handle, weight?.handle, Int64(ignoreIndex), $0)
    }
  }

  /// The mean squared difference.
  public func meanSquaredError(_ other: Tensor) throws(TorchError) -> Tensor {
    try newTensor("meanSquaredError") {
      ctorch_mean_squared_error(handle, other.handle, $0)
    }
  }

  /// The mean absolute difference.
  public func l1Loss(_ other: Tensor) throws(TorchError) -> Tensor {
    try newTensor("l1Loss") { ctorch_l1_loss(handle, other.handle, $0) }
  }

  /// The mean binary cross-entropy of logits against probabilities.
  public func bceWithLogits(_ target: Tensor) throws(TorchError) -> Tensor {
    try newTensor("bceWithLogits") { ctorch_bce_with_logits(handle, target.handle, $0) }
  }
}
