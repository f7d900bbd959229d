internal import CTorch

extension Tensor {
  /// Adds the gradient of this scalar to every leaf that it was computed from.
  public func backward() throws(TorchError) {
    _ = try call("backward") { ctorch_backward(handle, $0) }
  }

  /// The gradient that ``backward()`` left on this leaf; `nil` when there is none.
  public var gradient: Tensor? {
    var message: UnsafeMutablePointer<CChar>?
    let handle = ctorch_gradient(handle, &message)
    if let message { ctorch_string_destroy(message) }
    return handle.map { Tensor(owning: $0) }
  }

  /// Forgets the gradient of this leaf.
  public func zeroGradient() { ctorch_gradient_clear(handle) }

  /// A leaf with the same scalars whose operations are recorded, or are not.
  public func requiringGradient(_ isRequired: Bool = true) throws(TorchError) -> Tensor {
    try newTensor("requiringGradient") { ctorch_leaf(handle, isRequired, $0) }
  }

  /// The same scalars, cut off from what they were computed from.
  public func detached() throws(TorchError) -> Tensor {
    try newTensor("detached") { ctorch_detached(handle, $0) }
  }
}

/// Runs `body` without recording operations on this thread.
public func withoutGradients<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let before = ctorch_gradients_set_enabled(false)
  defer { _ = ctorch_gradients_set_enabled(before) }
  return try body()
}

/// Runs `body` with convolutions and matrix products in a low-precision type on this thread.
///
/// Operations that need it stay in float32, as libtorch's lists say. Scopes must not be nested with
/// different types.
public func autocast<Result>(
  _ dtype: DType, on device: Device, _ body: () throws(TorchError) -> Result
) throws(TorchError) -> Result {
  _ = try call("autocast") { ctorch_autocast_begin(device.code, dtype.rawValue, $0) }
  let result: Result
  do {
    result = try body()
  } catch {
    _ = try call("autocast") { ctorch_autocast_end(device.code, $0) }
    throw error
  }
  _ = try call("autocast") { ctorch_autocast_end(device.code, $0) }
  return result
}
