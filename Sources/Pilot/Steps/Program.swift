import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How a program ended, and what it printed where that was asked for.
struct ProgramResult {
  let status: Int32
  let output: Data
}

/// Runs a program to its end, without a shell.
///
/// What it prints goes to files, never into the structured log: it may name patients. Cancelling the
/// task, or the time limit, ends the program.
///
/// - Parameters:
///   - log: where standard error, and standard output unless it is captured, are added.
///   - capture: whether standard output is returned.
/// - Throws: ``PilotError`` where the program cannot be started or takes too long.
func runProgram(
  _ command: [String], timeout: Double, log: URL? = nil, capture: Bool = false
) async throws -> ProgramResult {
  guard let name = command.first, let path = locate(name) else {
    throw PilotError("expected the program \(command.first ?? ""), found none that can be run")
  }
  let errors = try log.map(openLog) ?? FileHandle.nullDevice
  let captured = capture ? try CapturedOutput() : nil
  defer { captured?.remove() }
  let child = Child()
  try child.start(
    path, Array(command.dropFirst()), output: captured?.handle ?? errors, errors: errors)
  let hasTimedOut = Atomic(false)
  let watch = Task {
    try await Task.sleep(for: .seconds(timeout))
    hasTimedOut.store(true, ordering: .relaxed)
    await child.end()
  }
  let status = await withTaskCancellationHandler {
    await child.wait()
  } onCancel: {
    Task { await child.end() }
  }
  watch.cancel()
  try Task.checkCancellation()
  guard !hasTimedOut.load(ordering: .relaxed) else {
    throw PilotError("\(name): expected an end within \(Int(timeout)) s, found none")
  }
  return ProgramResult(status: status, output: try captured?.read() ?? Data())
}

/// The path of a program: as it is where it holds a slash, else in `PATH`.
func locate(_ name: String) -> String? {
  let candidates =
    name.contains("/")
    ? [name]
    : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map { "\($0)/\(name)" }
  return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
}

private func openLog(_ url: URL) throws -> FileHandle {
  let file = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
  guard file >= 0 else {
    throw PilotError("cannot write a step's log: \(String(cString: strerror(errno)))")
  }
  return FileHandle(fileDescriptor: file, closeOnDealloc: true)
}

/// A file without a name for what a program prints: a pipe would stall one that prints much.
private struct CapturedOutput {
  let url = FileManager.default.temporaryDirectory.appending(path: "kakehashi-\(UUID().uuidString)")
  let handle: FileHandle

  init() throws {
    let file = open(url.path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw PilotError("cannot write temporary files: \(String(cString: strerror(errno)))")
    }
    handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
  }

  func read() throws -> Data { try Data(contentsOf: url) }
  func remove() { try? FileManager.default.removeItem(at: url) }
}

/// A process that can be waited for and ended from elsewhere.
private final class Child: Sendable {
  private struct State {
    var pid: pid_t = 0
    var status: Int32?
    var waiter: CheckedContinuation<Int32, Never>?
  }

  private let state = Mutex(State())

  func start(_ path: String, _ arguments: [String], output: FileHandle, errors: FileHandle) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    process.terminationHandler = { [self] process in
      let wasKilled = process.terminationReason == .uncaughtSignal
      let status = wasKilled ? 128 + process.terminationStatus : process.terminationStatus
      let waiter = state.withLock { state in
        state.status = status
        return state.waiter.take()
      }
      waiter?.resume(returning: status)
    }
    do {
      try process.run()
    } catch {
      throw PilotError("expected a program that can be run, found: \(error.localizedDescription)")
    }
    state.withLock { $0.pid = process.processIdentifier }
  }

  func wait() async -> Int32 {
    await withCheckedContinuation { continuation in
      let status = state.withLock { state in
        if state.status == nil { state.waiter = continuation }
        return state.status
      }
      if let status { continuation.resume(returning: status) }
    }
  }

  /// Asks the process to end, and five seconds later does not ask.
  func end() async {
    signal(SIGTERM)
    try? await Task.sleep(for: .seconds(5))
    signal(SIGKILL)
  }

  private func signal(_ number: Int32) {
    state.withLock { state in
      if state.status == nil, state.pid > 0 { _ = kill(state.pid, number) }
    }
  }
}
