import Torch

/// What training steps cost, in seconds each: the patches alone, the network alone, and both together.
public struct TrainingTimes: Codable, Sendable {
  /// Drawing a batch on the calling thread.
  public var load: [Double] = []
  /// Steps on a batch that is there.
  public var step: [Double] = []
  /// Steps with batches drawn meanwhile, as in training.
  public var both: [Double] = []
  /// The mean seconds of each part of the latter, by ``StepClock/Part``.
  public var parts: [String: Double] = [:]
  /// The losses of the latter.
  public var losses: [Double] = []
}

extension SegmentationLearner {
  /// Learns for a number of steps three ways, each after a step that is not counted.
  public func timed(steps: Int) throws -> TrainingTimes {
    var times = TrainingTimes()
    func seconds(_ body: () throws -> Void) rethrows -> Double {
      let start = ContinuousClock.now
      try body()
      return (ContinuousClock.now - start) / .seconds(1)
    }
    for index in 0...steps {
      let took = seconds { _ = drawBatch(index) }
      if index > 0 { times.load.append(took) }
    }
    let batch = try self.batch(0)
    for index in 0...steps {
      let took = try seconds { _ = try learn(from: batch, index) }
      if index > 0 { times.step.append(took) }
    }
    _ = try step(0)
    _ = clock.take()
    for index in 1...steps {
      times.both.append(
        try seconds { times.losses.append(try step(index).first?.value ?? 0) })
    }
    for (part, sum) in clock.take() { times.parts[part] = sum / Double(steps) }
    return times
  }
}
