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
  let errors = try openLog(log?.path ?? "/dev/null")
  let captured = capture ? try CapturedOutput() : nil
  defer { captured?.remove() }
  let output = captured?.handle ?? errors
  let child = try withExtendedLifetime((output, errors)) {
    try ChildProcess(
      path, Array(command.dropFirst()), output: output.fileDescriptor,
      errors: errors.fileDescriptor)
  }
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

private func openLog(_ path: String) throws -> FileHandle {
  let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
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
