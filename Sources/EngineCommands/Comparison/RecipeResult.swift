import Commands
import DomainAdaptation
import Evaluation
import Foundation

/// What one recipe came to with one seed: `result.json` of its folder.
struct RecipeResult: Codable {
  struct StageResult: Codable {
    var stage: String
    /// What the stage took, whichever recipe ran it.
    var cost: StageCost?
  }

  var recipe: String
  var summary: String
  var seed: UInt64
  /// The fingerprint of everything the model depends on.
  var model: String
  var stages: [StageResult]
  var prediction: StageCost
  /// How many scans the prediction's cost is for.
  var predictedScans: Int
  /// The sites of held-out scans that nothing was trained on.
  var unseenSites: [String]
  var scores: ScoreTable

  /// All stages together, as if each had been run for this recipe alone.
  var training: StageCost {
    stages.compactMap(\.cost).reduce(
      StageCost(seconds: 0, processorSeconds: 0, peakMemoryMiB: 0), +)
  }

  private static func file(_ folder: URL) -> URL { folder.appending(path: "result.json") }

  func write(in folder: URL) throws {
    try readableJSON(self).write(to: Self.file(folder), options: .atomic)
  }

  /// The result in a run's folder; `nil` where there is none yet.
  static func read(in folder: URL) throws -> RecipeResult? {
    guard let data = try? Data(contentsOf: file(folder)) else { return nil }
    return try JSONDecoder().decode(RecipeResult.self, from: data)
  }

  /// Every result of a comparison's folder, by seed and recipe.
  static func all(in output: URL) throws -> [RecipeResult] {
    func names(_ folder: URL) -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }
    return try names(output).filter { $0.hasPrefix("seed-") }.flatMap { seed in
      let folder = output.appending(path: seed)
      return try names(folder).compactMap { try read(in: folder.appending(path: $0)) }
    }
  }
}
