@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("Rounds of self-training", .serialized, .torchTurn)
struct SelfTrainingRoundTests {
  init() { TorchRuntime.setThreads(1) }

  private func round(_ folder: URL) throws -> SelfTrainingRound {
    try JSONDecoder().decode(
      SelfTrainingRound.self, from: Data(contentsOf: folder.appending(path: "round.json")))
  }

  private func weights(_ folder: URL) throws -> Data {
    try Data(contentsOf: folder.appending(path: "segmenter.safetensors"))
  }

  @Test("each leave a ledger with the round, the model that predicted and the filter")
  func ledgers() throws {
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("contrast-randomised", folder) {
        $0.selfTraining.rounds = 2
      }
      try runner.run()
      var models: [String] = []
      for (number, before) in [(1, Stage.segment), (2, .selfTrain(round: 1))] {
        let ledger = try PseudoLabelLedger.read(in: runner.url(.pseudoLabel(round: number)))
        #expect(ledger.round == number)
        #expect(ledger.entries.map(\.id) == ["target_1", "target_2"])
        #expect(ledger.filter.tumourDistance == 1e9)
        #expect(ledger.model == stableHash(bytes: try weights(runner.url(before))))
        models.append(ledger.model)
      }
      #expect(try weights(runner.url(.export)) == weights(runner.url(.selfTrain(round: 2))))
    }
  }

  @Test("that end with fewer believed predictions are undone where the recipe asks")
  func rollsBack() throws {
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("contrast-randomised", folder) {
        $0.selfTraining.rollsBack = true
        // With this step size four steps leave nothing of what was learned.
        $0.selfTraining.training.learningRate = 10
        $0.selfTraining.training.gradientNorm = 1e9
      }
      try runner.run(through: .pseudoLabel(round: 1))
      let labelling = runner.url(.pseudoLabel(round: 1))
      // As if both predictions had been believed; the ruined network finds nothing to believe.
      var ledger = try PseudoLabelLedger.read(in: labelling)
      let regions = RegionStore(folder: runner.url(.regions))
      for index in ledger.entries.indices {
        ledger.entries[index].isKept = true
        let region = try regions.read(ledger.entries[index].id)
        try RegionStore(folder: labelling).write(
          RegionStore.Region(
            image: region.image, labels: LabelMap(grid: region.image.grid, filledWith: 0)),
          id: ledger.entries[index].id)
      }
      try ledger.write(in: labelling)
      try runner.run()
      let round = try round(runner.url(.selfTrain(round: 1)))
      #expect(round.believedBefore == 2 && round.learnedFrom == 2)
      #expect(round.isRolledBack == ((round.believedAfter ?? 2) < 2))
      try #require(round.isRolledBack, "the step size was meant to ruin the network: \(round)")
      #expect(try weights(runner.url(.selfTrain(round: 1))) == weights(runner.url(.segment)))
    }
  }

  @Test("that nobody asks to undo are kept, and say so")
  func keeps() throws {
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("contrast-randomised", folder)
      try runner.run()
      let round = try round(runner.url(.selfTrain(round: 1)))
      #expect(!round.isRolledBack && round.believedAfter == nil)
    }
  }
}

@Suite("The most probable voxels")
struct KeptFractionTests {
  private static let grid = VoxelGrid(10, 1, 1)

  private static func filter(kept: Double?, entropy: Double? = nil) -> PseudoLabelFilter {
    PseudoLabelFilter(
      settings: SelfTrainingSettings(
        keptFraction: kept, caseEntropy: entropy, voxelConfidence: 0, caseConfidence: 0,
        training: SegmentationSettings(
          steps: 1, patch: SIMD3(8, 8, 8), schedule: .constant, spatial: SpatialAugmentation(),
          intensity: nil)), tumour: [1], cochlea: 2)
  }

  /// Six voxels of background and four of label 1, with falling probability of their class.
  private static let labels = LabelMap(grid: grid, voxels: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
  private static let probabilities: ProbabilityMap = {
    let own: [Float] = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.9, 0.9, 0.8, 0.7]
    let first = zip(own, labels.voxels).map { $1 == 0 ? $0 : 1 - $0 }
    return ProbabilityMap(grid: grid, classes: 2, values: first + first.map { 1 - $0 })
  }()

  // Worked by hand: half of six are three, half of four are two; of the tie at 0.9 both are in.
  @Test(
    "of each class are kept, the others ignored",
    arguments: [
      (0.5, [0, 0, 0, 255, 255, 255, 1, 1, 255, 255]),
      (0.25, [0, 0, 255, 255, 255, 255, 1, 255, 255, 255]),
      (1, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]), (nil, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
    ] as [(Double?, [UInt8])])
  func kept(part: Double?, expected: [UInt8]) {
    let target = Self.filter(kept: part).target(
      labels: Self.labels, probabilities: Self.probabilities)
    #expect(target.voxels == expected)
  }

  // By hand, natural logarithms: H(0.9) = 0.3251, H(0.8) = 0.5004, H(0.7) = 0.6109 of log 2 = 0.6931;
  // the mean over label 1 is (2 * 0.3251 + 0.5004 + 0.6109) / 4 / 0.6931 = 0.635.
  @Test("a prediction of high entropy is rejected with the reason")
  func entropy() throws {
    let found = try #require(
      Self.filter(kept: nil).meanEntropy(Self.labels, Self.probabilities))
    #expect(abs(found - 0.635) < 1e-3)
    let rejected = Self.filter(kept: nil, entropy: 0.6).judge(
      id: "a", labels: Self.labels, probabilities: Self.probabilities)
    #expect(rejected.reasons.contains("foreground entropy 0.64 is above 0.6"))
    let passed = Self.filter(kept: nil, entropy: 0.7).judge(
      id: "a", labels: Self.labels, probabilities: Self.probabilities)
    #expect(!passed.reasons.contains { $0.contains("entropy") })
  }
}
