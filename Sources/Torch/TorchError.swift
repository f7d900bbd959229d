internal import CTorch

/// libtorch refused an operation.
public struct TorchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operation, as in "conv3d".
  public let operation: String
  /// libtorch's own message.
  public let message: String

  /// An error of an operation.
  public init(operation: String, message: String) {
    self.operation = operation
    self.message = message
  }

  /// The operation and libtorch's message.
  public var description: String { "\(operation): \(message)" }
}

/// Calls a shim function that returns a new tensor.
func newTensor(
  _ operation: String,
  _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> OpaquePointer?
) throws(TorchError) -> Tensor {
  var message: UnsafeMutablePointer<CChar>?
  let handle = body(&message)
  guard let handle else { throw takeError(operation, message) }
  return Tensor(owning: handle)
}

/// Calls a shim function that returns whether it worked, or a figure.
func call<Result>(
  _ operation: String, _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) throws(TorchError) -> Result {
  var message: UnsafeMutablePointer<CChar>?
  let result = body(&message)
  if message != nil { throw takeError(operation, message) }
  return result
}

private func takeError(
  _ operation: String, _ message: UnsafeMutablePointer<CChar>?
) -> TorchError {
  guard let message else { return TorchError(operation: operation, message: "no result") }
  defer { ctorch_string_destroy(message) }
  // libtorch appends hints and C++ stack notes after the first lines; the first line says it all.
  let text = String(cString: message)
  return TorchError(
    operation: operation, message: text.split(separator: "\n").first.map(String.init) ?? text)
}

/// Lends a list of integers to the shim.
func withInts<Result>(_ values: [Int], _ body: (CTorchInts) -> Result) -> Result {
  let wide = values.map { Int64($0) }
  return wide.withUnsafeBufferPointer { buffer in
    body(CTorchInts(values: buffer.baseAddress, count: Int32(buffer.count)))
  }
}

/// Lends a list of tensors to the shim.
func withHandles<Result>(_ tensors: [Tensor], _ body: (CTorchTensors) -> Result) -> Result {
  withExtendedLifetime(tensors) {
    tensors.map { $0.handle }.withUnsafeBufferPointer { buffer in
      body(CTorchTensors(values: buffer.baseAddress, count: Int32(buffer.count)))
    }
  }
}
