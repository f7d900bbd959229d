import Foundation

/// Runs two members of a group at once, each on a thread of its own, and gives what they return, the first
/// one's result first.
///
/// - Parameter body: gets the member's number, 0 or 1, and a port that nobody listens on.
public func pairOfThreads<Result: Sendable>(
  _ body: @escaping @Sendable (_ rank: Int, _ port: UInt16) throws -> Result
) async throws -> [Result] {
  let port = try freePort()
  return try await withThrowingTaskGroup(of: (Int, Result).self) { tasks in
    for rank in 0..<2 {
      tasks.addTask { try await onThread { (rank, try body(rank, port)) } }
    }
    var results: [Int: Result] = [:]
    for try await (rank, result) in tasks { results[rank] = result }
    return results.sorted { $0.key < $1.key }.map(\.value)
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
public func freePort() throws -> UInt16 {
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
