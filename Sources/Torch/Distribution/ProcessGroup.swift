internal import CTorch

/// Processes that train one network together, each on its share of a batch.
///
/// All processes must make the same calls in the same order. A process that is lost ends the others'
/// next call with a ``TorchError``; so does one that is silent for longer than the time-out. Tensors
/// travel over TCP (Gloo) from the processor's memory; those of a GPU are copied there and back.
public final class ProcessGroup {
  /// The number of this process, from 0.
  public let rank: Int
  /// The number of processes.
  public let size: Int
  private let handle: OpaquePointer

  /// Joins a group; waits until all its processes are there.
  ///
  /// - Parameter timeout: the seconds that a call waits for the other processes.
  public init(_ launch: Launch, timeout: Double = 24 * 3600) throws(TorchError) {
    rank = launch.rank
    size = launch.size
    let handle = try call("join processes") { error in
      ctorch_group_open(
        Int32(launch.rank), Int32(launch.size), launch.host, launch.port, launch.opensStore,
        timeout,
        error)
    }
    guard let handle else {
      throw TorchError(operation: "join processes", message: "no group")
    }
    self.handle = handle
  }

  deinit { ctorch_group_close(handle) }

  /// Whether this build of the program can join groups.
  public static var isSupported: Bool { ctorch_group_is_supported() }

  /// Replaces each tensor, in place, by its sum over all processes.
  ///
  /// - Parameter tensors: of one type; the shapes are the same in every process. One message carries
  ///   them all.
  public func sum(_ tensors: [Tensor]) throws(TorchError) {
    _ = try call("sum over processes") { error in
      withHandles(tensors) { ctorch_group_sum(handle, $0, error) }
    }
  }

  /// The sum of a number over all processes.
  public func sum(_ value: Double) throws(TorchError) -> Double {
    let tensor = try Tensor([Float(value)], shape: [1])
    try sum([tensor])
    return try tensor.item()
  }

  /// Waits until every process has come here.
  public func barrier() throws(TorchError) {
    _ = try call("wait for processes") { ctorch_group_barrier(handle, $0) }
  }
}
