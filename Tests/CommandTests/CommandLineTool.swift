import Foundation
import Testing

/// What a run of the built `kakehashi` gave.
struct CommandResult {
  let status: Int32
  let output: String
  let errors: String
}

/// The built binary, which lies beside the test bundle.
enum CommandLineTool {
  static let url = URL(fileURLWithPath: CommandLine.arguments[0])
    .deletingLastPathComponent().appending(path: "kakehashi")

  /// A process that has not been started, with its output going to files of the folder.
  static func process(_ arguments: [String], logs: URL) throws -> Process {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    for name in ["out", "err"] {
      try Data().write(to: logs.appending(path: "\(name).txt"))
    }
    process.standardOutput = try FileHandle(forWritingTo: logs.appending(path: "out.txt"))
    process.standardError = try FileHandle(forWritingTo: logs.appending(path: "err.txt"))
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs the command to its end.
  static func run(_ arguments: String...) throws -> CommandResult { try run(arguments) }

  /// Runs the command to its end.
  static func run(_ arguments: [String]) throws -> CommandResult {
    let logs = FileManager.default.temporaryDirectory
      .appending(path: "kakehashi-logs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: logs) }
    let process = try process(arguments, logs: logs)
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: logs.appending(path: name)), as: UTF8.self)
    }
    return CommandResult(
      status: process.terminationStatus, output: try text("out.txt"), errors: try text("err.txt"))
  }
}
