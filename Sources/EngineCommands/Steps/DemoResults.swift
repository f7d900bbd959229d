import Commands
import Evaluation
import Foundation
import Reporting

/// The figures of one `demo`, written to `results.json` for machines and printed as a table.
struct DemoResults: Codable {
  /// Mean scores of one structure; a case without a prediction counts as Dice 0 and ASSD 350 mm.
  struct Means: Codable {
    var dice: Double
    /// In mm.
    var assd: Double
  }

  /// One way of training.
  struct Run: Codable {
    var name: String
    /// By structure, then by site; the site "all" is all of them.
    var means: [String: [String: Means]]
  }

  var version: String
  var seed: UInt64
  var heldoutCases: Int
  /// Seconds by step.
  var seconds: [String: Double]
  /// Source-only, adapted and supervised, in this order.
  var runs: [Run]
  /// The share of the gap in mean Dice that adaptation closes, by structure.
  var gapClosed: [String: Double]

  /// The results of three runs: source-only, adapted and supervised.
  init(_ runs: [ReportRun], seed: UInt64, stages: [ReportStage]) {
    version = programVersion
    self.seed = seed
    heldoutCases = runs.first?.scores.cases.count ?? 0
    seconds = Dictionary(stages.map { ($0.name, $0.seconds.rounded()) }) { $1 }
    self.runs = runs.map { Run(name: $0.name, means: Self.means($0.scores)) }
    gapClosed = [:]
    for structure in runs.first?.scores.structures ?? [] {
      let dice = runs.compactMap { $0.scores.mean(.dice, structure: structure) }
      guard dice.count == 3 else { continue }
      gapClosed[structure] = Evaluation.gapClosed(
        lowerBound: dice[0], value: dice[1], upperBound: dice[2])
    }
  }

  private static func means(_ scores: ScoreTable) -> [String: [String: Means]] {
    var result: [String: [String: Means]] = [:]
    for structure in scores.structures {
      for site in scores.sites.map(Optional.some) + [nil] {
        guard let dice = scores.mean(.dice, structure: structure, site: site),
          let assd = scores.mean(.assd, structure: structure, site: site)
        else { continue }
        result[structure, default: [:]][site ?? "all"] = Means(dice: dice, assd: assd)
      }
    }
    return result
  }

  /// Mean Dice and ASSD over all sites, one line a run, and the share of the gap that is closed.
  var table: String {
    let structures = ["VS", "cochlea"]
    var lines = [
      pad("\(heldoutCases) held-out T2", 18)
        + structures.map { pad("\($0) Dice", 14) + pad("ASSD mm", 12) }.joined()
    ]
    for run in runs {
      let cells = structures.map { structure -> String in
        guard let means = run.means[structure]?["all"] else { return pad("-", 26) }
        return pad(String(format: "%.3f", means.dice), 14)
          + pad(String(format: "%.2f", means.assd), 12)
      }
      lines.append(pad(run.name, 18) + cells.joined())
    }
    let shares = structures.map { structure in
      pad(gapClosed[structure].map { String(format: "%.0f %%", 100 * $0) } ?? "-", 26)
    }
    lines.append(pad("gap closed", 18) + shares.joined())
    return lines.map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
