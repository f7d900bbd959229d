internal import CTorch

/// What lies beyond a tensor's border.
public enum PaddingMode: Hashable, Sendable {
  /// One value.
  case constant(Double)
  /// The mirror image without the border itself.
  case reflect
  /// The nearest scalar.
  case replicate

  var code: Int32 {
    switch self {
    case .constant: 0
    case .reflect: 1
    case .replicate: 2
    }
  }

  var value: Double {
    if case .constant(let value) = self { value } else { 0 }
  }
}

extension Tensor {
  /// The same scalars in another shape; one length may be -1.
  public func reshaped(_ shape: [Int]) throws(TorchError) -> Tensor {
    try newTensor("reshaped") { error in
      withInts(shape) { ctorch_reshape(handle, $0, error) }
    }
  }

  /// The axes in another order: axis `i` of the result is axis `dims[i]`.
  public func permuted(_ dims: [Int]) throws(TorchError) -> Tensor {
    try newTensor("permuted") { error in withInts(dims) { ctorch_permute(handle, $0, error) } }
  }

  /// Two axes exchanged.
  public func transposed(_ first: Int, _ second: Int) throws(TorchError) -> Tensor {
    try newTensor("transposed") { ctorch_transpose(handle, Int64(first), Int64(second), $0) }
  }

  /// Axes of length 1 repeated to the shape, without copying.
  public func expanded(_ shape: [Int]) throws(TorchError) -> Tensor {
    try newTensor("expanded") { error in withInts(shape) { ctorch_expand(handle, $0, error) } }
  }

  /// Without an axis of length 1.
  public func squeezed(dim: Int) throws(TorchError) -> Tensor {
    try newTensor("squeezed") { ctorch_squeeze(handle, Int64(dim), $0) }
  }

  /// With a new axis of length 1.
  public func unsqueezed(dim: Int) throws(TorchError) -> Tensor {
    try newTensor("unsqueezed") { ctorch_unsqueeze(handle, Int64(dim), $0) }
  }

  /// A part of an axis.
  public func narrow(dim: Int, start: Int, length: Int) throws(TorchError) -> Tensor {
    try newTensor("narrow") {
      ctorch_narrow(handle, Int64(dim), Int64(start), Int64(length), $0)
    }
  }

  /// One place of an axis, without that axis.
  public func select(dim: Int, index: Int) throws(TorchError) -> Tensor {
    try narrow(dim: dim, start: index, length: 1).squeezed(dim: dim)
  }

  /// The places of an axis that an int64 vector names.
  public func indexSelect(dim: Int, indices: Tensor) throws(TorchError) -> Tensor {
    try newTensor("indexSelect") {
      ctorch_index_select(handle, Int64(dim), indices.handle, $0)
    }
  }

  /// The scalars along an axis that an int64 tensor of the same rank names.
  public func gather(dim: Int, indices: Tensor) throws(TorchError) -> Tensor {
    try newTensor("gather") { ctorch_gather(handle, Int64(dim), indices.handle, $0) }
  }

  /// The axes in reverse direction.
  public func flipped(dims: [Int]) throws(TorchError) -> Tensor {
    try newTensor("flipped") { error in withInts(dims) { ctorch_flip(handle, $0, error) } }
  }

  /// Tensors joined along an axis they have.
  public static func concatenate(_ tensors: [Tensor], dim: Int) throws(TorchError) -> Tensor {
    try newTensor("concatenate") { error in
      withHandles(tensors) { ctorch_concatenate($0, Int64(dim), false, error) }
    }
  }

  /// Tensors of one shape joined along a new axis.
  public static func stack(_ tensors: [Tensor], dim: Int) throws(TorchError) -> Tensor {
    try newTensor("stack") { error in
      withHandles(tensors) { ctorch_concatenate($0, Int64(dim), true, error) }
    }
  }

  /// One-hot rows of an int64 tensor: a last axis of `classes`, float32.
  public func oneHot(classes: Int) throws(TorchError) -> Tensor {
    try newTensor("oneHot") { ctorch_one_hot(handle, Int64(classes), $0) }
  }

  /// With a border; `pads` is in torch's order: last axis first, before and after.
  public func padded(
    _ pads: [Int], mode: PaddingMode = .constant(0)
  ) throws(TorchError) -> Tensor {
    try newTensor("padded") { error in
      withInts(pads) { ctorch_pad(handle, $0, mode.code, mode.value, error) }
    }
  }
}
