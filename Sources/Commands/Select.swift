package import ArgumentParser
import Evaluation
import Foundation

/// Ranks models by their predictions on scans without labels.
package struct Select: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Ranks models by their predictions on scans without labels, and logs what was tried.",
    discussion: """
      Each candidate is a folder that predict --quality wrote, of the same unlabelled scans: a recipe's, a
      seed's or one round's of self-training. Criteria: agreement between views, entropy, plausible
      anatomy, agreement with the other candidates. Each ranks the candidates, the mean rank decides.

      Example:
        for r in default cut; do
          kakehashi predict --quality -i data/crossmoda23_training/TrainingTarget -o try/$r \\
            -m runs/$r/model
        done
        kakehashi select try/default try/cut --log runs/selection.jsonl --json selection.json
      """)

  @Argument(help: "Folders of candidates' predictions, as FOLDER or NAME=FOLDER.")
  var candidates: [String]

  @Option(help: "Append a line for each candidate to this file: the log of all that was tried.")
  var log: String

  @Option(help: "Write the ranking as JSON to this file; - prints it.")
  var json: String?

  @Option(help: "For studies only: true labels, to print how the order agrees with the true Dice.")
  var truth: String?

  package init() {}

  package func run() throws {
    var pool = try candidates.map(CandidatePredictions.init)
    guard Set(pool.map(\.name)).count == pool.count else {
      throw CommandError("expected candidates of different names, as NAME=FOLDER")
    }
    try CandidatePredictions.requireSameCases(pool)
    pool.sort { $0.name < $1.name }
    let agreement = try CandidatePredictions.agreement(pool)
    let selection = ModelSelection(
      pool.map {
        (
          $0.name,
          ModelSelection.Criteria(
            $0.quality.cases.map(\.evidence),
            candidateAgreement: agreement[$0.name])
        )
      })
    try SelectionLog(file: fileURL(log)).append(selection, of: pool)
    if let json { try writeOutput(readableJSON(selection), to: json) }
    if json != "-" { print(table(selection)) }
    if let truth, json != "-" { print(try agreementWithTruth(selection, pool, truth)) }
  }

  private func table(_ selection: ModelSelection) -> String {
    let head = [
      "candidate", "mean rank", "views agree", "entropy", "plausible", "others agree",
    ]
    let rows = selection.candidates.map { candidate -> [String] in
      let criteria = candidate.criteria
      return [
        candidate.name, decimals(candidate.meanRank, 2), decimals(criteria.viewAgreement, 3),
        decimals(criteria.entropy, 3), decimals(criteria.plausibleFraction, 3),
        decimals(criteria.candidateAgreement, 3),
      ]
    }
    let widths = head.indices.map { c in ([head] + rows).map { $0[c].count }.max() ?? 0 }
    return ([head] + rows).map { row in
      zip(row, widths).map { pad($0, $1) }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private func agreementWithTruth(
    _ selection: ModelSelection, _ pool: [CandidatePredictions], _ truth: String
  ) throws -> String {
    var dice: [String: Double] = [:]
    for candidate in pool {
      let rows = try scoresByCase(
        candidate.quality, predictions: candidate.folder, truth: truth
      ).values.flatMap { $0 }.compactMap(\.dice)
      dice[candidate.name] = rows.reduce(0, +) / Double(max(1, rows.count))
    }
    let order = selection.candidates.map { dice[$0.name] ?? 0 }
    let trueRanks = order.map { value in order.count { $0 > value } }
    let tau = kendallTauB(Array(order.indices), trueRanks)
    let values = selection.candidates.map {
      "\($0.name) \(decimals(dice[$0.name] ?? 0, 3))"
    }
    let loss = (order.max() ?? 0) - (order.first ?? 0)
    return "true mean Dice of VS and cochlea: \(values.joined(separator: ", "))\n"
      + "Kendall's tau \(decimals(tau, 2)), "
      + "the chosen one is \(decimals(loss, 3)) below the best"
  }
}
