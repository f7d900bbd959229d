internal import CTorch

/// Processes that train one network together, each on its share of a batch.
///
/// All processes must make the same calls in the same order. A process that is lost ends the others'
/// next call with a ``TorchError`` that says so; so does one that is silent for longer than the time-out. Tensors
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
  public init(_ launch: Launch, timeout: Double = 1800) throws(TorchError) {
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

  /// Replaces each tensor, in place, by the sum over all processes of `scale` times it.
  ///
  /// - Parameters:
  ///   - tensors: of one type; the shapes are the same in every process. Messages of some 32 MiB carry
  ///     them, one packed while another travels.
  ///   - scale: a factor of this process.
  public func sum(_ tensors: [Tensor], scale: Double = 1) throws(TorchError) {
    _ = try call("sum over processes") { error in
      withHandles(tensors) { ctorch_group_sum(handle, $0, scale, error) }
    }
  }

  /// The sum of each number over all processes, in one message.
  public func sum(numbers values: [Double]) throws(TorchError) -> [Double] {
    var tensors: [Tensor] = []
    for value in values { tensors.append(try .full([], value, dtype: .float64)) }
    try sum(tensors)
    var sums: [Double] = []
    for tensor in tensors { sums.append(try tensor.item()) }
    return sums
  }

  /// The sum of a number over all processes.
  public func sum(_ value: Double) throws(TorchError) -> Double { try sum(numbers: [value])[0] }

  /// The number that process 0 has.
  public func first(_ value: Double) throws(TorchError) -> Double { try sum(rank == 0 ? value : 0) }

  /// Waits until every process has come here.
  public func barrier() throws(TorchError) {
    _ = try call("wait for processes") { ctorch_group_barrier(handle, $0) }
  }
}
