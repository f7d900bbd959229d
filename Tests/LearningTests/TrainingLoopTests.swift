import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

/// A small problem that trains in milliseconds.
private func learner(seed: UInt64, steps: Int = 6, rate: Double = 2e-3) throws
  -> SegmentationLearner
{
  let grid = VoxelGrid(48, 24, 12, spacing: SIMD3(2, 2, 2), origin: SIMD3(-47, -23, -11))
  let (image, labels) = toyHead(on: grid, seed: 1)
  let network = try UNet(configuration, seed: seed)
  var settings = settings
  settings.steps = steps
  settings.learningRate = rate
  return try SegmentationLearner(
    network, settings: settings,
    samples: [TrainingSample(id: "toy", image: image.normalizedZScore(), labels: labels)],
    seed: seed)
}

private let configuration = UNet.Configuration(
  classes: 4, channels: [4, 8], strides: [[1, 1, 1], [2, 2, 2]])

private let settings = SegmentationSettings(
  steps: 6, patch: SIMD3(16, 16, 8), schedule: .cosine(warmup: 2),
  spatial: SpatialAugmentation(), intensity: IntensityAugmentation(), checkpointEvery: 2)

private func loop(_ folder: URL, steps: Int = 6, fingerprint: String = "a") -> TrainingLoop {
  TrainingLoop(
    stage: "segment", folder: folder, steps: steps, checkpointEvery: 2, fingerprint: fingerprint)
}

private func bytes(_ learner: SegmentationLearner) throws -> [String: [Float]] {
  try learner.state().mapValues { try $0.scalars() }
}

@Suite("A training run", .serialized, .torchTurn)
struct TrainingLoopTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("stopped after some steps goes on to bit-identical weights, optimiser state and log")
  func resumes() throws {
    try withTemporaryFolder { folder in
      let whole = try learner(seed: 3)
      let wholeFolder = folder.appending(path: "whole")
      try loop(wholeFolder).run(whole)

      let brokenFolder = folder.appending(path: "broken")
      let counter = Counter()
      #expect(throws: RunInterrupted.self) {
        try loop(brokenFolder).run(
          try learner(seed: 3),
          observer: RunObserver(
            progress: { _ in counter.add() }, shouldStop: { counter.value >= 3 }))
      }
      let resumed = try learner(seed: 3)
      try loop(brokenFolder).run(resumed)

      #expect(try bytes(whole) == bytes(resumed))
      let log = "log.jsonl"
      #expect(
        try Data(contentsOf: wholeFolder.appending(path: log))
          == Data(contentsOf: brokenFolder.appending(path: log)))
    }
  }

  @Test("killed between checkpoints repeats the lost steps and drops their lines from the log")
  func dropsLostSteps() throws {
    try withTemporaryFolder { folder in
      let whole = try learner(seed: 3)
      try loop(folder.appending(path: "whole")).run(whole)

      let killed = folder.appending(path: "killed")
      try loop(killed, steps: 4).run(try learner(seed: 3))
      // A kill during step 5: lines of steps without a checkpoint, the last one cut short.
      let log = killed.appending(path: "log.jsonl")
      let text = try String(contentsOf: log, encoding: .utf8)
      try Data((text + "{\"step\":4,\"loss\":9}\n{\"step\":5,\"lo").utf8).write(to: log)
      let resumed = try learner(seed: 3)
      try loop(killed).run(resumed)

      #expect(try bytes(whole) == bytes(resumed))
      let steps = try TrainingLog.series("loss", in: killed).map(\.step)
      #expect(steps == [0, 1, 2, 3, 4, 5])
    }
  }

  @Test("refuses a checkpoint of other settings and names the file")
  func refusesOthers() throws {
    try withTemporaryFolder { folder in
      try loop(folder, steps: 2).run(try learner(seed: 3))
      let error = #expect(throws: CheckpointMismatch.self) {
        try loop(folder, fingerprint: "b").run(try learner(seed: 3))
      }
      #expect(error?.description.contains("checkpoint.safetensors") == true)
    }
  }

  @Test("learns: the mean loss of the last ten of 120 steps is well below that of the first ten")
  func learns() throws {
    // The schedule must span all steps: beyond its end the step size is 0.
    let learner = try learner(seed: 5, steps: 120, rate: 1e-2)
    let losses = try (0..<120).map { step in try learner.step(step)[0].value }
    let first = losses.prefix(10).reduce(0, +) / 10
    let last = losses.suffix(10).reduce(0, +) / 10
    // Measured: 2.29 to 1.15; half the fall is enough to tell learning from chance.
    #expect(last < 0.75 * first, "first \(first), last \(last)")
  }

  @Test("gives back every tensor it made")
  func leaksNothing() throws {
    _ = try learner(seed: 1).step(0)
    let before = TorchRuntime.liveTensorCount
    do {
      let learner = try learner(seed: 2)
      for step in 0..<3 { _ = try learner.step(step) }
    }
    #expect(TorchRuntime.liveTensorCount == before)
  }

  @Test("without samples is refused")
  func refusesNothing() throws {
    let network = try UNet(configuration, seed: 1)
    #expect(throws: NoTrainingSamples.self) {
      _ = try SegmentationLearner(network, settings: settings, samples: [], seed: 1)
    }
  }
}
