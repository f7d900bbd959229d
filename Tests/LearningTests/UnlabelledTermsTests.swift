@testable import Learning

import Foundation
import Imaging
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("Learning from unlabelled images", .serialized, .torchTurn)
struct UnlabelledTermsTests {
  init() { TorchRuntime.setThreads(1) }

  private static let grid = VoxelGrid(12, 12, 8)

  private static func sample(_ id: String, seed: UInt64, isLabelled: Bool) -> TrainingSample {
    var random = SplitMix64(seed: seed)
    return TrainingSample(
      id: id,
      image: Volume(grid: grid, voxels: (0..<grid.count).map { _ in Float(random.nextNormal()) }),
      labels: LabelMap(
        grid: grid,
        voxels: (0..<grid.count).map { isLabelled && grid.index(at: $0).x < 6 ? 1 : 0 }))
  }

  private static func learner(
    _ unlabelled: UnlabelledSettings?, weighting: VoxelWeighting? = nil, seed: UInt64 = 5,
    network: UNet? = nil
  ) throws -> SegmentationLearner {
    let settings = SegmentationSettings(
      steps: 10, patch: SIMD3(8, 8, 4), schedule: .constant, spatial: SpatialAugmentation(),
      intensity: IntensityAugmentation(), voxelWeighting: weighting, unlabelled: unlabelled)
    return try SegmentationLearner(
      network
        ?? UNet(.init(classes: 2, channels: [2, 4], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1),
      settings: settings, samples: [sample("a", seed: 1, isLabelled: true)],
      unlabelled: [sample("b", seed: 2, isLabelled: false)], classNames: ["background", "VS"],
      seed: seed)
  }

  private static func bits(_ learner: SegmentationLearner) throws -> [String: [UInt32]] {
    try learner.state().mapValues { try $0.scalars().map(\.bitPattern) }
  }

  private static let all = UnlabelledSettings(
    rampUp: 0.1, entropyWeight: 0.1, consistencyWeight: 1, teacherDecay: 0.9,
    featureAlignmentWeight: 0.1, outputAlignmentWeight: 0.1)

  @Test(
    "has the terms that have a weight, each finite",
    arguments: [
      (UnlabelledSettings(entropyWeight: 1), ["loss", "norm", "entropy"]),
      (UnlabelledSettings(consistencyWeight: 1), ["loss", "norm", "consistency"]),
      (UnlabelledSettings(featureAlignmentWeight: 1), ["loss", "norm", "domain"]),
      (UnlabelledSettings(outputAlignmentWeight: 1), ["loss", "norm", "output"]),
      (all, ["loss", "norm", "entropy", "consistency", "domain", "output"]),
      (nil, ["loss", "norm"]),
    ] as [(UnlabelledSettings?, [String])])
  func terms(settings: UnlabelledSettings?, names: [String]) throws {
    let learner = try Self.learner(settings)
    for step in 0..<3 {
      let figures = try learner.step(step)
      #expect(figures.map(\.name) == names)
      #expect(figures.allSatisfy { $0.value.isFinite })
    }
  }

  @Test("saved and taken back gives the same next step bit for bit")
  func restores() throws {
    let first = try Self.learner(Self.all)
    for step in 0..<3 { _ = try first.step(step) }
    let second = try Self.learner(Self.all)
    _ = try second.step(7)
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "state.safetensors").path
      try SafeTensors.write(first.state(), metadata: [:], to: path)
      try second.restore(SafeTensors.read(path).tensors)
    }
    #expect(try Self.bits(first) == Self.bits(second))
    _ = try (first.step(3), second.step(3))
    #expect(try Self.bits(first) == Self.bits(second))
  }

  @Test("keeps the mean teacher where there is one, which lags behind the student")
  func teacher() throws {
    let network = try UNet(
      .init(classes: 2, channels: [2, 4], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1)
    let start = try network.parameters.tensors[0].scalars()
    let learner = try Self.learner(
      UnlabelledSettings(consistencyWeight: 1, teacherDecay: 0.75), network: network)
    _ = try learner.step(0)
    let (student, teacher) = (
      try network.parameters.tensors[0].scalars(),
      try learner.learned.parameters.tensors[0].scalars()
    )
    #expect(learner.learned !== network && student != start)
    for (place, value) in teacher.enumerated() {
      // One step: three quarters of the start and a quarter of the student, in float32.
      #expect(abs(value - (0.75 * start[place] + 0.25 * student[place])) < 1e-6)
    }
    #expect(try Self.learner(nil, network: network).learned === network)
  }

  @Test(
    "changes what is learned, by each of its terms",
    arguments: [
      UnlabelledSettings(rampUp: 0, entropyWeight: 1),
      UnlabelledSettings(rampUp: 0, squaresWeight: 1),
      UnlabelledSettings(rampUp: 0, consistencyWeight: 1),
      UnlabelledSettings(rampUp: 0, featureAlignmentWeight: 1),
      UnlabelledSettings(rampUp: 0, outputAlignmentWeight: 1),
    ])
  func matters(settings: UnlabelledSettings) throws {
    // Which way each term pulls is what MethodGoldenTests compare with PyTorch.
    func student(_ settings: UnlabelledSettings?) throws -> [String: [Float]] {
      let learner = try Self.learner(settings)
      for step in 0..<3 { _ = try learner.step(step) }
      return try learner.state().filter { $0.key.hasPrefix("network.") }
        .mapValues { try $0.scalars() }
    }
    #expect(try student(settings) != student(nil))
  }

  @Test("does not change a step without terms: the labelled patches are the same")
  func labelledPatches() throws {
    let (plain, all) = (try Self.learner(nil), try Self.learner(Self.all))
    #expect(try plain.batch(4).images.scalars() == all.batch(4).images.scalars())
    let (a, b) = (try plain.step(0), try all.step(0))
    // The loss of the first step, before anything was learned.
    #expect(a[0].value == b[0].value)
  }

  @Test("without unlabelled images says so")
  func none() {
    #expect(throws: NoUnlabelledSamples.self) {
      try SegmentationLearner(
        UNet(.init(classes: 2, channels: [2, 4], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1),
        settings: SegmentationSettings(
          steps: 1, patch: SIMD3(8, 8, 4), schedule: .constant, spatial: SpatialAugmentation(),
          intensity: nil, unlabelled: UnlabelledSettings(entropyWeight: 1)),
        samples: [Self.sample("a", seed: 1, isLabelled: true)], seed: 1)
    }
  }

  @Test("voxel weights add to the loss, none of them leaves it as it is")
  func weighting() throws {
    let (plain, weighted) = (
      try Self.learner(nil), try Self.learner(nil, weighting: VoxelWeighting(classes: ["VS": 5]))
    )
    let (a, b) = (try plain.step(0)[0].value, try weighted.step(0)[0].value)
    #expect(b > a)
  }
}
