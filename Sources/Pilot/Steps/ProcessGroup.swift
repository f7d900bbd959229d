import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process group that ends when this process does, however that dies.
///
/// Its first process is a shell that reads from a pipe whose other end this process alone holds. The
/// pipe ends when this process does, `kill -9` and crashes included; then the shell kills the group.
/// It is there before anything else of the group, so there is no moment without it. Linux's
/// `PR_SET_PDEATHSIG` would not do: it follows the thread that started a program, reaches no
/// grandchildren, and any program that changes its user loses it.
struct ProcessGroup: Sendable {
  /// Its number, which is the shell's.
  let number: pid_t
  private let writeEnd: Int32

  /// - Throws: ``PilotError`` where no pipe or process is to be had.
  init() throws {
    var ends: [Int32] = [-1, -1]
    let isOpen = starting.withLock { _ in
      defer { keepFilesFromChildren() }
      return pipe(&ends) == 0
    }
    guard isOpen else {
      throw PilotError("cannot start a program: \(String(cString: strerror(errno)))")
    }
    defer { close(ends[0]) }
    do {
      // The shell outlives a signal that asks the group to end: its programs may take their time.
      number = try spawn(
        "/bin/sh", ["-c", "trap '' TERM INT HUP; read -r line; kill -KILL 0"],
        files: [.existing(ends[0]), .open("/dev/null"), .open("/dev/null")], group: 0)
    } catch {
      close(ends[1])
      throw error
    }
    writeEnd = ends[1]
  }

  /// Kills what is left of the group; to be called once.
  func end() {
    kill(-number, SIGKILL)
    close(writeEnd)
    _ = waitForStatus(of: number)
  }
}

/// Between a pipe and its mark no other thread may start a program: it would inherit the pipe.
private let starting = Mutex(())

/// What a file descriptor of a new process is.
enum SpawnedFile {
  /// A file of this process.
  case existing(Int32)
  /// A file by its path, for reading and writing.
  case open(String)
}

/// Starts a program with nothing open but `files`, which are its descriptors from 0 on.
///
/// - Parameter group: the process group that it joins; 0 for a new one.
/// - Throws: ``PilotError`` where it cannot be started.
func spawn(
  _ path: String, _ arguments: [String], files: [SpawnedFile], group: pid_t
) throws -> pid_t {
  #if canImport(Glibc)
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #else
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (number, file) in files.enumerated() {
    switch file {
    case .existing(let source): posix_spawn_file_actions_adddup2(&actions, source, Int32(number))
    case .open(let path): posix_spawn_file_actions_addopen(&actions, Int32(number), path, O_RDWR, 0)
    }
  }
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  posix_spawnattr_setflags(
    &attributes,
    Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
  posix_spawnattr_setpgroup(&attributes, group)
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
  var started: pid_t = 0
  let error = starting.withLock { _ in
    keepFilesFromChildren()
    return posix_spawn(&started, path, &actions, &attributes, words, environ)
  }
  guard error == 0 else {
    throw PilotError(
      "expected a program that can be run, found: \(String(cString: strerror(error)))")
  }
  return started
}

/// Waits for a child's end; its status, or 128 and the signal's number where a signal ended it.
func waitForStatus(of pid: pid_t) -> Int32 {
  var raw: Int32 = 0
  while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
  return raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + (raw & 0x7F)
}

/// Marks all open files and sockets but the first three as not to be handed on.
private func keepFilesFromChildren() {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
  for file in names.compactMap({ Int32($0) }) where file > 2 {
    _ = fcntl(file, F_SETFD, FD_CLOEXEC)
  }
}
