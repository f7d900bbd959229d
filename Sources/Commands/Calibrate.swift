package import ArgumentParser
import Evaluation
import Foundation

/// Fits a flag on failed predictions, or measures one, on predictions whose truth is known.
package struct Calibrate: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Fits a flag on failed predictions where the truth is known, or measures one.",
    discussion: """
      A case has failed when tumour or cochlea has a Dice below 0.7 or an ASSD above 2 mm. Predictions
      come from predict --quality; those of weaker models beside the model's own give failures to learn
      from. With the flag in the model's folder as failure-flag.json, predict --quality uses it.

      Examples:
        kakehashi calibrate --predictions heldout/ --truth data/truth -o runs/default/model/failure-flag.json
        kakehashi calibrate --evaluate runs/default/model/failure-flag.json --predictions other/ \\
          --truth other-truth/
      """)

  @Option(
    help: "A folder that predict --quality wrote; give it several times, each with its --truth.")
  var predictions: [String]

  @Option(help: "The folder of true labels of each --predictions, in the same order.")
  var truth: [String]

  @Option(help: "The part of failures that the flag is to find.")
  var sensitivity: Double = 0.9

  @Option(name: [.short, .long], help: "Write the flag to this file.")
  var output: String?

  @Option(help: "Measure this flag instead of fitting one.")
  var evaluate: String?

  @Option(help: "Write the measured performance as JSON to this file; - prints it.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard !predictions.isEmpty, predictions.count == truth.count else {
      throw ValidationError("expected as many --truth as --predictions, and one at least")
    }
    guard sensitivity > 0, sensitivity <= 1 else {
      throw ValidationError("--sensitivity expects more than 0, at most 1, found \(sensitivity)")
    }
    guard (output == nil) != (evaluate == nil) else {
      throw ValidationError("expected either --output or --evaluate")
    }
  }

  package func run() throws {
    var all: [FailureExample] = []
    var byFolder: [(name: String, examples: [FailureExample])] = []
    for (folder, truth) in zip(predictions, truth) {
      let found = try examples(folder, truth)
      byFolder.append((folder, found))
      all += found
    }
    let flag: FailureFlag
    if let evaluate {
      flag = try JSONDecoder().decode(FailureFlag.self, from: Data(contentsOf: fileURL(evaluate)))
    } else {
      flag = try FailureFlag(all, sensitivity: sensitivity)
      if let output { try writeOutput(readableJSON(flag), to: output) }
    }
    if byFolder.count > 1 { byFolder.append(("all", all)) }
    let measured = byFolder.map { ($0.name, FlagPerformance(flag, on: $0.examples)) }
    if let json {
      try writeOutput(readableJSON(Dictionary(measured) { $1 }), to: json)
      if json == "-" { return }
    }
    print(evaluate == nil ? "on the cases it was fitted to:" : "on other cases:")
    for (name, performance) in measured { print(line(name, performance)) }
  }

  private func line(_ name: String, _ performance: FlagPerformance) -> String {
    "\(name): \(performance.failures) of \(performance.cases) cases failed; sensitivity "
      + "\(text(performance.sensitivity)), false alarms \(text(performance.falseAlarmRate)), AUC "
      + text(performance.areaUnderCurve)
  }

  private func text(_ estimate: IntervalEstimate?) -> String {
    guard let estimate else { return "-" }
    let value = decimals(estimate.value, 2)
    guard let lower = estimate.lower, let upper = estimate.upper else { return value }
    return "\(value) [\(decimals(lower, 2)), \(decimals(upper, 2))]"
  }

  private func examples(_ folder: String, _ truth: String) throws -> [FailureExample] {
    let quality = try readQuality(folder)
    let scores = try scoresByCase(quality, predictions: folder, truth: truth)
    return try quality.cases.map { judged in
      guard let rows = scores[judged.name] else {
        throw CommandError("\(truth): expected the true labels of \(judged.name), found none")
      }
      let hasFailed = rows.contains {
        ($0.dice ?? 1) < ScoreCounts.lowDiceLimit || ($0.assd ?? 0) > ScoreCounts.highASSDLimit
      }
      return FailureExample(evidence: judged.evidence, hasFailed: hasFailed)
    }
  }
}
