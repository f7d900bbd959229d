import Commands
import Foundation

/// A step of a comparison that runs in a process of its own, with its words in a file.
final class StepProcess {
  let step: ComparisonStep
  let key: String
  private let process = Process()
  private let log: URL
  private let start = ContinuousClock.now

  /// Starts this program once more, with the same arguments and the step.
  init(_ step: ComparisonStep, key: String, log: URL) throws {
    self.step = step
    self.key = key
    self.log = log
    try FileManager.default.createDirectory(
      at: log.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: log)
    process.executableURL = Bundle.main.executableURL
    process.arguments = CommandLine.arguments.dropFirst() + ["--step", step.description]
    let words = try FileHandle(forWritingTo: log)
    process.standardOutput = words
    process.standardError = words
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  var isRunning: Bool { process.isRunning }

  var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

  /// Asks the process to save what it has and end; once, since a second request ends it at once.
  func stop() { process.terminate() }

  /// Why the ended step failed; `nil` when it did not.
  var failure: String? {
    guard process.terminationStatus != 0 || process.terminationReason != .exit else { return nil }
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    let last = text.split(separator: "\n").last.map(String.init) ?? "no words"
    return "\(step): \(last) (all of it: \(log.path))"
  }
}

/// Holds a file for as long as the process lives, and waits for another process that holds it.
struct FileClaim {
  private let descriptor: Int32

  init(_ file: URL) throws {
    descriptor = open(file.path, O_CREAT | O_RDWR, 0o644)
    guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else {
      throw CommandError(
        "\(file.path): expected a file to lock, found: \(String(cString: strerror(errno)))")
    }
  }
}
