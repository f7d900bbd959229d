import Commands
import DomainAdaptation
import Foundation
import Learning

/// Runs the steps of a comparison, several at a time, each in a process of its own.
///
/// The steps of a recipe follow each other; a step that another recipe is just making is waited for and
/// then taken over. A recipe that fails leaves the others alone.
struct ComparisonQueue {
  let plan: ComparisonPlan
  /// How many steps run at a time.
  let jobs: Int
  /// Hears a line for each step that starts or ends, and when a recipe is complete.
  let tell: (String) -> Void
  let onResult: () throws -> Void

  /// One recipe with one seed, or what all recipes of a seed wait for.
  private struct Track {
    let seed: UInt64
    /// `nil` for what the recipes wait for.
    let recipe: String?
    var steps: [ComparisonStep]
    var failure: String?

    var isFinished: Bool { steps.isEmpty && failure == nil }
  }

  /// Runs everything that is not complete.
  ///
  /// - Returns: why recipes failed, a sentence each.
  /// - Throws: `RunInterrupted` after the running steps have saved what they have.
  func run() throws -> [String] {
    var tracks = try plan.seeds.map {
      Track(seed: $0, recipe: nil, steps: try plan.foundationSteps($0))
    }
    for seed in plan.seeds {
      tracks += try plan.methods(seed).map {
        Track(seed: seed, recipe: $0.name, steps: plan.steps($0))
      }
    }
    var running: [Int: StepProcess] = [:]
    while true {
      for (place, process) in running where !process.isRunning {
        running[place] = nil
        try finish(process, &tracks[place])
      }
      if Interrupt.isRequested {
        for process in running.values { process.stop() }
        while running.values.contains(where: \.isRunning) { Thread.sleep(forTimeInterval: 0.1) }
        throw RunInterrupted(stage: "compare-recipes")
      }
      for place in tracks.indices where running.count < jobs && running[place] == nil {
        guard isReady(tracks[place], among: tracks) else { continue }
        if let step = try next(&tracks[place], unless: Set(running.values.map(\.key))) {
          running[place] = step
        }
      }
      if running.isEmpty { break }
      Thread.sleep(forTimeInterval: 0.1)
    }
    return tracks.compactMap(\.failure)
  }

  private func isReady(_ track: Track, among tracks: [Track]) -> Bool {
    guard !track.steps.isEmpty, track.failure == nil else { return false }
    return track.recipe == nil
      || tracks.contains { $0.recipe == nil && $0.seed == track.seed && $0.isFinished }
  }

  /// Starts the first step that is not complete; `nil` when there is none or another process makes the same.
  private func next(_ track: inout Track, unless busy: Set<String>) throws -> StepProcess? {
    do {
      while let step = track.steps.first, try plan.isComplete(step) { track.steps.removeFirst() }
      guard let step = track.steps.first else {
        if track.recipe != nil { try onResult() }
        return nil
      }
      let key = try plan.key(step)
      guard !busy.contains(key) else { return nil }
      let name = step.description.replacing("/", with: "-")
      tell("\(step): started")
      return try StepProcess(
        step, key: key, log: plan.output.appending(path: "logs/\(name).txt"))
    } catch let error as StageMismatch {
      track.failure = error.description
      tell(error.description)
      return nil
    }
  }

  private func finish(_ process: StepProcess, _ track: inout Track) throws {
    if let failure = process.failure {
      guard !Interrupt.isRequested else { return }
      track.failure = failure
      return tell(failure)
    }
    track.steps.removeFirst()
    tell("\(process.step): \(String(format: "%.0f", process.seconds)) s")
    if track.recipe != nil, track.steps.isEmpty { try onResult() }
  }
}
