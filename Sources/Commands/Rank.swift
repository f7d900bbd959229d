package import ArgumentParser
import DataSets
import Evaluation
import Foundation
import Reporting

/// Ranks the teams of a challenge and tells how far the ranks can be trusted.
package struct Rank: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Ranks teams by their scores and shows how stable the ranks are.",
    discussion: """
      Takes a table with the columns Case, one a metric, and Team; a row a team and case. A metric's
      name tells which direction is better: Dice, NSD and the like higher, ASSD, HD and the like
      lower.

      Example:
        kakehashi rank scores.csv --preset crossmoda2022 --output ranking
      """)

  @Argument(help: "The table of scores, a CSV file.")
  var scores: String

  @Option(help: "The rules of a challenge: metrics, scheme, and its script's random draws.")
  var preset: RankingPreset?

  @Option(help: "How scores become an order; rank-then-mean if not given.")
  var scheme: RankingScheme?

  @Option(help: "The columns to rank, separated by commas; all if not given.")
  var metrics: String?

  @Option(help: "How many times the cases are drawn again.")
  var bootstraps = 1000

  @Option(help: "What the draws depend on.")
  var seed: UInt64 = 1

  @Option(help: "The level below which a difference is significant.")
  var alpha = 0.05

  @Option(help: "What Wilcoxon's test asks.")
  var test: SignificanceTest.Alternative = .twoSided

  @Option(help: "What is done about a team without a score for a case.")
  var missing: MissingScores = .error

  @Option(
    name: [.short, .long], help: "Writes ranking.csv, .json, .tex and .html into this folder.")
  var output: String?

  @Option(help: "Writes JSON to this file; - prints it, and nothing else.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard (0...1_000_000).contains(bootstraps) else {
      throw ValidationError("--bootstraps expects 0 to 1000000, found \(bootstraps)")
    }
    guard alpha > 0, alpha < 1 else {
      throw ValidationError("--alpha expects a number between 0 and 1, found \(alpha)")
    }
  }

  package func run() throws {
    let table = try readScores()
    let settings = RankingSettings(
      scheme: scheme ?? preset?.scheme ?? .rankThenMean, bootstraps: bootstraps, seed: seed,
      generator: preset?.generator ?? .splitMix64,
      test: SignificanceTest(alternative: test, alpha: alpha))
    let analysis = RankingAnalysis(table, settings: settings)
    let text = try readableJSON(analysis)
    if let output {
      try write(table, analysis, json: text, to: fileURL(output))
    }
    if let json, json != "-" { try text.write(to: fileURL(json), options: .atomic) }
    print(json == "-" ? String(decoding: text, as: UTF8.self) : rankingText(analysis))
  }

  private func readScores() throws -> ChallengeScores {
    guard let content = FileManager.default.contents(atPath: scores) else {
      throw CommandError("\(scores): expected a table of scores, found no file that can be read")
    }
    let chosen = metrics?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    do {
      return try ChallengeScores(
        rows: CSV.rows(String(decoding: content, as: UTF8.self)),
        metrics: chosen ?? preset?.metrics, missing: missing)
    } catch {
      throw CommandError("\(scores): \(error)")
    }
  }

  private func write(
    _ table: ChallengeScores, _ analysis: RankingAnalysis, json: Data, to folder: URL
  ) throws {
    let plain = RankingTable(analysis)
    let report = RankingReport(
      title: "Ranking of \(fileURL(scores).lastPathComponent)", scores: table, analysis: analysis,
      facts: [
        ReportFact(
          "Command", "kakehashi " + CommandLine.arguments.dropFirst().joined(separator: " ")),
        ReportFact("Version", "kakehashi \(programVersion)"),
      ])
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, content) in [
      ("ranking.csv", Data(CSV.text(plain.records).utf8)), ("ranking.json", json),
      ("ranking.tex", Data(plain.latex().utf8)), ("ranking.html", Data(report.html().utf8)),
    ] {
      try content.write(to: folder.appending(path: name), options: .atomic)
    }
  }
}
