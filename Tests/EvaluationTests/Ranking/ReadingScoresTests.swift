import Testing

@testable import Evaluation

/// A table that cannot be ranked, and what the sentence must say.
private struct WrongTable: Sendable, CustomTestStringConvertible {
  let name: String
  let rows: [[String]]
  let kind: RankingError.Kind
  let words: [String]
  var testDescription: String { name }

  init(_ name: String, _ kind: RankingError.Kind, _ words: [String], _ rows: [[String]]) {
    (self.name, self.kind, self.words, self.rows) = (name, kind, words, rows)
  }
}

/// The paper table with one row changed; row 1 is the header.
private func table(_ row: Int, _ fields: [String]?) -> [[String]] {
  var rows = paperTable
  if let fields { rows[row - 1] = fields } else { rows.remove(at: row - 1) }
  return rows
}

private let wrongTables = [
  WrongTable("nothing", .header, ["column Case", "empty table"], []),
  WrongTable(
    "no team column", .header, ["column Team", "Group"],
    table(1, ["Case", "VS_Dice", "VS_ASSD", "Group"])),
  WrongTable(
    "two case columns", .header, ["column Case", "found 2"],
    table(1, ["Case", "VS_Dice", "case", "Team"])),
  WrongTable(
    "a column of unknown direction", .header, ["column Volume", "direction"],
    table(1, ["Case", "VS_Dice", "Volume", "Team"])),
  WrongTable(
    "a column of two directions", .header, ["column Dice_HD", "two directions"],
    table(1, ["Case", "VS_Dice", "Dice_HD", "Team"])),
  WrongTable(
    "the same metric twice", .header, ["column VS_Dice", "found 2"],
    table(1, ["Case", "VS_Dice", "VS_Dice", "Team"])),
  WrongTable("no metrics", .header, ["Case and Team alone"], [["Case", "Team"], ["a", "A"]]),
  WrongTable("a short row", .row, ["row 4", "4 fields", "found 3"], table(4, ["a", "1", "2"])),
  WrongTable("no team", .row, ["row 4", "column Team"], table(4, ["a", "1", "2", " "])),
  WrongTable("no case", .row, ["row 4", "column Case"], table(4, ["", "1", "2", "A"])),
  WrongTable(
    "text in a cell", .cell, ["row 4", "case x_etz_1", "team C", "column VS_ASSD", "\"far\""],
    table(4, ["x_etz_1", "0.8", "far", "C"])),
  WrongTable(
    "NaN", .cell, ["row 4", "VS_Dice", "\"nan\""], table(4, ["x_etz_1", "nan", "3", "C"])),
  WrongTable(
    "infinity", .cell, ["row 4", "VS_ASSD", "\"-inf\""],
    table(4, ["x_etz_1", "0.8", "-inf", "C"])),
  WrongTable(
    "a number that overflows", .cell, ["1e999"], table(4, ["x_etz_1", "0.8", "1e999", "C"])),
  WrongTable(
    "a number whose sum would overflow", .cell, ["1e308"],
    table(4, ["x_etz_1", "0.8", "1e308", "C"])),
  WrongTable(
    "hexadecimal", .cell, ["0x1p3"], table(4, ["x_etz_1", "0.8", "0x1p3", "C"])),
  WrongTable(
    "a row twice", .duplicate, ["row 4", "case x_etz_1", "team A", "row 2"],
    table(4, ["x_etz_1", "0.8", "3", "A"])),
  WrongTable(
    "a missing row", .missing, ["3 teams", "3 cases", "2 missing", "team C, case x_etz_1"],
    table(4, nil)),
  WrongTable(
    "an empty cell", .missing, ["1 missing", "team C, case x_etz_1, column VS_ASSD"],
    table(4, ["x_etz_1", "0.8", " ", "C"])),
  WrongTable(
    "one team", .size, ["two teams", "found 1"],
    paperTable.filter { ["Team", "A"].contains($0[3]) }),
  WrongTable(
    "one case", .size, ["two cases", "found 1"],
    paperTable.filter { ["Case", "x_etz_1"].contains($0[0]) }),
  WrongTable(
    "more teams than can be compared", .size, ["at most 1000 teams", "found 1001"],
    [["Case", "Dice", "Team"]] + (0...1000).map { ["a\($0 % 2)", "1", "t\($0)"] }),
  WrongTable("a header alone", .size, ["found 0"], Array(paperTable.prefix(1))),
]

