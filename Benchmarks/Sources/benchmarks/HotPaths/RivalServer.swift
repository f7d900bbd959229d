import Foundation

/// The Python rivals in one process that stays: it does one piece of work at a time when asked.
final class RivalServer {
  /// One run of a rival.
  struct Run: Decodable {
    var milliseconds: Double
    var cpuMilliseconds: Double
    var value: Double
  }

  private let process = Process()
  private let questions = Pipe()
  private let answers = Pipe()
  private var unread = Data()

  /// Starts `python rivals/hot_paths.py FOLDER`.
  init(python: String, folder: URL) throws {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "rivals/hot_paths.py", folder.path]
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
  }

  /// The names, with versions, of the rivals that this Python has for a hot path.
  func tools(for hotPath: String) throws -> [String] {
    try JSONDecoder().decode([String].self, from: ask("tools\t\(hotPath)"))
  }

  /// Lets one rival do a hot path's work once.
  func run(_ hotPath: String, _ tool: String) throws -> Run {
    try JSONDecoder().decode(Run.self, from: ask("run\t\(hotPath)\t\(tool)"))
  }

  /// Ends the process.
  func stop() {
    try? questions.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  private func ask(_ question: String) throws -> Data {
    try questions.fileHandleForWriting.write(contentsOf: Data((question + "\n").utf8))
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(unread[..<end])
        unread = Data(unread[unread.index(after: end)...])
        return line
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else {
        throw ChildFailure(description: "hot_paths.py ended at \"\(question)\"")
      }
      unread += more
    }
  }
}
