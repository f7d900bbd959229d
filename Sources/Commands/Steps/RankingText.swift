import Evaluation
import Foundation

/// A ranking as plain text: the table, other schemes and sites side by side, what is not certain.
func rankingText(_ analysis: RankingAnalysis) -> String {
  let settings = analysis.settings
  var lines = [
    "\(analysis.ranking.count) teams, \(analysis.cases) cases, "
      + analysis.metrics.map(\.name).joined(separator: ", "),
    "\(settings.scheme.rawValue), \(settings.bootstraps) bootstraps, seed \(settings.seed) of "
      + settings.generator.rawValue, "",
  ]
  let width = max(4, analysis.ranking.map(\.team.count).max() ?? 0) + 2
  lines.append(
    left("rank", 6) + left("shared", 8) + left("team", width) + right("score", 9)
      + right("95 %", 8) + right("first", 9))
  for row in analysis.ranking {
    lines.append(
      left("\(row.rank)", 6) + left("\(row.sharedRank)", 8) + left(row.team, width)
        + right(String(format: "%.4f", row.score), 9) + right(row.interval?.text ?? "-", 8)
        + right(row.firstShare.map { String(format: "%.1f %%", 100 * $0) } ?? "-", 9))
  }
  let schemes = analysis.schemes.filter { $0.name != settings.scheme.rawValue }
  for (title, columns) in [
    ("Ranks by other schemes", schemes.map { Column($0.name, $0.ranking, $0.kendall) }),
    (
      "Ranks on some metrics",
      analysis.metricSets.dropFirst().map { Column($0.name, $0.ranking, $0.kendall) }
    ),
    (
      "Ranks without one site",
      analysis.leaveOneSiteOut.map { Column("without \($0.site)", $0.ranking, $0.kendall) }
    ),
  ] where !columns.isEmpty {
    lines += ["", title] + table(analysis.ranking.map(\.team), columns, width: width)
  }
  lines.append("")
  return (lines + remarks(on: analysis)).joined(separator: "\n")
}

/// A ranking to be printed as a column of ranks.
private struct Column {
  let name: String
  let ranking: Ranking
  let tau: Double?

  init(_ name: String, _ ranking: Ranking, _ tau: Double?) {
    (self.name, self.ranking, self.tau) = (name, ranking, tau)
  }

  var width: Int { max(8, name.count + 2) }
}

private func table(_ teams: [String], _ columns: [Column], width: Int) -> [String] {
  let head = left("team", width) + columns.map { right($0.name, $0.width) }.joined()
  let rows = teams.map { team in
    left(team, width)
      + columns.map { column in
        right(column.ranking.rank(of: team).map { "\($0)" } ?? "-", column.width)
      }.joined()
  }
  let taus = columns.map { column in
    right(column.tau.map { String(format: "%.3f", $0) } ?? "-", column.width)
  }
  return [head] + rows + [left("Kendall's tau", width) + taus.joined()]
}

private func remarks(on analysis: RankingAnalysis) -> [String] {
  var lines: [String] = []
  for stability in analysis.bootstrap {
    guard let d = stability.kendall else { continue }
    lines.append(
      "Kendall's tau over bootstraps, \(stability.metricSet): "
        + String(format: "mean %.4f, smallest %.4f", d.mean, d.minimum))
  }
  for (row, next) in zip(analysis.ranking, analysis.ranking.dropFirst())
  where row.sharedRank == next.sharedRank {
    let comparison = analysis.significance.comparison(of: row.team, with: next.team)
    let p = comparison.map { String(format: " (p = %.3g)", $0.adjustedPValue) } ?? ""
    lines.append("Not told apart: \(row.team) and \(next.team)\(p)")
  }
  let missing = analysis.missingValues
  if missing.missingScores > 0 {
    let ranks = missing.outcomes.map { outcome in
      let moved = analysis.ranking.count { $0.rank != outcome.ranking.rank(of: $0.team) }
      return "\(outcome.treatment.rawValue) moves \(moved) teams"
    }
    lines.append(
      "Missing or penalised scores: \(missing.missingScores) in \(missing.affectedCases) cases; "
        + ranks.joined(separator: ", "))
  }
  return lines
}

private func left(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(1, width - text.count))
}

private func right(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(1, width - text.count)) + text
}
