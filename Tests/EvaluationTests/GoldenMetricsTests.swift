import Evaluation
import Imaging
import TestSupport
import Testing

/// Label pairs with MedPy's scores; see scripts/oracles/metrics.py for versions.
struct GoldenPair: Decodable, Sendable, CustomTestStringConvertible {
  struct Scores: Decodable, Sendable {
    let dice: Double?
    let assd: Double?
    let assd_of_means: Double?
    let hd95: Double?
    let hd: Double?
    let predicted_voxels: Int
    let reference_voxels: Int
  }

  let name: String
  let size: [Int]
  let spacing: [Double]
  let prediction: [Int]
  let reference: [Int]
  let scores: [String: Scores]

  var testDescription: String { name }

  var grid: VoxelGrid {
    VoxelGrid(size[0], size[1], size[2], spacing: SIMD3(spacing[0], spacing[1], spacing[2]))
  }

  /// Undoes the run-length encoding.
  func labelMap(_ runs: [Int]) -> LabelMap {
    var voxels: [UInt8] = []
    for n in stride(from: 0, to: runs.count, by: 2) {
      voxels.append(contentsOf: repeatElement(UInt8(runs[n]), count: runs[n + 1]))
    }
    return LabelMap(grid: grid, voxels: voxels)
  }
}

@Suite("Golden metrics")
struct GoldenMetricsTests {
  static let pairs: [GoldenPair] = (try? golden([GoldenPair].self, "metrics")) ?? []

  @Test("The golden pairs are there")
  func present() { #expect(Self.pairs.count == 14) }

  @Test("Dice, ASSD and Hausdorff distances are MedPy's", arguments: pairs)
  func medPy(_ pair: GoldenPair) throws {
    let prediction = pair.labelMap(pair.prediction)
    let reference = pair.labelMap(pair.reference)
    for (label, expected) in pair.scores {
      let labels: Set<UInt8> = [try #require(UInt8(label))]
      let predicted = prediction.mask(of: labels)
      let truth = reference.mask(of: labels)
      #expect(predicted.count == expected.predicted_voxels)
      #expect(truth.count == expected.reference_voxels)
      let found = try surfaceDistances(prediction: predicted, reference: truth)
      check(try diceScore(predicted, truth), expected.dice, "Dice of \(label)")
      check(found?.averageSymmetricSurfaceDistance(), expected.assd, "ASSD of \(label)")
      check(
        found?.averageSymmetricSurfaceDistance(.meanOfDirections), expected.assd_of_means,
        "ASSD of means of \(label)")
      check(found?.hausdorff95, expected.hd95, "HD95 of \(label)")
      check(found?.hausdorff, expected.hd, "HD of \(label)")
    }
  }

  @Test("Scoring whole label maps gives the same as mask by mask", arguments: pairs)
  func score(_ pair: GoldenPair) throws {
    let structures = try pair.scores.keys.sorted().map {
      ScoredStructure(name: $0, labels: [try #require(UInt8($0))])
    }
    let rows = try Evaluation.score(
      prediction: pair.labelMap(pair.prediction), reference: pair.labelMap(pair.reference),
      case: pair.name, site: "here", structures: structures)
    #expect(rows.map(\.structure) == structures.map(\.name))
    for row in rows where row.outcome == .scored {
      let expected = try #require(pair.scores[row.structure])
      check(row.dice, expected.dice, "Dice of \(row.structure)")
      check(row.assd, expected.assd, "ASSD of \(row.structure)")
      check(row.hd95, expected.hd95, "HD95 of \(row.structure)")
      let voxel = pair.grid.voxelVolume
      #expect(abs(row.predictedVolume - Double(expected.predicted_voxels) * voxel) < 1e-6)
      #expect(abs(row.referenceVolume - Double(expected.reference_voxels) * voxel) < 1e-6)
    }
  }

  /// Both compute in double precision and differ in the order of summation only.
  private func check(_ found: Double?, _ expected: Double?, _ what: Comment) {
    switch (found, expected) {
    case (let found?, let expected?): #expect(abs(found - expected) < 1e-9, what)
    default: #expect(found == nil && expected == nil, what)
    }
  }
}
