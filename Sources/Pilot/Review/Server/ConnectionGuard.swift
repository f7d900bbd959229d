import FlyingFox
import FlyingSocks
import Synchronization

/// A pool of sockets that lets no client hold a connection for long.
///
/// FlyingFox waits for ever for the rest of a request, and what it left unread of a refused body it
/// would take for the next request. Every wait for a client passes through its pool, so this one
/// bounds them: a request must be complete, and an answer taken, within ``limit``; a connection
/// whose body was not read ends with its answer; beyond ``capacity`` waiting connections, new ones
/// are closed, so that files for the registry and images can still be opened.
final class ConnectionGuard<Base: AsyncSocketPool>: AsyncSocketPool {
  private struct Connection {
    let deadline: ContinuousClock.Instant
    var isCondemned = false
  }

  private struct State {
    var connections: [HTTPRequest.Address: Connection] = [:]
    var waiting = 0
  }

  private let base: Base
  private let limit: Duration
  private let capacity: Int
  private let state = Mutex(State())

  init(_ base: Base, limit: Duration, capacity: Int = 256) {
    self.base = base
    self.limit = limit
    self.capacity = capacity
  }

  func prepare() async throws { try await base.prepare() }

  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    guard let peer = try? socket.remotePeer() else {
      // The socket that listens has no peer and waits for as long as it takes.
      return try await base.suspendSocket(socket, untilReadyFor: events)
    }
    let deadline = try begin(HTTPRequest.Address.make(from: peer))
    defer { state.withLock { $0.waiting -= 1 } }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [base] in try await base.suspendSocket(socket, untilReadyFor: events) }
      group.addTask {
        try await Task.sleep(until: deadline, clock: .continuous)
        throw SocketError.disconnected
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  /// Gives a client a new deadline: its request was answered.
  func finished(_ peer: HTTPRequest.Address?) {
    guard let peer else { return }
    state.withLock { state in
      if state.connections[peer]?.isCondemned == false { state.connections[peer] = nil }
    }
  }

  /// Closes a client's connection as soon as it has its answer.
  func condemn(_ peer: HTTPRequest.Address?) {
    guard let peer else { return }
    state.withLock {
      $0.connections[peer, default: Connection(deadline: .now + limit)].isCondemned = true
    }
  }

  /// Whether what comes from a client may be the rest of a refused body.
  func isCondemned(_ peer: HTTPRequest.Address?) -> Bool {
    guard let peer else { return false }
    return state.withLock { $0.connections[peer]?.isCondemned == true }
  }

  /// Counts a connection as waiting.
  ///
  /// - Throws: `SocketError.disconnected` where it may not wait; nothing is counted then.
  private func begin(_ peer: HTTPRequest.Address) throws -> ContinuousClock.Instant {
    try state.withLock { state in
      let now = ContinuousClock.now
      if state.connections.count > 4 * capacity {
        state.connections = state.connections.filter { $0.value.deadline > now }
      }
      let connection = state.connections[peer] ?? Connection(deadline: now + limit)
      state.connections[peer] = connection
      guard !connection.isCondemned, connection.deadline > now, state.waiting < capacity else {
        state.connections[peer] = nil
        throw SocketError.disconnected
      }
      state.waiting += 1
      return connection.deadline
    }
  }
}
