internal import CTorch

extension Tensor {
  /// The element-wise sum, broadcast.
  public static func + (x: Tensor, y: Tensor) throws(TorchError) -> Tensor {
    try x.binary("+", Int32(CTORCH_BINARY_ADD), y)
  }

  /// The element-wise difference, broadcast.
  public static func - (x: Tensor, y: Tensor) throws(TorchError) -> Tensor {
    try x.binary("-", Int32(CTORCH_BINARY_SUBTRACT), y)
  }

  /// The element-wise product, broadcast.
  public static func * (x: Tensor, y: Tensor) throws(TorchError) -> Tensor {
    try x.binary("*", Int32(CTORCH_BINARY_MULTIPLY), y)
  }

  /// The element-wise quotient, broadcast.
  public static func / (x: Tensor, y: Tensor) throws(TorchError) -> Tensor {
    try x.binary("/", Int32(CTORCH_BINARY_DIVIDE), y)
  }

  /// Each scalar plus a number.
  public static func + (x: Tensor, y: Double) throws(TorchError) -> Tensor {
    try x.unary("+", Int32(CTORCH_ADD), y)
  }

  /// Each scalar minus a number.
  public static func - (x: Tensor, y: Double) throws(TorchError) -> Tensor {
    try x.unary("-", Int32(CTORCH_ADD), -y)
  }

  /// A number minus each scalar.
  public static func - (x: Double, y: Tensor) throws(TorchError) -> Tensor {
    try (-y) + x
  }

  /// Each scalar times a number.
  public static func * (x: Tensor, y: Double) throws(TorchError) -> Tensor {
    try x.unary("*", Int32(CTORCH_MULTIPLY), y)
  }

  /// Each scalar times a number.
  public static func * (x: Double, y: Tensor) throws(TorchError) -> Tensor { try y * x }

  /// Each scalar divided by a number.
  public static func / (x: Tensor, y: Double) throws(TorchError) -> Tensor { try x * (1 / y) }

  /// Each scalar negated.
  public static prefix func - (x: Tensor) throws(TorchError) -> Tensor {
    try x.unary("-", Int32(CTORCH_NEGATE))
  }

  /// Adds `other * scale` to this tensor in place.
  public func add_(_ other: Tensor, scale: Double = 1) throws(TorchError) {
    _ = try call("add_") { ctorch_add_in_place(handle, other.handle, scale, $0) }
  }

  /// Multiplies this tensor by a number in place.
  public func mul_(_ factor: Double) throws(TorchError) {
    _ = try call("mul_") { ctorch_multiply_in_place(handle, factor, $0) }
  }

  /// Copies another tensor's scalars into this one, broadcast and converted.
  public func copy_(from source: Tensor) throws(TorchError) {
    _ = try call("copy_") { ctorch_copy_in_place(handle, source.handle, $0) }
  }

  /// Sets every scalar to a number.
  public func fill_(_ value: Double) throws(TorchError) {
    _ = try call("fill_") { ctorch_fill_in_place(handle, value, $0) }
  }

  func unary(
    _ name: String, _ operation: Int32, _ a: Double = 0
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { ctorch_unary(operation, handle, a, $0) }
  }

  func binary(
    _ name: String, _ operation: Int32, _ other: Tensor
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { ctorch_binary(operation, handle, other.handle, $0) }
  }
}
