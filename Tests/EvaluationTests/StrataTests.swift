import Evaluation
import Testing

@Suite("Strata, outliers and comparisons")
struct StrataTests {
  private func row(
    _ name: String, dice: Double?, assd: Double?, volume: Double, site: String = "ldn"
  ) -> CaseScore {
    CaseScore(
      case: name, site: site, structure: "VS", outcome: dice == nil ? .bothEmpty : .scored,
      dice: dice, assd: assd, hd95: assd, predictedVolume: volume, referenceVolume: volume)
  }

  @Test("Sizes fall into thirds of equal count; nothing without a reference has a size")
  func thirds() {
    let table = ScoreTable(
      rows: [(5.0, "e"), (1, "a"), (3, "c"), (2, "b"), (6, "f"), (4, "d")].map {
        row($0.1, dice: 0.9, assd: 1, volume: $0.0)
      } + [row("none", dice: nil, assd: nil, volume: 0)])
    let strata = table.sizeStrata(structure: "VS")
    #expect(strata.map(\.volumes) == [1...2, 3...4, 5...6])
    #expect(strata.map { $0.table.cases } == [["a", "b"], ["c", "d"], ["e", "f"]])
  }

  @Test("Equal sizes stay together, one case is one stratum")
  func ties() {
    let same = ScoreTable(rows: ["a", "b", "c"].map { row($0, dice: 1, assd: 0, volume: 7) })
    #expect(same.sizeStrata(structure: "VS").map { $0.table.cases } == [["a", "b", "c"]])
    let one = ScoreTable(rows: [row("a", dice: 1, assd: 0, volume: 7)])
    #expect(one.sizeStrata(structure: "VS").count == 1)
    #expect(ScoreTable().sizeStrata(structure: "VS").isEmpty)
  }

  @Test("Outliers are rows below 0.7 or above 2 mm, the limits not included")
  func outliers() {
    let table = ScoreTable(rows: [
      row("limit", dice: 0.7, assd: 2, volume: 1), row("far", dice: 0.9, assd: 2.1, volume: 1),
      row("low", dice: 0.69, assd: 1, volume: 1), row("none", dice: nil, assd: nil, volume: 0),
    ])
    #expect(table.outliers.map(\.case) == ["low", "far"])
  }

  @Test("Runs are compared case by case, whatever the order of rows")
  func comparison() throws {
    let first = ScoreTable(rows: [
      row("a", dice: 0.5, assd: 3, volume: 1),
      row("b", dice: 0.75, assd: 1, volume: 1, site: "etz"),
    ])
    let second = ScoreTable(rows: [
      row("b", dice: 0.5, assd: 1.5, volume: 1, site: "etz"), row("a", dice: 1, assd: 0, volume: 1),
    ])
    let found = try RunComparison([("old", first), ("new", second)])
    #expect(found.runs == ["old", "new"])
    #expect(found.entries.map(\.site) == [nil, nil, "etz", "etz", "ldn", "ldn"])
    #expect(found.entries.map(\.diceChange) == [0, 0.125, 0, -0.25, 0, 0.5])
    #expect(found.entries.map(\.outliers) == [1, 1, 0, 1, 1, 0])
  }

  @Test("Runs of other cases are refused by name")
  func mismatch() {
    let first = ScoreTable(rows: [row("a", dice: 1, assd: 0, volume: 1)])
    let second = ScoreTable(rows: [row("b", dice: 1, assd: 0, volume: 1)])
    let error = #expect(throws: RunMismatch.self) {
      try RunComparison([("old", first), ("new", second)])
    }
    #expect(error?.description.contains("new lacks VS of a") == true)
    #expect(error?.description.contains("old lacks VS of b") == true)
  }

  @Test("The challenge's table has its columns, an excluded score left empty")
  func challengeTable() {
    let table = ScoreTable(rows: [
      row("x_ldn_1", dice: 0.5, assd: 3, volume: 1),
      row("x_etz_2", dice: nil, assd: nil, volume: 0),
    ])
    #expect(
      table.challengeCSV(team: "we", boundaries: ["x_ldn_1": 0.25])
        == "Case,VS_Dice,VS_ASSD,Boundary_ASSD,Team\nx_ldn_1,0.5,3.0,0.25,we\nx_etz_2,,,,we\n")
  }
}