@Suite("Reading scores to rank")
struct ReadingScoresTests {
  @Test("A wrong table gives one sentence that names row and column", arguments: wrongTables)
  private func refusal(_ wrong: WrongTable) {
    let error = #expect(throws: RankingError.self) { try ChallengeScores(rows: wrong.rows) }
    #expect(error?.kind == wrong.kind)
    for word in wrong.words {
      #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
    }
  }

  @Test("Teams and cases are sorted, blanks are ignored, numbers are kept")
  func reading() throws {
    let scores = try ChallengeScores(rows: [
      [" case ", "Dice", "TEAM"], ["b", " 0.25 ", "Z "], ["a", "1e-1", "Z"], ["a", "+1", "Y"],
      ["b", "0", "Y"],
    ])
    #expect(scores.teams == ["Y", "Z"])
    #expect(scores.cases == ["a", "b"])
    #expect(scores.values(team: 0, metric: 0) == [1, 0])
    #expect(scores.values(team: 1, metric: 0) == [0.1, 0.25])
    #expect(scores[team: 1, case: 1, metric: 0] == 0.25)
  }

  @Test("Chosen columns are read in the order given; others may hold anything")
  func chosen() throws {
    var rows = paperTable.map { $0 + ["remark"] }
    rows[0][4] = "Remark"
    let scores = try ChallengeScores(rows: rows, metrics: ["VS_ASSD", "VS_Dice"])
    #expect(scores.metrics.map(\.name) == ["VS_ASSD", "VS_Dice"])
    let error = #expect(throws: RankingError.self) {
      try ChallengeScores(rows: rows, metrics: ["Cochlea_Dice"])
    }
    #expect(error?.message.contains("Cochlea_Dice") == true)
    #expect(throws: RankingError.self) {
      try ChallengeScores(rows: rows, metrics: ["VS_Dice", "VS_Dice"])
    }
  }

  @Test(
    "The name of a column tells measure, structure, direction and penalty",
    arguments: [
      ("VS_Dice", "Dice", "VS", true, 0), ("Cochlea_ASSD", "ASSD", "Cochlea", false, 350),
      ("dice", "dice", "", true, 0), ("boundary_ASSD", "ASSD", "boundary", false, 350),
      ("Extra VS HD95 mm", "HD95", "Extra_VS", false, 350),
      ("NSD_cochlea", "NSD", "cochlea", true, 0),
      ("MAE", "MAE", "", false, 3), ("Koos_F1", "F1", "Koos", true, 0),
      ("Hausdorff95_VS", "Hausdorff", "95_VS", false, 350),
    ] as [(String, String, String, Bool, Double)])
  func metricNames(_ c: (String, String, String, Bool, Double)) throws {
    let metric = try RankedMetric(column: c.0)
    #expect(metric.name == c.0)
    #expect(metric.measure == c.1)
    #expect(metric.structure == c.2)
    #expect(metric.higherIsBetter == c.3)
    #expect(metric.penalty == c.4)
  }

  @Test("Short measures count as whole words alone: thd is none", arguments: ["thd", "", "İ", "Ω"])
  func strangers(_ name: String) {
    #expect(throws: RankingError.self) { try RankedMetric(column: name) }
  }

  @Test("Sets of metrics: all, by measure, by structure, none twice")
  func metricSets() throws {
    func names(_ header: [String]) throws -> [String] {
      let rows = ["a", "b"].flatMap { c in
        ["X", "Y"].map { t in [c] + header.map { _ in "1" } + [t] }
      }
      return try ChallengeScores(rows: [["Case"] + header + ["Team"]] + rows).metricSets
        .map(\.name)
    }
    #expect(
      try names(["VS_Dice", "VS_ASSD", "Cochlea_Dice", "Cochlea_ASSD"])
        == ["all metrics", "Dice only", "ASSD only", "VS only", "Cochlea only"])
    #expect(try names(["VS_Dice", "Cochlea_Dice"]) == ["all metrics", "VS only", "Cochlea only"])
    #expect(try names(["Dice"]) == ["all metrics"])
  }
}
