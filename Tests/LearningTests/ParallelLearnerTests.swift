@testable import Learning

import Foundation
import Imaging
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

/// A learner with every term there is: what a step gives then depends on every way gradients go.
@Suite("A segmenter's step, however it is computed", .serialized, .torchTurn)
struct ParallelLearnerTests {
  init() { TorchRuntime.setThreads(1) }

  private static let grid = VoxelGrid(12, 12, 8)

  private static func sample(_ id: String, seed: UInt64) -> TrainingSample {
    var random = SplitMix64(seed: seed)
    return TrainingSample(
      id: id,
      image: Volume(grid: grid, voxels: (0..<grid.count).map { _ in Float(random.nextNormal()) }),
      labels: LabelMap(
        grid: grid, voxels: (0..<grid.count).map { grid.index(at: $0).x < 6 ? 1 : 0 }))
  }

  /// The running averages of gradients after one step on a batch of three patches, by name, and its figures.
  ///
  /// Not the weights: Adam's first step is as long whether a gradient is large or a rounding of 0.
  private static func learned(
    _ compute: ComputeSettings = ComputeSettings(), group: ProcessGroup? = nil,
    heads: [UNet.Configuration.Head]? = nil
  ) throws -> (state: [String: [Float]], figures: [Double]) {
    let settings = SegmentationSettings(
      steps: 10, batch: 3, patch: SIMD3(8, 8, 4), learningRate: 1e-2, schedule: .constant,
      foregroundWeight: 3,
      // Nothing is clipped, so that no difference is scaled away.
      gradientNorm: 1e6, spatial: SpatialAugmentation(), intensity: IntensityAugmentation(),
      voxelWeighting: VoxelWeighting(classes: ["VS": 3]),
      unlabelled: UnlabelledSettings(
        batch: 2, rampUp: 0.1, entropyWeight: 0.1, squaresWeight: 0.1, consistencyWeight: 1,
        teacherDecay: 0.9, featureAlignmentWeight: 0.1, outputAlignmentWeight: 0.1))
    let learner = try SegmentationLearner(
      UNet(
        .init(
          classes: heads == nil ? 2 : 3, channels: [2, 4], strides: [[1, 1, 1], [2, 2, 2]],
          heads: heads), seed: 1),
      settings: settings, samples: [sample("a", seed: 1)], unlabelled: [sample("b", seed: 2)],
      classNames: ["background", "VS", "cochlea"], seed: 5, compute: compute, group: group)
    let figures = try learner.step(0).map(\.value)
    let state = try learner.state().filter { $0.key.contains("exp_avg.") }
    return (try state.mapValues { try $0.scalars() }, figures)
  }

  private static func expectSame(
    _ found: (state: [String: [Float]], figures: [Double]),
    _ expected: (state: [String: [Float]], figures: [Double]), within tolerance: Float
  ) {
    #expect(found.state.keys == expected.state.keys)
    for (name, values) in expected.state {
      // Averages are a tenth of gradients, and those of the smallest layers some hundredths.
      let largest = max(1e-4, values.map(abs).max() ?? 0)
      for (a, b) in zip(found.state[name] ?? [], values) where abs(a - b) > tolerance * largest {
        Issue.record("\(name): found \(a), expected \(b), the largest being \(largest)")
        break
      }
    }
    for (a, b) in zip(found.figures, expected.figures) {
      #expect(abs(a - b) <= Double(tolerance) * max(1, abs(b)), "\(found.figures)")
    }
  }

  @Test("is the same with patches one by one or two by two", arguments: [1, 2])
  func microBatches(size: Int) throws {
    // The same float32 sums in another order.
    try Self.expectSame(
      Self.learned(ComputeSettings(microBatch: size)), Self.learned(), within: 1e-4)
  }

  @Test("is the same when activations are computed again")
  func recomputes() throws {
    try Self.expectSame(
      Self.learned(ComputeSettings(recomputesActivations: true)), Self.learned(), within: 1e-6)
    try Self.expectSame(
      Self.learned(ComputeSettings(microBatch: 1, recomputesActivations: true)), Self.learned(),
      within: 1e-4)
  }

  @Test("is the same with channels side by side in memory")
  func channelsLast() throws {
    try Self.expectSame(
      Self.learned(ComputeSettings(usesChannelsLast: true)), Self.learned(), within: 1e-3)
  }

  @Test(
    "is the same in two processes, of one patch and of two",
    .enabled(if: ProcessGroup.isSupported, "libgloo-dev was not there"))
  func processes() async throws {
    let results = try await pairOfThreads { rank, port in
      let group = try ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: 60)
      return try Self.learned(group: group)
    }
    let alone = try Self.learned()
    for result in results { Self.expectSame(result, alone, within: 1e-4) }
    // Between each other they are the same to the bit, or they would drift apart.
    #expect(results[0].state == results[1].state)
  }

  @Test("is the same with a decoder for each class, whose losses are told apart")
  func separateHeads() async throws {
    let heads = [UNet.Configuration.Head(labels: [1]), .init(labels: [2])]
    let plain = try Self.learned(heads: heads)
    try Self.expectSame(
      Self.learned(ComputeSettings(recomputesActivations: true), heads: heads), plain,
      within: 1e-6)
    try Self.expectSame(
      Self.learned(ComputeSettings(microBatch: 1), heads: heads), plain, within: 1e-4)
    guard ProcessGroup.isSupported else { return }
    let results = try await pairOfThreads { rank, port in
      let group = try ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: 60)
      return try Self.learned(group: group, heads: heads)
    }
    for result in results { Self.expectSame(result, plain, within: 1e-4) }
  }

  @Test("draws ahead what it would draw later, whatever is asked for")
  func loader() {
    let calls = Counter()
    let loader = PatchLoader(steps: 6) { index in
      calls.add()
      return DrawnBatch(images: [Float(index)])
    }
    #expect([0, 1, 2, 5, 1, 2].map { loader.batch($0).images } == [[0], [1], [2], [5], [1], [2]])
    // Drawn when asked for or ahead; after step 5 comes none.
    #expect(calls.value <= 9)
  }

  @Test("in which processes find different checkpoints is refused by all")
  func differentCheckpoints() async throws {
    guard ProcessGroup.isSupported else { return }
    let refused = try await pairOfThreads { rank, port in
      let group = try ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: 60)
      return try withTemporaryFolder { folder in
        func loop(_ group: ProcessGroup?) -> TrainingLoop {
          TrainingLoop(
            stage: "toy", folder: folder, steps: 2, checkpointEvery: 1, fingerprint: "a",
            group: group)
        }
        // The second process has another folder, with a checkpoint of its own.
        if rank == 1 { try loop(nil).run(Nothing()) }
        do {
          try loop(group).run(Nothing())
          return ""
        } catch {
          return "\(type(of: error))"
        }
      }
    }
    #expect(refused == ["CheckpointsDiffer", "CheckpointsDiffer"])
  }
}

/// A learner of nothing.
private final class Nothing: Learner {
  let clock = StepClock()

  func state() throws -> [String: Tensor] { [:] }

  func restore(_ state: [String: Tensor]) throws {}

  func step(_ index: Int) throws -> [(name: String, value: Double)] { [("loss", 1)] }
}
