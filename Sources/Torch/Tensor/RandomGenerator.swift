internal import CTorch

/// A seeded source of random tensors that no other code draws from.
///
/// It gives what libtorch's own generator gives after ``TorchRuntime/seed(_:)`` with the same seed,
/// whatever other threads draw in the meantime.
public final class RandomGenerator {
  let handle: OpaquePointer

  /// A generator for tensors on one device.
  ///
  /// - Throws: `TorchError` when the device cannot be used.
  public init(seed: UInt64, device: Device = .cpu) throws(TorchError) {
    let handle = try call("RandomGenerator") {
      ctorch_generator_create(seed, device.code, device.index, $0)
    }
    guard let handle else {
      throw TorchError(operation: "RandomGenerator", message: "no generator on \(device)")
    }
    self.handle = handle
  }

  deinit { ctorch_generator_destroy(handle) }
}
