import Foundation

/// The hot paths of one call beside their rivals, as JSON, as a table and against a baseline.
struct HotPathReport: Codable {
  var command: String
  var date: String
  var machine: String
  var comparisons: [Comparison]

  /// A hot path may take this many times what it took, relative to a rival, before the bench fails.
  static let tolerance = 1.2

  /// Times every hot path whose name holds `filter`, and start-up, beside the rivals of a Python.
  static func measured(
    kakehashi: String, python: String, filter: String
  ) throws -> HotPathReport {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "hot-paths-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let inputs = try HotPathInputs(folder: folder)
    let server = try RivalServer(python: python, folder: folder)
    defer { server.stop() }
    let chosen = HotPath.all.filter { filter.isEmpty || $0.name.contains(filter) }
    var comparisons = try chosen.flatMap { hotPath in
      let found = try Comparison.measure(hotPath, inputs, server)
      for one in found {
        let text = "\(one.key): \(Report.short(one.ratio))\n"
        FileHandle.standardError.write(Data(text.utf8))
      }
      return found
    }
    if filter.isEmpty || "start-up".contains(filter) {
      comparisons += try Comparison.startUp(kakehashi: kakehashi, python: python)
    }
    return HotPathReport(
      command: "RIVALS=python make bench",
      date: Date.now.formatted(.iso8601.year().month().day()), machine: Report.machine(),
      comparisons: comparisons)
  }

  /// The table of ratios.
  var markdown: String {
    var lines = [
      "# Hot paths", "", "Printed by `\(command)` on \(date). \(machine)", "",
      "Runs alternate: ours, the rival's, ours, the rival's, after one pair that does not count.",
      "The ratio is of the CPU times of the fastest runs, rival over ours: above 1 we are faster.",
      "The spread is that of the pairs. Rivals have one thread; where ours has more, their CPU times",
      "are added up, and the ratio of wall times says what a user of 2 cores gains. *goal* is what",
      "was asked for. The last column holds what both computed: a mean, a count, or megabytes;",
      "random patches differ between tools. The plot is `hot-paths.svg`.", "",
      "| hot path | rival | ratio | pairs, least to most | wall ratio | goal | ours, CPU ms | rival's, CPU ms | pairs | ours and rival's result |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in comparisons {
      let goal = one.goal.map { "\(Report.short($0)) \(one.ratio >= $0 ? "met" : "missed")" } ?? ""
      lines.append(
        "| \(one.hotPath) | \(one.tool) | \(Report.short(one.ratio)) "
          + "| \(Report.short(one.ratios.min() ?? .nan)) to "
          + "\(Report.short(one.ratios.max() ?? .nan)) | \(Report.short(one.wallRatio)) | \(goal) "
          + "| \(Report.short(one.cpuMilliseconds.min() ?? .nan)) "
          + "| \(Report.short(one.rivalCPUMilliseconds.min() ?? .nan)) "
          + "| \(one.ratios.count) "
          + "| \(one.values.map { String(format: "%.5g", $0) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The same as a picture.
  var chart: RatioChart {
    RatioChart(
      title: "Times faster than a rival, CPU time (line: pairs of runs; mark: what was asked for)",
      bars: comparisons.map { one in
        RatioChart.Bar(
          label: "\(one.hotPath) / \(one.toolName)", ratio: one.ratio,
          spread: (one.ratios.min() ?? 1)...(one.ratios.max() ?? 1), goal: one.goal)
      })
  }

  /// The ratios by hot path and rival, which a later call is held to.
  var baseline: [String: Double] {
    Dictionary(comparisons.map { ($0.key, $0.ratio) }, uniquingKeysWith: { first, _ in first })
  }

  /// One sentence for each hot path that has become slower, beside a rival, than a baseline allows.
  func regressions(from baseline: [String: Double]) -> [String] {
    comparisons.compactMap { one in
      guard let before = baseline[one.key], one.ratio * Self.tolerance < before else { return nil }
      return "\(one.key): expected a ratio of at least "
        + "\(Report.short(before / Self.tolerance)), found \(Report.short(one.ratio))"
    }
  }
}
