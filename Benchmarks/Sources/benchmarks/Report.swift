import Foundation

/// Every measurement of one call, as JSON and as a table.
struct Report: Codable {
  var command: String
  var date: String
  var machine: String
  var measurements: [Measurement]

  /// A table a task; ratios are of the CPU times of the fastest runs, which other work on the
  /// machine disturbs least, and ours is the divisor.
  var markdown: String {
    var lines = [
      "# Benchmarks", "", "Printed by `\(command)` on \(date). \(machine)", "",
      "The case is generated: 512x512x120 voxels of 0.41x0.41x1 mm, a tumour of 1.5 cm3, two",
      "cochleas, a far false positive of either label. All tools ran in the same call, one after the",
      "other, with one thread; memory is the peak of a tool's own process, Python and its libraries",
      "included. CPU time is compared: with one thread it is the wall time of an idle machine.",
      "kakehashi computes every metric in each of these runs.",
    ]
    var tasks: [String] = []
    for row in measurements where !tasks.contains(row.task) { tasks.append(row.task) }
    for task in tasks {
      let rows = measurements.filter { $0.task == task }.sorted {
        (fastest($0) ?? .infinity) < (fastest($1) ?? .infinity)
      }
      let own = rows.first { $0.tool.hasPrefix("kakehashi") }.flatMap(fastest)
      lines += [
        "", "## \(task)", "",
        "| tool | CPU ms, fastest | times ours | median | slowest | wall ms, median | runs | peak MiB | result |",
        "|---|---|---|---|---|---|---|---|---|",
      ]
      for row in rows {
        let least = fastest(row) ?? 0
        lines.append(
          "| \(row.tool) | \(Self.short(least)) | \(own.map { Self.short(least / $0) } ?? "") "
            + "| \(Self.short(median(row.cpuMilliseconds))) "
            + "| \(Self.short(row.cpuMilliseconds.max() ?? 0)) "
            + "| \(Self.short(median(row.milliseconds))) | \(row.milliseconds.count) "
            + "| \(Self.short(row.peakMiB)) "
            + "| \(row.values.map { String(format: "%.4f", $0) }.joined(separator: " ")) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func fastest(_ row: Measurement) -> Double? { row.cpuMilliseconds.min() }

  /// Three significant digits, as far as whole numbers allow.
  static func short(_ value: Double) -> String {
    String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
  }

  /// The machine in a sentence, with its load now.
  static func machine() -> String {
    var load = 0.0
    getloadavg(&load, 1)
    return "\(ProcessInfo.processInfo.activeProcessorCount) cores, shared with other work "
      + "(load \(String(format: "%.1f", load)) at the end)."
  }
}
