import Commands
import DomainAdaptation
import Evaluation
import Foundation

/// Several recipes' scores and costs on one data set: `comparison.json`, and as Markdown and CSV.
struct RecipeComparison: Codable {
  /// Mean scores; a case without a prediction counts as Dice 0 and ASSD 350 mm.
  struct Means: Codable, Hashable {
    /// The structure, as in "VS".
    var structure: String
    /// The site; "all" is all of them.
    var site: String
    var cases: Int
    var dice: Double
    /// In mm.
    var assd: Double
  }

  /// One recipe.
  struct Row: Codable {
    var recipe: String
    var summary: String
    var means: [Means]
    /// All stages, also those that another recipe of the comparison made.
    var trainSeconds: Double
    /// All held-out scans.
    var predictSeconds: Double
    /// The most memory the program held while this recipe was trained and predicted.
    var peakMemoryMiB: Double

    init(
      recipe: Recipe, scores: ScoreTable, trainSeconds: Double, predictSeconds: Double,
      peakMemoryMiB: Double
    ) {
      self.recipe = recipe.name
      summary = recipe.summary
      self.trainSeconds = trainSeconds
      self.predictSeconds = predictSeconds
      self.peakMemoryMiB = peakMemoryMiB
      means = scores.structures.flatMap { structure in
        (scores.sites.map(Optional.some) + [nil]).compactMap { site -> Means? in
          guard let dice = scores.mean(.dice, structure: structure, site: site),
            let assd = scores.mean(.assd, structure: structure, site: site)
          else { return nil }
          return Means(
            structure: structure, site: site ?? "all",
            cases: scores.rows(structure: structure, site: site).count, dice: dice, assd: assd)
        }
      }
    }

    func means(_ structure: String, _ site: String) -> Means? {
      means.first { $0.structure == structure && $0.site == site }
    }
  }

  var version = programVersion
  var seed: UInt64
  var budget: String
  var rows: [Row]

  init(seed: UInt64, budget: String, rows: [Row]) {
    self.seed = seed
    self.budget = budget
    self.rows = rows
  }

  private var sites: [String] {
    let found = Set(rows.flatMap(\.means).map(\.site)).subtracting(["all"]).sorted()
    return found + ["all"]
  }

  /// One table: a line per recipe and site, whole tumour and cochlea, then time and memory.
  var markdown: String {
    func number(_ value: Double?, _ format: String) -> String {
      value.map { String(format: format, $0) } ?? "-"
    }
    var lines = [
      "| recipe | site | cases | VS Dice | VS ASSD mm | cochlea Dice | cochlea ASSD mm | train s "
        + "| predict s | peak MiB |",
      "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows {
      for site in sites {
        let (tumour, cochlea) = (row.means("VS", site), row.means("cochlea", site))
        guard let cases = tumour?.cases ?? cochlea?.cases else { continue }
        var cells = [
          row.recipe, site, "\(cases)", number(tumour?.dice, "%.3f"), number(tumour?.assd, "%.2f"),
          number(cochlea?.dice, "%.3f"), number(cochlea?.assd, "%.2f"),
        ]
        cells +=
          site == "all"
          ? [row.trainSeconds, row.predictSeconds, row.peakMemoryMiB].map { number($0, "%.0f") }
          : ["", "", ""]
        lines.append("| " + cells.joined(separator: " | ") + " |")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// One line per recipe, structure and site.
  var csv: String {
    var text = "recipe,structure,site,cases,dice,assd,train_seconds,predict_seconds,peak_mib\n"
    for row in rows {
      for means in row.means {
        text +=
          "\(row.recipe),\(means.structure),\(means.site),\(means.cases),\(means.dice),"
          + "\(means.assd),\(row.trainSeconds),\(row.predictSeconds),\(row.peakMemoryMiB)\n"
      }
    }
    return text
  }
}
