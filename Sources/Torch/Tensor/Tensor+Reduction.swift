internal import CTorch

extension Tensor {
  /// The sum over the axes, or over all when none is named.
  public func sum(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("sum", Int32(CTORCH_SUM), dims, keepDim)
  }

  /// The mean over the axes, or over all when none is named.
  public func mean(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("mean", Int32(CTORCH_MEAN), dims, keepDim)
  }

  /// The sample standard deviation over the axes, or over all when none is named.
  public func std(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("std", Int32(CTORCH_STD), dims, keepDim)
  }

  /// The Euclidean norm over the axes, or over all when none is named.
  public func norm(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("norm", Int32(CTORCH_NORM), dims, keepDim)
  }

  /// The largest scalar over the axes, or over all when none is named.
  public func maxValue(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("maxValue", Int32(CTORCH_MAX), dims, keepDim)
  }

  /// The smallest scalar over the axes, or over all when none is named.
  public func minValue(dims: [Int] = [], keepDim: Bool = false) throws(TorchError) -> Tensor {
    try reduce("minValue", Int32(CTORCH_MIN), dims, keepDim)
  }

  /// The index of the largest scalar along an axis, as int64.
  public func argmax(dim: Int, keepDim: Bool = false) throws(TorchError) -> Tensor {
    try newTensor("argmax") { ctorch_argmax(handle, Int64(dim), keepDim, $0) }
  }

  /// The `k` largest or smallest scalars along an axis, in order, and their indices.
  public func topK(
    _ k: Int, dim: Int, largest: Bool = true
  ) throws(TorchError) -> (values: Tensor, indices: Tensor) {
    var indices: OpaquePointer?
    let values = try newTensor("topK") {
      ctorch_top_k(handle, Int64(k), Int64(dim), largest, &indices, $0)
    }
    guard let indices else { throw TorchError(operation: "topK", message: "no indices") }
    return (values, Tensor(owning: indices))
  }

  /// Whether no scalar is NaN or infinite.
  public func allFinite() throws(TorchError) -> Bool {
    try call("allFinite") { ctorch_all_finite(handle, $0) }
  }

  /// The softmax along an axis: positive, summing to 1.
  public func softmax(dim: Int) throws(TorchError) -> Tensor {
    try newTensor("softmax") { ctorch_softmax(handle, Int64(dim), false, $0) }
  }

  /// The logarithm of the softmax along an axis.
  public func logSoftmax(dim: Int) throws(TorchError) -> Tensor {
    try newTensor("logSoftmax") { ctorch_softmax(handle, Int64(dim), true, $0) }
  }

  /// Each row along an axis divided by its Euclidean length, which is taken as at least 1e-12.
  public func normalized(dim: Int) throws(TorchError) -> Tensor {
    try newTensor("normalized") { ctorch_normalize(handle, Int64(dim), $0) }
  }

  private func reduce(
    _ name: String, _ operation: Int32, _ dims: [Int], _ keepDim: Bool
  ) throws(TorchError) -> Tensor {
    let dims = dims.isEmpty && keepDim ? Array(0..<rank) : dims
    return try newTensor(name) { error in
      withInts(dims) { ctorch_reduce(operation, handle, $0, keepDim, error) }
    }
  }
}
