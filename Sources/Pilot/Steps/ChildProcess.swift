import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that was started: it can be waited for, and ends, with all that it started, when it is
/// told to, when its first process ends, and when the process that started it dies in any way.
///
/// Not Foundation's `Process`: on Linux that one notices an end only when every process that was
/// started meanwhile has ended, too, and hands open sockets on, so that an orphan would hold the
/// gateway's port after a `kill -9`.
final class ChildProcess: Sendable {
  private struct State {
    var status: Int32?
    var waiter: CheckedContinuation<Int32, Never>?
  }

  /// Its number, for whoever watches it; it may be another process's once this one has ended.
  let pid: pid_t
  private let group: ProcessGroup
  private let state = Mutex(State())

  /// Starts a program in a process group of its own, with nothing but these two files open.
  ///
  /// - Throws: ``PilotError`` where it cannot be started.
  init(_ path: String, _ arguments: [String], output: Int32, errors: Int32) throws {
    group = try ProcessGroup()
    do {
      pid = try spawn(
        path, arguments, files: [.open("/dev/null"), .existing(output), .existing(errors)],
        group: group.number)
    } catch {
      group.end()
      throw error
    }
    Thread.detachNewThread { [self] in waitForEnd() }
  }

  /// Its status, 128 and the signal's number where a signal ended it; `nil` while it runs.
  var status: Int32? { state.withLock { $0.status } }

  /// Waits until it has ended, and returns its status.
  func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiter = continuation }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  /// Asks it and what it started to end, and five seconds later does not ask.
  func end() async {
    signal(SIGTERM)
    try? await Task.sleep(for: .seconds(5))
    signal(SIGKILL)
  }

  /// Sends a signal to it and what it started, unless it has ended.
  func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil { _ = kill(-group.number, number) }
    }
  }

  private func waitForEnd() {
    let ended = waitForStatus(of: pid)
    let waiter = state.withLock { state in
      // Only now may another group get this number.
      group.end()
      state.status = ended
      return state.waiter.take()
    }
    waiter?.resume(returning: ended)
  }
}
