import ArgumentParser
import Commands
import DataSets
import Foundation
import Reporting

/// Writes an HTML report of trained runs and their scores on held-out cases.
struct WriteReport: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Writes an HTML report: tables per site, training curves, overlays.",
    discussion: """
      A run is NAME=FOLDER, where FOLDER holds predictions/ and, from train, the stages' logs.

      Example:
        kakehashi report --data data --truth data/truth --run source-only=runs/source-only \\
          --run adapt=runs/adapt --run supervised=runs/supervised --output report.html
      """)

  @Option(name: [.short, .long], help: "The data set.")
  var data: String

  @Option(help: "The folder of true labels of the held-out cases.")
  var truth: String

  @Option(name: .customLong("run"), help: "NAME=FOLDER; give it once for each run.")
  var runs: [String]

  @Option(name: [.short, .long], help: "The HTML file to write.")
  var output: String

  func run() throws {
    let folders = try runs.map { text -> (name: String, folder: URL) in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw CommandError("--run expects NAME=FOLDER, found \(text)")
      }
      return (parts[0], fileURL(parts[1]))
    }
    let dataSet = try checkedDataSet(at: data)
    let builder = ReportBuilder(dataSet: dataSet, truth: fileURL(truth), runs: folders)
    let report = try builder.report(
      command: CommandLine.arguments.dropFirst().joined(separator: " "), extraStages: [])
    try Data(report.html().utf8).write(to: fileURL(output), options: .atomic)
    print(output)
  }
}
