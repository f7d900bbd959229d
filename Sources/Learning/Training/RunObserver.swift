/// How far a long piece of work has come.
public struct ProgressUpdate: Sendable {
  /// What is being done, as in "segmenter".
  public let stage: String
  /// How many units are done.
  public let done: Int
  /// How many units there are.
  public let total: Int
  /// The latest figures, as in "loss 0.42".
  public let detail: String

  /// An update.
  public init(stage: String, done: Int, total: Int, detail: String = "") {
    self.stage = stage
    self.done = done
    self.total = total
    self.detail = detail
  }
}

/// Whom long work tells of its progress, and whom it asks whether to stop.
public struct RunObserver: Sendable {
  /// Called after each unit of work.
  public let progress: @Sendable (ProgressUpdate) -> Void
  /// Asked between units of work; `true` saves what there is and ends the run.
  public let shouldStop: @Sendable () -> Bool

  /// An observer; by default one that hears nothing and never stops.
  public init(
    progress: @escaping @Sendable (ProgressUpdate) -> Void = { _ in },
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.progress = progress
    self.shouldStop = shouldStop
  }
}

/// A run was asked to stop; what it had done is saved and a second call goes on from there.
public struct RunInterrupted: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stage that was under way.
  public let stage: String

  /// An interruption of a stage.
  public init(stage: String) { self.stage = stage }

  /// One sentence that says how to go on.
  public var description: String {
    "stopped during \(stage); the same command goes on from the last checkpoint"
  }
}
