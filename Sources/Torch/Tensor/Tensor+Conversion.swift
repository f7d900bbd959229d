internal import CTorch

extension Tensor {
  /// The scalars as another type; the tensor itself when it has that type.
  public func to(_ dtype: DType) throws(TorchError) -> Tensor {
    try newTensor("to") { ctorch_to_dtype(handle, dtype.rawValue, $0) }
  }

  /// The scalars on a device; the same array when it is there.
  public func to(_ device: Device) throws(TorchError) -> Tensor {
    try newTensor("to") { ctorch_to_device(handle, device.code, device.index, $0) }
  }

  /// In memory with the channels of each position side by side; the shape stays.
  ///
  /// - Throws: `TorchError` unless the tensor is `[N, C, H, W]` or `[N, C, D, H, W]`.
  public func toChannelsLast() throws(TorchError) -> Tensor {
    try newTensor("toChannelsLast") { ctorch_channels_last(handle, $0) }
  }

  /// In memory row-major without gaps.
  public func contiguous() throws(TorchError) -> Tensor {
    try newTensor("contiguous") { ctorch_contiguous(handle, $0) }
  }

  /// A copy that is recorded as one.
  public func cloned() throws(TorchError) -> Tensor {
    try newTensor("cloned") { ctorch_clone(handle, $0) }
  }
}
