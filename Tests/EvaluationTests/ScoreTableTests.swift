import Evaluation
import Foundation
import TestSupport
import Testing

@Suite("Score tables")
struct ScoreTableTests {
  private func row(
    _ name: String, _ site: String, _ dice: Double?, _ assd: Double?,
    _ outcome: CaseScore.Outcome = .scored, structure: String = "VS"
  ) -> CaseScore {
    CaseScore(
      case: name, site: site, structure: structure, outcome: outcome, dice: dice, assd: assd,
      hd95: assd, predictedVolume: 10, referenceVolume: 12.5)
  }

  private var table: ScoreTable {
    ScoreTable(rows: [
      row("b", "ldn", 0.9, 0.3), row("a", "ldn", 0.6, 2.5), row("c", "etz", 0.8, 0.5),
      row("d", "etz", nil, nil, .bothEmpty), row("e", "etz", 0, 350, .missingPrediction),
    ])
  }

  @Test("Summaries, worked by hand")
  func summaries() throws {
    let london = try #require(table.distribution(of: .dice, structure: "VS", site: "ldn"))
    #expect(london.count == 2)
    #expect(abs(london.mean - 0.75) < 1e-12)
    #expect(abs(london.median - 0.75) < 1e-12)
    #expect(abs(try #require(london.standardDeviation) - 0.045.squareRoot()) < 1e-12)
    #expect(abs(london.lowerQuartile - 0.675) < 1e-12)
    #expect(abs(london.upperQuartile - 0.825) < 1e-12)
    #expect(abs(try #require(table.mean(.dice, structure: "VS")) - 0.575) < 1e-12)
    #expect(abs(try #require(table.median(.assd, structure: "VS")) - 1.5) < 1e-12)
    #expect(table.mean(.dice, structure: "cochlea") == nil)
  }

  @Test("One value has no standard deviation, no value no distribution")
  func small() {
    #expect(Distribution([4])?.standardDeviation == nil)
    #expect(Distribution([4])?.upperQuartile == 4)
    #expect(Distribution([]) == nil)
  }

  @Test("Failures, penalties and exclusions are counted")
  func counts() {
    let all = table.counts(structure: "VS")
    #expect(all.rows == 5)
    #expect(all.averaged == 4)
    #expect(all.excluded == 1)
    #expect(all.missingPredictions == 1)
    #expect(all.lowDice == 2)
    #expect(all.highASSD == 2)
    #expect(table.counts(structure: "VS", site: "ldn").lowDice == 1)
    #expect(table.missingCases == ["e"])
  }

  @Test("Sites and structures are listed once")
  func lists() {
    #expect(table.sites == ["etz", "ldn"])
    #expect(table.structures == ["VS"])
    #expect(table.cases == ["b", "a", "c", "d", "e"])
  }

  @Test("The CSV has a line per row, keeps all digits and quotes what needs it")
  func csv() {
    let lines = ScoreTable(rows: [
      row("x,\"1\"", "ldn", 1.0 / 3, 0.25), row("y", "etz", nil, nil, .bothEmpty),
    ]).csv().split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4)  // header, two rows, and the end of the last line
    #expect(
      lines[0]
        == "case,site,structure,outcome,dice,assd_mm,hd95_mm,"
        + "predicted_volume_mm3,reference_volume_mm3")
    #expect(lines[1] == "\"x,\"\"1\"\"\",ldn,VS,scored,0.3333333333333333,0.25,0.25,10.0,12.5")
    #expect(lines[2] == "y,etz,VS,both-empty,,,,10.0,12.5")
  }

  @Test("The summary CSV has one line per structure, site and metric, all sites first")
  func summaryCSV() {
    let lines = table.summaryCSV().split(separator: "\n")
    #expect(lines.count == 1 + 3 * 3)
    #expect(lines[1].hasPrefix("VS,all,dice,4,0.575,"))
    #expect(lines[1].hasSuffix(",1,1,0,0,2,2"))
    #expect(lines[4].hasPrefix("VS,etz,dice,2,0.4,"))
  }

  @Test("Best, middle and worst case by Dice and by ASSD")
  func exemplars() throws {
    let byDice = try #require(table.exemplars(structure: "VS"))
    #expect(byDice.best.case == "b")
    #expect(byDice.median.case == "a")
    #expect(byDice.worst.case == "e")
    let byDistance = try #require(table.exemplars(structure: "VS", by: .assd))
    #expect(byDistance.best.case == "b")
    #expect(byDistance.worst.case == "e")
    #expect(table.exemplars(structure: "cochlea") == nil)
  }

  @Test("Ties are broken by name, whatever the order of rows")
  func ties() throws {
    let rows = [row("b", "s", 0.5, 1), row("a", "s", 0.5, 1)]
    #expect(ScoreTable(rows: rows).exemplars(structure: "VS")?.best.case == "a")
    #expect(ScoreTable(rows: rows.reversed()).exemplars(structure: "VS")?.best.case == "a")
  }

  @Test("A table survives JSON")
  func codable() throws {
    let data = try JSONEncoder().encode(table)
    #expect(try JSONDecoder().decode(ScoreTable.self, from: data) == table)
  }

  @Test(
    "Share of the gap closed, worked by hand",
    arguments: [
      (0.5, 0.8, 0.9, true, 0.75), (2.0, 1.0, 0.5, false, 2.0 / 3), (0.5, 0.4, 0.9, true, -0.25),
      (0.9, 0.8, 0.9, true, nil), (0.9, 0.8, 0.5, true, nil),
    ] as [(Double, Double, Double, Bool, Double?)])
  func gap(_ c: (lower: Double, value: Double, upper: Double, higher: Bool, expected: Double?)) {
    let found = gapClosed(
      lowerBound: c.lower, value: c.value, upperBound: c.upper, higherIsBetter: c.higher)
    #expect((found == nil) == (c.expected == nil))
    if let found, let expected = c.expected { #expect(abs(found - expected) < 1e-12) }
  }
}
