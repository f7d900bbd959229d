import Evaluation
import Foundation
import Imaging
import NIfTI

/// The tasks, in the words of the table.
enum Task {
  static let overlapAndDistance = "Dice and ASSD of two labels, in memory"
  static let everyMetric = "all metrics a tool has, of two labels, in memory"
  static let process = "Dice and ASSD of two NIfTI files, whole process"
  static let bootstraps = "rank, 1000 bootstraps, one set of metrics, in memory"
  static let rankProcess = "rank a CSV with 1000 bootstraps, whole process"
}

/// Our own measurements; each is made in a process of its own, so that memory is its own.
enum OwnTask: String, CaseIterable {
  case metrics
  case ranking

  func measurements() throws -> [Measurement] {
    switch self {
    case .metrics:
      let (prediction, reference) = BenchmarkCase.pair()
      let result = try measure(Task.overlapAndDistance, "kakehashi", repeats: 50) {
        let rows = try score(
          prediction: prediction, reference: reference, case: "", site: "",
          structures: .crossMoDA2022, definitions: .medPy)
        return rows.flatMap { [$0.dice, $0.assd, $0.further?.hd, $0.hd95].compactMap(\.self) }
      }
      // The same call gives everything: no rival's table is made with less work.
      var short = result
      short.values = [0, 1, 4, 5].map { result.values[$0] }
      var full = result
      full.task = Task.everyMetric
      return [short, full]
    case .ranking:
      let scores = try ChallengeScores(rows: RankingCase.rows())
      return [
        measure(Task.bootstraps, "kakehashi", repeats: 20) {
          let stability = scores.stability(
            bootstraps: 1000, seed: 1, generator: .numPy, metricSets: [scores.allMetrics])
          return [stability[0].kendall?.mean ?? 0]
        }
      ]
    }
  }
}

/// Writes what programs read: the pair as NIfTI, the scores as CSV.
func writeInputs(to folder: URL) throws {
  let (prediction, reference) = BenchmarkCase.pair()
  try writeNIfTI(prediction, to: folder.appending(path: "prediction.nii.gz").path)
  try writeNIfTI(reference, to: folder.appending(path: "reference.nii.gz").path)
  let text = RankingCase.rows().map { $0.joined(separator: ",") }.joined(separator: "\n")
  try Data((text + "\n").utf8).write(to: folder.appending(path: "scores.csv"))
}
