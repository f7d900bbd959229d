import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Evaluation
import Foundation
import Imaging
import Torch

/// One recipe of a comparison: trained, its held-out scans predicted, scored, and its cost noted.
struct RecipeRun {
  let runner: StageRunner
  let dataSet: DataSet
  let truth: URL
  let compute: ComputeOptions

  /// What `cost.json` holds, so that a comparison that goes on later still knows it.
  private struct Cost: Codable {
    var predictSeconds: Double
    var peakMemoryMiB: Double
  }

  /// The recipe's line of the table; what is there already is not made again.
  func finished() throws -> RecipeComparison.Row {
    let file = runner.folder.appending(path: "cost.json")
    let known = (try? Data(contentsOf: file)).flatMap {
      try? JSONDecoder().decode(Cost.self, from: $0)
    }
    TorchRuntime.resetPeakResidentBytes()
    let stages = try runner.run()
    let predictions = runner.folder.appending(path: "predictions")
    let heldout = dataSet.cases.filter { $0.role == .targetHeldout }
    let start = ContinuousClock.now
    if known == nil {
      for folder in Set(heldout.map { fileURL($0.imagePath).deletingLastPathComponent().path })
        .sorted()
      {
        var predict = try Predict.parse([
          "-i", folder, "-o", predictions.path, "-m", runner.url(.export).path,
        ])
        predict.compute = compute
        try predict.predictAll(showing: false)
      }
    }
    let cost = Cost(
      predictSeconds: known?.predictSeconds ?? (ContinuousClock.now - start) / .seconds(1),
      peakMemoryMiB: known?.peakMemoryMiB ?? Double(TorchRuntime.peakResidentBytes) / 1_048_576)
    if known == nil { try readableJSON(cost).write(to: file, options: .atomic) }
    let scores = try scoreFolder(
      predictions: predictions, reference: truth, edition: dataSet.edition,
      only: Set(heldout.map(\.id)))
    try readableJSON(scores).write(
      to: runner.folder.appending(path: "scores.json"), options: .atomic)
    return RecipeComparison.Row(
      recipe: runner.recipe, scores: scores, trainSeconds: stages.map(\.seconds).reduce(0, +),
      predictSeconds: cost.predictSeconds, peakMemoryMiB: cost.peakMemoryMiB)
  }
}
