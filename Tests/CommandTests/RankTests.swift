import Foundation
import TestSupport
import Testing

/// What `rank --json` prints, as far as others rely on it.
private struct RankOutput: Decodable {
  struct Row: Decodable {
    struct Interval: Decodable {
      let lowest: Int
      let highest: Int
    }
    let team: String
    let rank: Int
    let score: Double
    let sharedRank: Int
    let interval: Interval?
    let firstShare: Double?
  }
  struct Variant: Decodable {
    struct Ranking: Decodable { let rows: [Row.Plain] }
    let name: String
    let ranking: Ranking
  }
  struct Site: Decodable { let site: String }
  let ranking: [Row]
  let schemes: [Variant]
  let leaveOneSiteOut: [Site]
}

extension RankOutput.Row {
  fileprivate struct Plain: Decodable {
    let team: String
    let rank: Int
  }
}

/// Two sites, three teams: "good" wins everywhere, the others tie.
private let table = """
  Case,VS_Dice,VS_ASSD,Team\r
  x_etz_1,0.9,0.3,good\r
  x_etz_1,0.8,0.5,"one, two"\r
  x_etz_1,0.8,0.5,last\r
  x_ldn_2,0.9,0.3,good\r
  x_ldn_2,0.7,0.6,"one, two"\r
  x_ldn_2,0.7,0.6,last\r

  """

private func write(_ text: String, in folder: URL) throws -> String {
  let file = folder.appending(path: "scores.csv")
  try Data(text.utf8).write(to: file)
  return file.path
}

