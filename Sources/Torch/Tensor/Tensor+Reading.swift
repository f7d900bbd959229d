internal import CTorch

extension Tensor {
  /// The scalars in row-major order, converted to `Float`; copied to the CPU.
  public func scalars() throws(TorchError) -> [Float] { try read(.float32, as: Float.self) }

  /// The scalars in row-major order, converted to `Int64`.
  public func int64Scalars() throws(TorchError) -> [Int64] { try read(.int64, as: Int64.self) }

  /// The scalars in row-major order, converted to `UInt8`.
  public func byteScalars() throws(TorchError) -> [UInt8] { try read(.uint8, as: UInt8.self) }

  /// The packed bytes of the scalars in their own type, row-major.
  func packedBytes() throws(TorchError) -> [UInt8] {
    let bytes = count * dtype.byteCount
    return try read(dtype, count: bytes, as: UInt8.self)
  }

  /// The only scalar of a tensor.
  ///
  /// - Throws: `TorchError` when the tensor has more or fewer scalars.
  public func item() throws(TorchError) -> Double {
    guard count == 1 else {
      throw TorchError(operation: "item", message: "expected one scalar, found shape \(shape)")
    }
    return try read(.float64, as: Double.self)[0]
  }

  private func read<Scalar: BitwiseCopyable>(
    _ dtype: DType, count length: Int? = nil, as type: Scalar.Type
  ) throws(TorchError) -> [Scalar] {
    let length = length ?? count
    var message: UnsafeMutablePointer<CChar>?
    let result = [Scalar](unsafeUninitializedCapacity: length) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      let isCopied = ctorch_tensor_copy_out(
        handle, dtype.rawValue, bytes.baseAddress, Int64(length * MemoryLayout<Scalar>.stride),
        &message)
      initialized = isCopied ? length : 0
    }
    if let message {
      defer { ctorch_string_destroy(message) }
      throw TorchError(operation: "read", message: String(cString: message))
    }
    return result
  }
}
