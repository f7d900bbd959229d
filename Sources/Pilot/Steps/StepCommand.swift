import Foundation

/// Fills the placeholders of a command line and runs it.
struct StepCommand {
  let template: [String]
  let timeout: Double

  /// Runs the program with an empty output folder; returns the files it left there and what it
  /// printed on standard output.
  ///
  /// - Parameter values: what stands for each placeholder, as `["scan": path]`.
  /// - Throws: ``PilotError`` where it fails or leaves nothing.
  func run(
    _ step: String, _ values: [String: String], output: URL, log: URL
  ) async throws -> (files: [URL], printed: Data) {
    try? FileManager.default.removeItem(at: output)
    try makeFolder(output)
    var values = values
    values["output"] = output.path
    values["kakehashi"] = Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? "kakehashi"
    let command = try template.map { try filled($0, values) }
    let result = try await runProgram(command, timeout: timeout, log: log, capture: true)
    guard result.status == 0 else {
      throw PilotError("\(step): the program ended with status \(result.status); see its log")
    }
    let files = try regularFiles(below: output)
    guard !files.isEmpty else { throw PilotError("\(step): expected files, found none") }
    return (files, result.output)
  }

  /// - Throws: ``PilotError`` for a placeholder that this step has no value for.
  private func filled(_ word: String, _ values: [String: String]) throws -> String {
    var result = ""
    var rest = word[...]
    while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
      let name = String(rest[rest.index(after: start)..<end])
      guard let value = values[name] else {
        throw PilotError(
          "commands: expected one of \(values.keys.sorted().joined(separator: ", ")) in braces, "
            + "found \(name)")
      }
      result += rest[..<start] + value
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}

/// Makes a folder for its owner only.
func makeFolder(_ url: URL) throws {
  do {
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  } catch {
    throw PilotError("cannot make a folder for a case: \(error.localizedDescription)")
  }
}

/// Moves something that is complete to where others look for it, in one step.
///
/// What lies there already is replaced: it came from an attempt that was not noted.
func publish(_ made: URL, as target: URL) throws {
  try? FileManager.default.removeItem(at: target)
  do {
    try FileManager.default.moveItem(at: made, to: target)
  } catch {
    throw PilotError("cannot keep a step's result: \(error.localizedDescription)")
  }
}