@Suite("kakehashi rank")
struct RankTests {
  @Test("JSON on standard output is JSON alone, with ranks, scores and intervals")
  func json() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "rank", try write("\u{FEFF}" + table, in: folder), "--json", "-", "--bootstraps", "50")
      #expect(result.status == 0, "\(result.errors)")
      let output = try JSONDecoder().decode(RankOutput.self, from: Data(result.output.utf8))
      #expect(output.ranking.map(\.team) == ["good", "last", "one, two"])
      #expect(output.ranking.map(\.rank) == [1, 2, 2])
      #expect(output.ranking.map(\.score) == [1, 2, 2])
      // Two cases never reach significance: all share the first rank.
      #expect(output.ranking.map(\.sharedRank) == [1, 1, 1])
      #expect(output.ranking.map { $0.interval?.highest } == [1, 2, 2])
      #expect(output.ranking.map(\.firstShare) == [1, 0, 0])
      #expect(
        output.schemes.map(\.name) == [
          "rank-then-mean", "rank-then-median", "mean-then-rank", "median-then-rank", "test-based",
        ])
      #expect(output.schemes[2].ranking.rows.map(\.rank) == [1, 2, 2])
      #expect(output.leaveOneSiteOut.map(\.site) == ["etz", "ldn"])
    }
  }

  @Test("The folder gets CSV, JSON, LaTeX and HTML; the table stands on standard output")
  func output() throws {
    try withTemporaryFolder { folder in
      let target = folder.appending(path: "new/ranking")
      let result = try CommandLineTool.run(
        "rank", try write(table, in: folder), "--output", target.path, "--bootstraps", "20",
        "--metrics", "VS_Dice", "--scheme", "median-then-rank")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("3 teams, 2 cases, VS_Dice\n"))
      #expect(result.output.contains("median-then-rank, 20 bootstraps, seed 1"))
      let files = try FileManager.default.contentsOfDirectory(atPath: target.path).sorted()
      #expect(files == ["ranking.csv", "ranking.html", "ranking.json", "ranking.tex"])
      let csv = try String(contentsOf: target.appending(path: "ranking.csv"), encoding: .utf8)
      #expect(csv.contains("2,1,\"one, two\",2.0,"))
      let html = try String(contentsOf: target.appending(path: "ranking.html"), encoding: .utf8)
      #expect(html.contains("<code>kakehashi rank "))
    }
  }

  @Test(
    "Wrong input ends in one sentence and a non-zero status",
    arguments: [
      (table.replacing("0.6,last", with: "far,last"), [], ["row 7", "VS_ASSD", "\"far\""]),
      (
        table.replacing("x_ldn_2,0.7,0.6,last\r\n", with: ""), [], ["2 missing", "x_ldn_2", "last"]
      ),
      (table, ["--metrics", "Volume"], ["Volume"]),
      (table, ["--preset", "crossmoda2022"], ["Cochlea_Dice"]),
      (table, ["--scheme", "best"], ["best", "rank-then-mean"]),
      (table, ["--alpha", "1"], ["--alpha"]),
      (table, ["--bootstraps", "-1"], ["--bootstraps"]), ("", [], ["scores.csv", "empty"]),
    ] as [(String, [String], [String])])
  func wrong(_ c: (text: String, options: [String], words: [String])) throws {
    try withTemporaryFolder { folder in
      let logs = folder.appending(path: "logs")
      try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
      let process = try CommandLineTool.process(
        ["rank", try write(c.text, in: folder)] + c.options, logs: logs)
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus != 0)
      let text = try String(contentsOf: logs.appending(path: "err.txt"), encoding: .utf8)
      for word in c.words { #expect(text.contains(word), "\(text)") }
      #expect(text.split(separator: "\n").count { $0.hasPrefix("Error:") } == 1, "\(text)")
    }
  }

  @Test("A missing row is penalised where the policy says so")
  func penalty() throws {
    try withTemporaryFolder { folder in
      let file = try write(table.replacing("x_ldn_2,0.9,0.3,good\r\n", with: ""), in: folder)
      let result = try CommandLineTool.run("rank", file, "--missing", "penalty", "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let output = try JSONDecoder().decode(RankOutput.self, from: Data(result.output.utf8))
      // Case one: 1, 2, 2; case two: 3, 1, 1; twice each.
      #expect(output.ranking.map(\.score) == [1.5, 1.5, 2])
      #expect(output.ranking.last?.team == "good")
    }
  }

  @Test("A file that is not there is named")
  func noFile() throws {
    let result = try CommandLineTool.run("rank", "/nowhere/scores.csv")
    #expect(result.status != 0)
    #expect(result.errors.contains("/nowhere/scores.csv"))
  }

  private static let realScores = sharedReference?
    .appending(path: "ranking/crossmoda2022_score_test.csv").path

  @Test(
    "The challenge's own table gives the published order, the winner first in 1000 of 1000",
    .enabled(
      if: FileManager.default.fileExists(atPath: RankTests.realScores ?? ""),
      "shared/reference/ranking, the challenge's own table, is not here"))
  func realTable() throws {
    let result = try CommandLineTool.run(
      "rank", try #require(Self.realScores), "--preset", "crossmoda2022", "--json", "-")
    #expect(result.status == 0, "\(result.errors)")
    let output = try JSONDecoder().decode(RankOutput.self, from: Data(result.output.utf8))
    // crossMoDA 2022, ranking.py: to six digits.
    let expected = [
      ("ne2e", 2.950185), ("MAI", 3.382841), ("LaTIM", 3.816421),
      ("Super_Polymerization", 4.252768),
      ("A*DA", 4.898524), ("fgh_365", 5.609779), ("SJTU_EIEE_2-426Lab", 5.880996),
      ("MBZUAI_VS", 7.536900), ("HUST_CBIB", 8.625461), ("skjp", 9.472325),
      ("gabybaldeon", 10.285978), ("Of_Men_and_Rabbits", 11.261993),
    ]
    #expect(output.ranking.map(\.team) == expected.map(\.0))
    for (row, (_, score)) in zip(output.ranking, expected) {
      #expect(abs(row.score - score) < 1e-6)
    }
    #expect(output.ranking.first?.firstShare == 1)
    #expect(output.ranking.map(\.sharedRank) == [1, 2, 3, 4, 5, 6, 6, 8, 9, 10, 11, 12])
  }
}
