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
  /// Where the time of its steps goes.
  var clock: StepClock { get }
  /// Learns once and returns named figures for the log; of several processes each returns the same.
  func step(_ index: Int) throws -> [(name: String, value: Double)]
}

/// Runs a learner for a number of steps in a folder that a killed run resumes from.
///
/// The folder holds `checkpoint.safetensors`, `log.jsonl`, one line per step, and `times.jsonl`, one line
/// per checkpoint. All are brought back to the same step before a run goes on.
///
/// Of several processes, which must all see the folder, the first alone writes and reports; they stop
/// together when one is asked to. A checkpoint is the whole state, so that a run can go on with another
/// number of processes.
public struct TrainingLoop {
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
  /// The processes that learn together; `nil` for one alone.
  public var group: ProcessGroup?

  /// A loop.
  public init(
    stage: String, folder: URL, steps: Int, checkpointEvery: Int, fingerprint: String,
    group: ProcessGroup? = nil
  ) {
    self.stage = stage
    self.folder = folder
    self.steps = steps
    self.checkpointEvery = checkpointEvery
    self.fingerprint = fingerprint
    self.group = group
  }

  /// Runs the learner to the last step, from the folder's checkpoint if it has one.
  ///
  /// - Throws: ``RunInterrupted`` after saving when the observer asks to stop;
  ///   ``CheckpointMismatch`` when the checkpoint was made with other settings;
  ///   ``TrainingDiverged`` when a figure is no longer finite; ``CheckpointsDiffer`` when processes found
  ///   different checkpoints; `TorchError` when a process was lost.
  public func run(_ learner: some Learner, observer: RunObserver = RunObserver()) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let checkpoint = Checkpoint(folder: folder)
    var next = 0
    if let saved = try checkpoint.load(fingerprint: fingerprint) {
      try learner.restore(saved.state)
      next = saved.step
    }
    // This also lets all read the checkpoint before the first overwrites it.
    guard try isSame(next) else { throw CheckpointsDiffer(folder: folder.path) }
    let writes = group?.rank ?? 0 == 0
    let log = try writes ? TrainingLog(folder: folder, keepingStepsBelow: next) : nil
    let times = try writes ? TrainingLog(folder: folder, .times, keepingStepsBelow: next) : nil
    func save() throws {
      guard writes else { return }
      try checkpoint.save(learner.state(), step: next, fingerprint: fingerprint)
    }
    while next < steps {
      if try isStopped(observer) {
        try save()
        throw RunInterrupted(stage: stage)
      }
      let figures = try learner.step(next)
      for figure in figures where !figure.value.isFinite {
        throw TrainingDiverged(stage: stage, step: next, figure: figure.name)
      }
      try log?.append(step: next, figures)
      next += 1
      if next % checkpointEvery == 0 || next == steps {
        try times?.append(step: next - 1, learner.clock.take())
        try save()
      }
      guard writes else { continue }
      let detail = figures.map { "\($0.name) \(rounded($0.value))" }.joined(separator: "  ")
      observer.progress(ProgressUpdate(stage: stage, done: next, total: steps, detail: detail))
    }
  }

  /// Whether all processes have the same number.
  private func isSame(_ number: Int) throws -> Bool {
    guard let group else { return true }
    let x = Double(number)
    // The sum of squares is least, by Cauchy and Schwarz, where all are alike.
    let sums = try group.sum(numbers: [x, x * x])
    return sums[0] * sums[0] == Double(group.size) * sums[1]
  }

  /// Whether any of the processes is asked to stop: they agree, so that all leave at the same step.
  private func isStopped(_ observer: RunObserver) throws -> Bool {
    let isAsked = observer.shouldStop()
    guard let group else { return isAsked }
    return try group.sum(isAsked ? 1 : 0) > 0
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

/// Processes that should learn together found different checkpoints.
public struct CheckpointsDiffer: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder.
  public let folder: String

  /// One sentence with the folder.
  public var description: String {
    "\(folder): expected the same checkpoint in every process, found different ones; "
      + "the run's folder must be on a file system that all of them see"
  }
}
