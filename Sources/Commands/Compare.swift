package import ArgumentParser
import Evaluation
import Foundation
import Reporting

/// Compares several runs' scores of one test set.
package struct Compare: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Compares scores of one test set: outliers, and the change per site.",
    discussion: """
      Takes what evaluate writes (JSON or CSV) and the challenge's tables, each FILE or NAME=FILE.
      The first run is the one that the others are compared with, case by case.

      Example:
        kakehashi compare 2021=scores21.csv 2022=scores22.csv 2023=scores23.csv --html change.html
      """)

  @Argument(help: "Files of scores, as FILE or NAME=FILE.")
  var files: [String]

  @Option(help: "Compare these teams of the challenge's tables only, as ne2e,MAI.")
  var teams: String?

  @Option(help: "Write the comparison as JSON to this file; - prints it.")
  var json: String?

  @Option(help: "Write an HTML page to this file.")
  var html: String?

  package init() {}

  package func run() throws {
    var runs: [(name: String, table: ScoreTable)] = []
    for file in files {
      let parts = file.split(separator: "=", maxSplits: 1).map(String.init)
      let isNamed = parts.count == 2 && !FileManager.default.fileExists(atPath: file)
      runs += try readScores(isNamed ? parts[1] : file, name: isNamed ? parts[0] : nil)
    }
    if let teams {
      let wanted = teams.split(separator: ",").map(String.init)
      runs = try wanted.map { team in
        guard let run = runs.first(where: { $0.name == team }) else {
          throw CommandError(
            "expected one of \(runs.map(\.name).joined(separator: ", ")), found \(team)")
        }
        return run
      }
    }
    guard runs.count >= 2 else {
      throw CommandError("expected scores of two runs or more, found \(runs.count)")
    }
    for (n, run) in runs.enumerated() where runs[..<n].contains(where: { $0.name == run.name }) {
      throw CommandError("expected runs of different names, found \(run.name) twice")
    }
    let comparison = try RunComparison(runs)
    if let json { try writeOutput(readableJSON(comparison), to: json) }
    if let html {
      let page = ComparisonPage(
        title: "Comparison of \(runs.count) runs",
        subtitle: "\(runs[0].table.cases.count) cases, compared with \(runs[0].name)",
        runs: runs.map { ReportRun(name: $0.name, role: .other, scores: $0.table) },
        comparison: comparison)
      try writeOutput(Data(page.html().utf8), to: html)
    }
    if json != "-", html != "-" { print(text(comparison)) }
  }

  private func text(_ comparison: RunComparison) -> String {
    let width = (comparison.runs.map(\.count).max() ?? 0) + 2
    var lines = [
      pad("structure", 14) + pad("site", 6) + pad("run", width) + pad("cases", 7) + pad("Dice", 8)
        + pad("change", 9) + pad("ASSD mm", 9) + pad("median", 8) + pad("change", 9)
        + pad("Dice<0.7", 10) + pad("ASSD>2", 8) + "outliers"
    ]
    for entry in comparison.entries {
      let isFirst = entry.run == comparison.runs.first
      lines.append(
        pad(entry.structure, 14) + pad(entry.site ?? "all", 6) + pad(entry.run, width)
          + pad(String(entry.cases), 7) + pad(decimals(entry.dice, 3), 8)
          + pad(isFirst ? "" : signed(entry.diceChange, 3), 9) + pad(decimals(entry.assd, 2), 9)
          + pad(decimals(entry.medianASSD, 3), 8)
          + pad(isFirst ? "" : signed(entry.assdChange, 3), 9) + pad(String(entry.lowDice), 10)
          + pad(String(entry.highASSD), 8) + String(entry.outliers))
    }
    return lines.joined(separator: "\n")
  }

  private func signed(_ value: Double?, _ digits: Int) -> String {
    value.map { String(format: "%+.\(digits)f", $0) } ?? "-"
  }
}
