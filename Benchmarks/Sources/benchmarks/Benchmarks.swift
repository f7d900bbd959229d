import Foundation

/// Times kakehashi, and Python rivals beside it.
///
/// Usage: `benchmarks OUTPUT KAKEHASHI [RIVALS]` writes OUTPUT.json and OUTPUT.md; KAKEHASHI is the
/// built command, RIVALS a Python that has the rivals. `benchmarks hot-paths OUTPUT KAKEHASHI RIVALS
/// [BASELINE [NAME]]` alternates each hot path, or those whose name holds NAME, with its rivals. `benchmarks own TASK` and
/// `benchmarks inputs FOLDER` are steps, each in a process of its own: this one stays small, since
/// a child's peak memory counts what its parent held when it started it.
@main
enum Benchmarks {
  static func main() throws {
    let words = Array(CommandLine.arguments.dropFirst())
    switch (words.first, words.count) {
    case ("own", 2):
      guard let task = OwnTask(rawValue: words[1]) else { usage() }
      print(String(decoding: try JSONEncoder().encode(task.measurements()), as: UTF8.self))
    case ("inputs", 2): try writeInputs(to: URL(fileURLWithPath: words[1]))
    case ("hot-paths", 4...6):
      try hotPaths(
        words[1], kakehashi: words[2], python: words[3],
        baseline: words.count > 4 && !words[4].isEmpty ? words[4] : nil,
        filter: words.count > 5 ? words[5] : "")
    case (_, 2...3): try compare(words[0], kakehashi: words[1], rivals: words.dropFirst(2).first)
    default: usage()
    }
  }

  private static func usage() -> Never {
    FileHandle.standardError.write(Data("usage: benchmarks OUTPUT KAKEHASHI [RIVALS]\n".utf8))
    exit(EXIT_FAILURE)
  }

  /// Writes OUTPUT.json, OUTPUT.md and OUTPUT.svg.
  ///
  /// Ends with a failure where a hot path is slower than the baseline allows. A baseline that does not exist is written.
  private static func hotPaths(
    _ output: String, kakehashi: String, python: String, baseline: String?, filter: String
  ) throws {
    let report = try HotPathReport.measured(kakehashi: kakehashi, python: python, filter: filter)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(report).write(to: URL(fileURLWithPath: output + ".json"))
    try Data(report.markdown.utf8).write(to: URL(fileURLWithPath: output + ".md"))
    try Data(report.chart.svg.utf8).write(to: URL(fileURLWithPath: output + ".svg"))
    print(report.markdown)
    guard let baseline else { return }
    let file = URL(fileURLWithPath: baseline)
    guard filter.isEmpty || FileManager.default.fileExists(atPath: baseline) else { return }
    guard FileManager.default.fileExists(atPath: baseline) else {
      return try encoder.encode(report.baseline).write(to: file)
    }
    let before = try JSONDecoder().decode([String: Double].self, from: Data(contentsOf: file))
    let regressions = report.regressions(from: before)
    for regression in regressions { FileHandle.standardError.write(Data((regression + "\n").utf8)) }
    if !regressions.isEmpty { exit(EXIT_FAILURE) }
  }

  private static func compare(_ output: String, kakehashi: String, rivals: String?) throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = Bundle.main.executablePath ?? CommandLine.arguments[0]
    _ = try run(own, ["inputs", folder.path])

    var rows: [Measurement] = []
    for task in OwnTask.allCases {
      rows += try JSONDecoder().decode(
        [Measurement].self, from: run(own, ["own", task.rawValue]).output)
    }
    let pair = ["prediction.nii.gz", "reference.nii.gz"].map { folder.appending(path: $0).path }
    rows.append(
      try process(Task.process, "kakehashi", kakehashi, ["evaluate"] + pair, repeats: 11))
    rows.append(
      try process(
        Task.rankProcess, "kakehashi", kakehashi,
        ["rank", folder.appending(path: "scores.csv").path, "--bootstraps", "1000"], repeats: 11))
    if let rivals { rows += try rivalRows(rivals, folder: folder) }

    let report = Report(
      command: rivals == nil ? "make bench" : "RIVALS=python make bench",
      date: Date.now.formatted(.iso8601.year().month().day()),
      machine: Report.machine(), measurements: rows)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(report).write(to: URL(fileURLWithPath: output + ".json"))
    try Data(report.markdown.utf8).write(to: URL(fileURLWithPath: output + ".md"))
    print(report.markdown)
  }

  /// Times a whole program; its output is not looked at.
  private static func process(
    _ task: String, _ tool: String, _ program: String, _ arguments: [String], repeats: Int
  ) throws -> Measurement {
    let runs = try (0..<repeats).map { _ in try run(program, arguments) }
    return Measurement(
      task: task, tool: tool, milliseconds: runs.map(\.milliseconds),
      cpuMilliseconds: runs.map(\.cpuMilliseconds),
      peakMiB: runs.map(\.peakMiB).max() ?? 0, values: [])
  }

  /// Every rival that the Python has; one that fails is named on standard error and left out.
  private static func rivalRows(_ python: String, folder: URL) throws -> [Measurement] {
    let script = "rivals/rivals.py"
    let names = try JSONDecoder().decode(
      [String].self, from: run(python, [script, "list"]).output)
    var rows: [Measurement] = []
    for name in names {
      do {
        rows += try JSONDecoder().decode(
          [Measurement].self, from: run(python, [script, "measure", name, folder.path]).output)
        if let done = rows.last, done.task != Task.bootstraps {
          // The slow ones run once: their spread is small beside the ratio.
          rows.append(
            try process(
              Task.process, done.tool, python, [script, "once", name, folder.path],
              repeats: (done.cpuMilliseconds.min() ?? 0) > 2000 ? 1 : 3))
        }
      } catch {
        FileHandle.standardError.write(Data("\(name): left out: \(error)\n".utf8))
      }
    }
    return rows
  }
}
