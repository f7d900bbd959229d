import Dispatch
import Foundation
import Synchronization

/// Whether Ctrl-C (SIGINT) or SIGTERM asked the program to stop.
///
/// The first request lets the current step finish and saves; a second one ends at once, unless it comes
/// within a second: a launcher of processes hands on the Ctrl-C that the terminal has sent already.
package enum Interrupt {
  /// When the first request came, in seconds of the steady clock; 0 before.
  private static let first = Atomic<Int>(0)

  package static var isRequested: Bool { first.load(ordering: .relaxed) > 0 }

  /// Starts listening; call once, before long work.
  package static func install() {
    // A program that starts this one from a thread with blocked signals hands the block down.
    var signals = sigset_t()
    sigemptyset(&signals)
    for name in [SIGINT, SIGTERM] { sigaddset(&signals, name) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    for name in [SIGINT, SIGTERM] {
      signal(name) { _ in
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let second = now.tv_sec + 1
        let before = Interrupt.first.compareExchange(
          expected: 0, desired: second, ordering: .relaxed)
        if !before.exchanged, second > before.original + 1 { _exit(130) }
      }
    }
  }
}

/// A value behind a mutex.
package final class Lock<Value: Sendable>: Sendable {
  private let mutex: Mutex<Value>

  package init(_ value: Value) { mutex = Mutex(value) }

  package func withLock<Result: Sendable>(_ body: (inout Value) throws -> Result) rethrows -> Result
  {
    try mutex.withLock { value in try body(&value) }
  }
}
