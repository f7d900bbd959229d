import Foundation
import Testing
import Torch

/// Groups of two in one process: each member on a thread of its own.
@Suite("Process groups", .enabled(if: ProcessGroup.isSupported, "libgloo-dev was not there"))
struct ProcessGroupTests {
  /// Runs both members at once and gives what they return, rank 0 first.
  private func pair<Result: Sendable>(
    timeout: Double = 60, _ body: @escaping @Sendable (ProcessGroup) throws -> Result
  ) async throws -> [Result] {
    let port = try freePort()
    return try await withThrowingTaskGroup(of: (Int, Result).self) { tasks in
      for rank in 0..<2 {
        tasks.addTask {
          try await onThread {
            let group = try ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: timeout)
            return (rank, try body(group))
          }
        }
      }
      var results: [Int: Result] = [:]
      for try await (rank, result) in tasks { results[rank] = result }
      return results.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  @Test("Tensors of several shapes become their sums in every process")
  func sums() async throws {
    let results = try await pair { group in
      let scale = Float(group.rank + 1)
      let a = try Tensor([1, 2, 3, 4].map { $0 * scale }, shape: [2, 2])
      let b = try Tensor([10 * scale], shape: [])
      try group.sum([a, b])
      return try a.scalars() + b.scalars()
    }
    // 1 + 2 times each value.
    #expect(results == [[3, 6, 9, 12, 30], [3, 6, 9, 12, 30]])
  }

  @Test("Numbers are summed, an empty list is no work, and a barrier lets all go on")
  func numbers() async throws {
    let results = try await pair { group in
      try group.sum([])
      try group.barrier()
      return try group.sum(Double(group.rank) + 0.5)
    }
    #expect(results == [2, 2])
  }

  @Test("A process that is silent for too long ends the other's call")
  func silent() async throws {
    let results = try await pair(timeout: 1) { group -> String in
      if group.rank == 1 {
        Thread.sleep(forTimeInterval: 3)
        return ""
      }
      do {
        _ = try group.sum(1)
        return "summed"
      } catch let error as TorchError {
        return error.operation
      }
    }
    #expect(results == ["sum over processes", ""])
  }
}

/// Runs blocking work outside the pool of tasks.
private func onThread<Result: Sendable>(
  _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}

/// A port that nobody listens on.
private func freePort() throws -> UInt16 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
    }
  }
  guard isBound else { throw CocoaError(.fileReadUnknown) }
  return UInt16(bigEndian: address.sin_port)
}
