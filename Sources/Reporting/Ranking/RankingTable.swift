public import Evaluation

/// The ranking as a plain table, for papers and spreadsheets.
public struct RankingTable: Sendable {
  private let analysis: RankingAnalysis

  /// The table of a ranking.
  public init(_ analysis: RankingAnalysis) { self.analysis = analysis }

  /// A header and one record a team, numbers with all their digits, for a CSV file.
  public var records: [[String]] {
    let schemes = analysis.schemes.map { $0.name.replacing("-", with: "_") + "_rank" }
    let header =
      ["rank", "shared_rank", "team", "score", "rank_low", "rank_high", "first_share"] + schemes
    return [header]
      + analysis.ranking.map { row in
        [
          "\(row.rank)", "\(row.sharedRank)", row.team, "\(row.score)",
          row.interval.map { "\($0.lowest)" } ?? "", row.interval.map { "\($0.highest)" } ?? "",
          row.firstShare.map { "\($0)" } ?? "",
        ] + analysis.schemes.map { $0.ranking.rank(of: row.team).map { "\($0)" } ?? "" }
      }
  }

  /// A LaTeX `tabular`, without packages; names are escaped.
  public func latex() -> String {
    let rows = analysis.ranking.map { row in
      [
        "\(row.rank)", "\(row.sharedRank)", latexEscaped(row.team), fixed(row.score, 4),
        row.interval?.text.replacing("-", with: "--") ?? "--",
        row.firstShare.map { fixed(100 * $0, 1) } ?? "--",
      ].joined(separator: " & ") + " \\\\"
    }
    let settings = analysis.settings
    return """
      % \(settings.scheme.rawValue), \(analysis.cases) cases, \(settings.bootstraps) bootstraps, \
      seed \(settings.seed)
      \\begin{tabular}{rrlrrr}
      \\hline
      Rank & Shared & Team & Score & 95\\,\\% & First (\\%) \\\\
      \\hline
      \(rows.joined(separator: "\n"))
      \\hline
      \\end{tabular}

      """
  }
}

/// Text in which no character has a meaning in LaTeX; line breaks become blanks.
func latexEscaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "\\": result += "\\textbackslash{}"
    case "~": result += "\\textasciitilde{}"
    case "^": result += "\\textasciicircum{}"
    case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
    case _ where character.isNewline: result += " "
    default: result.append(character)
    }
  }
  return result
}
