import DataSets
import Evaluation
import Foundation

/// The runs in a file of scores, each with a name.
///
/// Read are the JSON that `evaluate` writes, its CSV (one row a case and structure), and the
/// challenge's table, which may hold several teams.
func readScores(_ path: String, name: String?) throws -> [(name: String, table: ScoreTable)] {
  let file = fileURL(path)
  let fallback = name ?? file.deletingPathExtension().lastPathComponent
  if file.pathExtension.lowercased() == "json" {
    do {
      return [(fallback, try JSONDecoder().decode(ScoreTable.self, from: Data(contentsOf: file)))]
    } catch {
      throw CommandError("\(path): expected the JSON of kakehashi evaluate on folders, found other")
    }
  }
  let rows = CSV.rows(try readText(file))
  let header = (rows.first ?? []).map { $0.trimmingCharacters(in: .whitespaces) }
  for (n, row) in rows.enumerated() where row.count != header.count {
    throw CommandError(
      "\(path): row \(n + 1): expected \(header.count) fields, found \(row.count)")
  }
  let reader = ScoreRowReader(path: path, header: header)
  if header.contains("structure"), header.contains("outcome") {
    let table = ScoreTable(
      rows: try rows.dropFirst().enumerated().map { try reader.longRow($0.offset, $0.element) })
    return [(fallback, table)]
  }
  let byTeam = try reader.challengeRows(Array(rows.dropFirst()))
  return byTeam.map { team, table in
    (byTeam.count == 1 && name != nil ? fallback : team.isEmpty ? fallback : team, table)
  }
}

/// Turns rows of either table into scores.
private struct ScoreRowReader {
  let path: String
  let header: [String]

  /// A row of evaluate's own table.
  func longRow(_ n: Int, _ row: [String]) throws -> CaseScore {
    let outcome = try field("outcome", row, n)
    guard let outcome = CaseScore.Outcome(rawValue: outcome) else {
      throw CommandError("\(path): row \(n + 2): expected an outcome, found \(outcome)")
    }
    return CaseScore(
      case: try field("case", row, n), site: try field("site", row, n),
      structure: try field("structure", row, n), outcome: outcome,
      dice: try number("dice", row, n), assd: try number("assd_mm", row, n),
      hd95: try number("hd95_mm", row, n),
      predictedVolume: try number("predicted_volume_mm3", row, n) ?? 0,
      referenceVolume: try number("reference_volume_mm3", row, n) ?? 0)
  }

  /// The rows of the challenge's table by team, in order of first appearance.
  func challengeRows(_ rows: [[String]]) throws -> [(team: String, table: ScoreTable)] {
    let structures = header.filter { $0.hasSuffix("_Dice") }.map { String($0.dropLast(5)) }
    guard header.contains("Case"), !structures.isEmpty,
      structures.allSatisfy({ header.contains("\($0)_ASSD") })
    else {
      throw CommandError(
        "\(path): expected columns Case, VS_Dice, VS_ASSD and so on, found "
          + (header.isEmpty ? "an empty table" : header.joined(separator: ",")))
    }
    var teams: [(team: String, table: ScoreTable)] = []
    var places: [String: Int] = [:]
    for (n, row) in rows.enumerated() {
      let team = header.contains("Team") ? try field("Team", row, n) : ""
      if places[team] == nil {
        places[team] = teams.count
        teams.append((team, ScoreTable()))
      }
      let name = try field("Case", row, n)
      for structure in structures {
        let dice = try number("\(structure)_Dice", row, n)
        let score = CaseScore(
          case: name, site: siteName(of: name), structure: structure,
          outcome: dice == nil ? .bothEmpty : .scored, dice: dice,
          assd: try number("\(structure)_ASSD", row, n), hd95: nil, predictedVolume: 0,
          referenceVolume: 0)
        teams[places[team] ?? 0].table.rows.append(score)
      }
    }
    return teams
  }

  private func field(_ name: String, _ row: [String], _ n: Int) throws -> String {
    guard let column = header.firstIndex(of: name) else {
      throw CommandError("\(path): expected a column \(name), found none")
    }
    return row[column].trimmingCharacters(in: .whitespaces)
  }

  private func number(_ name: String, _ row: [String], _ n: Int) throws -> Double? {
    let text = try field(name, row, n)
    guard !text.isEmpty else { return nil }
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw CommandError(
        "\(path): row \(n + 2), column \(name): expected a number of 0 or more, found \(text)")
    }
    return value
  }
}
