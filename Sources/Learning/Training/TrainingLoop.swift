public import Foundation
public import Torch

/// Something that learns one step at a time and can be saved between steps.
///
/// A step may depend only on the learner's state, its data and the step's index: randomness is
/// seeded from the index. That alone makes a resumed run equal to an unbroken one.
public protocol Learner: AnyObject {
  /// Everything that a later step depends on, by name.
  func state() throws -> [String: Tensor]
  /// Takes back what ``state()`` gave.
  func restore(_ state: [String: Tensor]) throws
  /// Learns once and returns named figures for the log.
  func step(_ index: Int) throws -> [(name: String, value: Double)]
}

/// Runs a learner for a number of steps in a folder that a killed run resumes from.
///
/// The folder holds `checkpoint.safetensors` and `log.jsonl`, one line per step. Both are brought
/// back to the same step before a run goes on.
public struct TrainingLoop: Sendable {
  /// The name shown in progress, as in "segmenter".
  public var stage: String
  /// Where the checkpoint and the log are kept.
  public var folder: URL
  /// The number of steps in all.
  public var steps: Int
  /// The number of steps between checkpoints.
  public var checkpointEvery: Int
  /// Settings and data in one line; a checkpoint of others is refused.
  public var fingerprint: String

  /// A loop.
  public init(
    stage: String, folder: URL, steps: Int, checkpointEvery: Int, fingerprint: String
  ) {
    self.stage = stage
    self.folder = folder
    self.steps = steps
    self.checkpointEvery = checkpointEvery
    self.fingerprint = fingerprint
  }

  /// Runs the learner to the last step, from the folder's checkpoint if it has one.
  ///
  /// - Throws: ``RunInterrupted`` after saving when the observer asks to stop;
  ///   ``CheckpointMismatch`` when the checkpoint was made with other settings;
  ///   ``TrainingDiverged`` when a figure is no longer finite.
  public func run(_ learner: some Learner, observer: RunObserver = RunObserver()) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let checkpoint = Checkpoint(folder: folder)
    var next = 0
    if let saved = try checkpoint.load(fingerprint: fingerprint) {
      try learner.restore(saved.state)
      next = saved.step
    }
    let log = try TrainingLog(folder: folder, keepingStepsBelow: next)
    while next < steps {
      if observer.shouldStop() {
        try checkpoint.save(learner.state(), step: next, fingerprint: fingerprint)
        throw RunInterrupted(stage: stage)
      }
      let figures = try learner.step(next)
      for figure in figures where !figure.value.isFinite {
        throw TrainingDiverged(stage: stage, step: next, figure: figure.name)
      }
      try log.append(step: next, figures)
      next += 1
      if next % checkpointEvery == 0 || next == steps {
        try checkpoint.save(learner.state(), step: next, fingerprint: fingerprint)
      }
      let detail = figures.map { "\($0.name) \(rounded($0.value))" }.joined(separator: "  ")
      observer.progress(ProgressUpdate(stage: stage, done: next, total: steps, detail: detail))
    }
  }

  private func rounded(_ value: Double) -> String { String(format: "%.3f", value) }
}

/// A figure of a training step is NaN or infinite.
public struct TrainingDiverged: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stage that was under way.
  public let stage: String
  /// The step, from 0.
  public let step: Int
  /// The name of the figure.
  public let figure: String

  /// One sentence with the stage, the step and the figure.
  public var description: String {
    "\(stage): \(figure) is not finite at step \(step); lower the learning rate or check the images"
  }
}
