/// Scores in the layout of grand-challenge's `metrics.json`: columns by case, and aggregates.
///
/// - Source: evalutils, whose evaluation containers write this file.
public struct GrandChallengeMetrics: Encodable, Sendable {
  /// A case's value, or `nil` where the row is excluded; or the case's name.
  enum Cell: Encodable, Sendable {
    case number(Double?)
    case text(String)

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      switch self {
      case .number(let value?): try container.encode(value)
      case .number(nil): try container.encodeNil()
      case .text(let text): try container.encode(text)
      }
    }
  }

  let `case`: [String: [String: Cell]]
  let aggregates: [String: [String: Double]]

  /// The metrics of a table: `VS_Dice`, `VS_ASSD`, `VS_HD95` and so on.
  public init(_ table: ScoreTable) {
    let indices = Dictionary(
      uniqueKeysWithValues: table.cases.enumerated().map { ($0.element, "\($0.offset)") })
    var columns: [String: [String: Cell]] = [
      "case": Dictionary(uniqueKeysWithValues: indices.map { ($0.value, Cell.text($0.key)) })
    ]
    var aggregates: [String: [String: Double]] = [:]
    for structure in table.structures {
      for (metric, suffix) in [(ScoreMetric.dice, "Dice"), (.assd, "ASSD"), (.hd95, "HD95")] {
        let name = "\(ScoreTable.challengeName(structure))_\(suffix)"
        for row in table.rows(structure: structure) {
          columns[name, default: [:]][indices[row.case] ?? ""] = .number(metric.value(in: row))
        }
        guard let d = table.distribution(of: metric, structure: structure) else { continue }
        aggregates[name] = [
          "count": Double(d.count), "mean": d.mean, "min": d.minimum, "25%": d.lowerQuartile,
          "50%": d.median, "75%": d.upperQuartile, "max": d.maximum,
        ]
        aggregates[name]?["std"] = d.standardDeviation
      }
    }
    `case` = columns
    self.aggregates = aggregates
  }
}
