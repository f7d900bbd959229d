import Evaluation
import Foundation

extension RecipeComparison {
  /// A table per group of cases, then the costs.
  var markdown: String {
    let seedText = seeds.map(String.init).joined(separator: ", ")
    var blocks = [
      """
      kakehashi \(settings.version) on \(settings.data), seeds \(seedText), budget \(settings.budget), \
      training steps times \(settings.effort) (the localiser's as they are). Mean over cases [95 % interval \
      over patients, bootstrap]; a case without a prediction counts as Dice 0 and ASSD 350 mm. Gap: the share of \
      the way from \(Self.bounds.lower) to \(Self.bounds.upper) in mean Dice. Best first.
      """
    ]
    for group in groups {
      blocks.append("## \(title(group))\n\n" + table(group))
    }
    blocks.append("## Cost\n\n" + costs)
    return blocks.joined(separator: "\n\n")
  }

  private func title(_ group: String) -> String {
    switch group {
    case "known": "Known sites"
    case "unseen": "Sites nobody trained on"
    case "all": "All sites"
    default: "Site \(group)"
    }
  }

  private func table(_ group: String) -> String {
    let bounded = ["VS", "cochlea"]
    var head = ["recipe", "seeds", "cases"]
    head += structures.map { "\($0) Dice" }
    head += structures.map { "\($0) ASSD mm" }
    head += bounded.map { "\($0) gap %" } + ["VS Dice < 0.7", "ASSD > 2 mm"]
    let lines = rows.compactMap { row -> [String]? in
      let scores: [Score?] = structures.map { row.score($0, group) }
      guard let cases = scores.compactMap({ $0?.cases }).max() else { return nil }
      var cells = [row.recipe, "\(row.seeds.count)", "\(cases)"]
      cells += scores.map { text($0?.dice, "%.3f") }
      cells += scores.map { text($0?.assd, "%.2f") }
      cells += bounded.map { text(percent(row.score($0, group)?.gapClosed), "%.0f") }
      let low = row.score("VS", group).map { String($0.lowDice) }
      let high = bounded.compactMap { row.score($0, group)?.highASSD }.reduce(0, +)
      return cells + [low ?? "-", String(high)]
    }
    return markdownTable([head] + lines)
  }

  private var costs: String {
    func number(_ value: Double?, _ format: String) -> String {
      value.map { String(format: format, $0) } ?? "-"
    }
    let head = [
      "recipe", "train, processor min", "train, clock min", "train peak MiB",
      "predict, processor s a scan", "predict, clock s a scan", "predict peak MiB",
    ]
    let lines = rows.map { row -> [String] in
      let times: [Double?] = [row.trainProcessorSeconds.map { $0 / 60 }, row.trainSeconds / 60]
      let scan: [Double?] = [row.predictProcessorSeconds, row.predictSeconds]
      var cells = [row.recipe]
      cells += times.map { number($0, "%.1f") } + [number(row.trainPeakMemoryMiB, "%.0f")]
      cells += scan.map { number($0, "%.1f") } + [number(row.predictPeakMemoryMiB, "%.0f")]
      return cells
    }
    return markdownTable([head] + lines)
  }

  private func percent(_ estimate: IntervalEstimate?) -> IntervalEstimate? {
    estimate.map {
      IntervalEstimate(
        value: 100 * $0.value, lower: $0.lower.map { 100 * $0 }, upper: $0.upper.map { 100 * $0 })
    }
  }

  private func text(_ estimate: IntervalEstimate?, _ format: String) -> String {
    guard let estimate else { return "-" }
    let value = String(format: format, estimate.value)
    guard let lower = estimate.lower, let upper = estimate.upper else { return value }
    return "\(value) [\(String(format: format, lower)), \(String(format: format, upper))]"
  }

  private func markdownTable(_ rows: [[String]]) -> String {
    guard let head = rows.first else { return "" }
    let rule = "|" + String(repeating: "---|", count: head.count)
    let lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
    return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
  }

  /// One line per recipe, structure and group of cases.
  var csv: String {
    var text =
      "recipe,seeds,structure,group,cases,dice,dice_lower,dice_upper,assd,assd_lower,assd_upper,"
      + "median_assd,low_dice,high_assd,gap_closed,train_seconds,predict_seconds_a_scan,peak_mib\n"
    func field(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    for row in rows {
      let costs: [Double?] = [row.trainSeconds, row.predictSeconds, row.trainPeakMemoryMiB]
      for score in row.scores {
        let names: [String] = [
          row.recipe, String(row.seeds.count), score.structure, score.group, String(score.cases),
        ]
        let overlap: [Double?] = [score.dice.value, score.dice.lower, score.dice.upper]
        let distance: [Double?] = [score.assd.value, score.assd.lower, score.assd.upper]
        let rest: [Double?] = [
          score.medianASSD, Double(score.lowDice), Double(score.highASSD), score.gapClosed?.value,
        ]
        let fields = (overlap + distance + rest + costs).map(field)
        text += (names + fields).joined(separator: ",") + "\n"
      }
    }
    return text
  }
}
