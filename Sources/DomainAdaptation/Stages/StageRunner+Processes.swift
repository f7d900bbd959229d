import Foundation
import Learning
import Torch

/// What several processes do together outside training.
extension StageRunner {
  /// Whether this process writes what there is once.
  var isFirst: Bool { group?.rank ?? 0 == 0 }

  /// The seconds of a stage that is complete, or that another run had; `nil` when it is to be run.
  ///
  /// Processes go by what the first one finds, so that a stage which it has just completed is not
  /// complete to one and missing to another.
  func finished(_ stage: Stage, _ target: StageFolder) throws -> Double? {
    var seconds: Double?
    if isFirst {
      seconds = try target.completed()?.seconds
      if seconds == nil, stage != .export, try target.adopt(stage, from: siblings) {
        seconds = try target.completed()?.seconds
      }
    }
    guard let group else { return seconds }
    let agreed = try group.first(seconds ?? -1)
    return agreed < 0 ? nil : agreed
  }

  /// Refuses more processes than a batch of a stage that is still to be run has slots.
  func checkBatches(through last: Stage) throws {
    guard let group else { return }
    func check(_ setting: String, _ batch: Int) throws {
      guard batch < group.size else { return }
      throw BatchTooSmall(batch: batch, processes: group.size, setting: setting)
    }
    func check(_ setting: String, _ settings: SegmentationSettings) throws {
      try check("\(setting).batch", settings.batch)
      if let unlabelled = settings.unlabelled {
        try check("\(setting).unlabelled.batch", unlabelled.batch)
      }
    }
    for stage in recipe.stages {
      let isComplete = FileManager.default.fileExists(
        atPath: url(stage).appending(path: "stage.json").path)
      switch stage {
      case _ where isComplete: break
      case .localise where sharedLocaliser == nil:
        try check("localiserTraining", recipe.localiserTraining)
      case .translate: try check("translation.batch", recipe.translation.batch)
      case .pretrain:
        if let settings = recipe.pretraining { try check("pretraining.batch", settings.batch) }
      case .segment: try check("segmentation", recipe.segmentation)
      case .selfTrain: try check("selfTraining.training", recipe.selfTraining.training)
      case .fineTune: try check("fewAnnotations.training", recipe.fewAnnotations.training)
      default: break
      }
      if stage == last { break }
    }
  }

  /// What `body` makes of each item, in the items' order.
  ///
  /// Several processes deal the items out, and each of them gets all results, through files in the
  /// stage's folder. `body` also says what progress shows.
  func shared<Item, Result: Codable>(
    _ items: [Item], _ stage: Stage, _ body: (Item) throws -> (result: Result, detail: String)
  ) throws -> [Result] {
    let (rank, size) = (group?.rank ?? 0, group?.size ?? 1)
    let own = Array(stride(from: rank, to: items.count, by: size))
    var made: [Int: Result] = [:]
    for (done, place) in own.enumerated() {
      let (result, detail) = try body(items[place])
      made[place] = result
      try report(stage, done + 1, own.count, detail)
    }
    guard let group else { return items.indices.compactMap { made[$0] } }
    func file(_ rank: Int) -> URL { url(stage).appending(path: "process-\(rank).json") }
    try JSONEncoder().encode(made).write(to: file(rank), options: .atomic)
    try group.barrier()
    for other in 0..<size where other != rank {
      let found = try JSONDecoder().decode([Int: Result].self, from: Data(contentsOf: file(other)))
      made.merge(found) { own, _ in own }
    }
    try group.barrier()
    try FileManager.default.removeItem(at: file(rank))
    return items.indices.compactMap { made[$0] }
  }
}
