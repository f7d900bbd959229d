import Evaluation
import Imaging
import TestSupport
import Testing

@Suite("Scoring a case")
struct ScoringTests {
  private let grid = VoxelGrid(6, 6, 4, spacing: SIMD3(0.5, 0.5, 2))
  private let structures = [ScoredStructure(name: "VS", labels: [1])]

  private func row(
    _ prediction: LabelMap?, _ reference: LabelMap, _ policy: EmptyPolicy = .challenge
  ) throws -> CaseScore {
    let rows = try score(
      prediction: prediction, reference: reference, case: "a", site: "s", structures: structures,
      policy: policy)
    return try #require(rows.first)
  }

  @Test("An empty prediction of an existing structure is Dice 0 and 350 mm (2022 challenge code)")
  func emptyPrediction() throws {
    let found = try row(
      LabelMap(grid: grid, filledWith: 0), box(grid, 1..<3, 1..<3, 1..<2).labelled())
    #expect(found.outcome == .emptyPrediction)
    #expect(found.dice == 0)
    #expect(found.assd == 350)
    #expect(found.hd95 == 350)
    #expect(found.predictedVolume == 0)
    #expect(found.referenceVolume == 2)  // 4 voxels of 0.5 mm3
  }

  @Test("A missing prediction is scored like an empty one, and said to be missing")
  func missingPrediction() throws {
    let found = try row(nil, box(grid, 1..<3, 1..<3, 1..<2).labelled())
    #expect(found.outcome == .missingPrediction)
    #expect(found.dice == 0)
    #expect(found.assd == 350)
    #expect(ScoreTable(rows: [found]).missingCases == ["a"])
  }

  @Test("A missing prediction of nothing is listed as missing but not penalised")
  func missingNothing() throws {
    let found = try row(nil, LabelMap(grid: grid, filledWith: 0))
    #expect(found.outcome == .missingPrediction)
    #expect(found.dice == nil)
    #expect(found.assd == nil)
  }

  @Test("Two empty masks have no score, and are excluded")
  func bothEmpty() throws {
    let nothing = LabelMap(grid: grid, filledWith: 0)
    let found = try row(nothing, nothing)
    #expect(found.outcome == .bothEmpty)
    #expect(found.dice == nil && found.assd == nil && found.hd95 == nil)
    #expect(ScoreTable(rows: [found]).counts(structure: "VS").excluded == 1)
  }

  @Test("A false alarm is excluded by the challenge's policy and penalised by the strict one")
  func falseAlarm() throws {
    let something = box(grid, 1..<3, 1..<3, 1..<2).labelled()
    let nothing = LabelMap(grid: grid, filledWith: 0)
    let lenient = try row(something, nothing)
    #expect(lenient.outcome == .falseAlarm)
    #expect(lenient.dice == nil && lenient.assd == nil)
    let strict = try row(something, nothing, .strict)
    #expect(strict.dice == 0)
    #expect(strict.assd == 350)
  }

  @Test("The whole tumour is the union of its parts: swapped parts still score 1 together")
  func union() throws {
    var reference = box(grid, 0..<4, 0..<2, 0..<1).labelled(1)
    var prediction = reference
    for n in 0..<3 {
      reference[n, 0, 0] = 2
      prediction[3 - n, 1, 0] = 2
    }
    let rows = try score(
      prediction: prediction, reference: reference, case: "a", site: "s",
      structures: .crossMoDA2023)
    #expect(rows.map(\.structure) == ["VS", "extra-meatal", "intra-meatal", "cochlea"])
    #expect(rows[0].dice == 1)
    #expect(rows[0].assd == 0)
    #expect(rows[2].dice == 0)
    #expect(rows[3].outcome == .bothEmpty)
  }

  @Test("A prediction on another grid throws and names the case")
  func otherGrid() {
    let reference = LabelMap(grid: grid, filledWith: 1)
    let prediction = LabelMap(grid: VoxelGrid(5, 6, 4), filledWith: 1)
    let error = #expect(throws: GridMismatch.self) {
      try score(
        prediction: prediction, reference: reference, case: "ldn_7", site: "s",
        structures: structures)
    }
    #expect(error?.description.contains("ldn_7") == true)
    #expect(error?.description.contains("5x6x4") == true)
  }
}
