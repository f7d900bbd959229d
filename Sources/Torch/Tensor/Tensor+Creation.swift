internal import CTorch

extension Tensor {
  /// A float32 tensor from row-major scalars.
  ///
  /// - Throws: `TorchError` when the shape holds another number of scalars.
  public convenience init(
    _ scalars: [Float], shape: [Int], device: Device = .cpu
  ) throws(TorchError) {
    self.init(owning: try Self.handle(scalars, shape, .float32, device))
  }

  /// An int64 tensor from row-major scalars.
  public convenience init(
    _ scalars: [Int64], shape: [Int], device: Device = .cpu
  ) throws(TorchError) {
    self.init(owning: try Self.handle(scalars, shape, .int64, device))
  }

  /// A uint8 tensor from row-major scalars.
  public convenience init(
    _ scalars: [UInt8], shape: [Int], device: Device = .cpu
  ) throws(TorchError) {
    self.init(owning: try Self.handle(scalars, shape, .uint8, device))
  }

  /// A tensor of any type from its packed little-endian bytes.
  convenience init(packed bytes: [UInt8], shape: [Int], dtype: DType) throws(TorchError) {
    self.init(owning: try Self.handle(bytes, shape, dtype, .cpu))
  }

  private static func handle<Scalar>(
    _ scalars: [Scalar], _ shape: [Int], _ dtype: DType, _ device: Device
  ) throws(TorchError) -> OpaquePointer {
    let tensor = try call("Tensor") { error in
      scalars.withUnsafeBytes { bytes in
        withInts(shape) { shape in
          ctorch_tensor_create(
            bytes.baseAddress, Int64(bytes.count), shape, dtype.rawValue, error)
        }
      }
    }
    guard let tensor else {
      throw TorchError(operation: "Tensor", message: "no result for shape \(shape)")
    }
    guard device != .cpu else { return tensor }
    defer { ctorch_tensor_destroy(tensor) }
    let moved = try call("Tensor") { error in
      ctorch_to_device(tensor, device.code, device.index, error)
    }
    guard let moved else {
      throw TorchError(operation: "Tensor", message: "no result on \(device)")
    }
    return moved
  }

  /// A tensor with one value everywhere.
  public static func full(
    _ shape: [Int], _ value: Double, dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try newTensor("full") { error in
      withInts(shape) {
        ctorch_tensor_create_full($0, value, dtype.rawValue, device.code, device.index, error)
      }
    }
  }

  /// A tensor of zeros.
  public static func zeros(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try full(shape, 0, dtype: dtype, device: device)
  }

  /// A tensor of ones.
  public static func ones(
    _ shape: [Int], dtype: DType = .float32, device: Device = .cpu
  ) throws(TorchError) -> Tensor {
    try full(shape, 1, dtype: dtype, device: device)
  }

  /// Draws from the normal distribution N(0, 1).
  ///
  /// - Parameter generator: one of the same device; `nil` is the one that the whole process shares,
  ///   see ``TorchRuntime/seed(_:)``.
  public static func randn(
    _ shape: [Int], device: Device = .cpu, generator: RandomGenerator? = nil
  ) throws(TorchError) -> Tensor {
    try random("randn", shape, isNormal: true, device, generator)
  }

  /// Draws from the uniform distribution on 0..<1; `generator` as in ``randn(_:device:generator:)``.
  public static func rand(
    _ shape: [Int], device: Device = .cpu, generator: RandomGenerator? = nil
  ) throws(TorchError) -> Tensor {
    try random("rand", shape, isNormal: false, device, generator)
  }

  private static func random(
    _ name: String, _ shape: [Int], isNormal: Bool, _ device: Device, _ generator: RandomGenerator?
  ) throws(TorchError) -> Tensor {
    try newTensor(name) { error in
      withInts(shape) {
        ctorch_tensor_create_random(
          $0, isNormal, device.code, device.index, generator?.handle, error)
      }
    }
  }

  /// The integers 0..<end as int64.
  public static func arange(_ end: Int) throws(TorchError) -> Tensor {
    try newTensor("arange") { ctorch_tensor_create_range(Int64(end), $0) }
  }
}
