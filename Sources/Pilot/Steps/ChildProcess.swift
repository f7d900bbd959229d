import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that was started: it can be waited for, and ended with all that it started.
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
  private let state = Mutex(State())

  /// Starts a program in a process group of its own, with nothing but these two files open.
  ///
  /// - Throws: ``PilotError`` where it cannot be started.
  init(_ path: String, _ arguments: [String], output: Int32, errors: Int32) throws {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    // The gateway handles these two itself, and a child would inherit that they are ignored.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    // Threads of tasks block signals, and a child would inherit that, too.
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)

    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    keepFilesFromChildren()
    var started: pid_t = 0
    let error = posix_spawn(&started, path, &actions, &attributes, words, environ)
    guard error == 0 else {
      throw PilotError(
        "expected a program that can be run, found: \(String(cString: strerror(error)))")
    }
    pid = started
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
      if state.status == nil { _ = kill(-pid, number) }
    }
  }

  private func waitForEnd() {
    var information = siginfo_t()
    // Without taking the status yet: until then nobody else can get this process's number.
    while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    let (waiter, status) = state.withLock { state in
      var raw: Int32 = 0
      waitpid(pid, &raw, 0)
      let status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + (raw & 0x7F)
      state.status = status
      return (state.waiter.take(), status)
    }
    waiter?.resume(returning: status)
  }
}

/// Marks all open files and sockets but the first three as not to be handed on.
private func keepFilesFromChildren() {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
  for file in names.compactMap({ Int32($0) }) where file > 2 {
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }
}
