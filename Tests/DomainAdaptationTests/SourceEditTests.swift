import DomainAdaptation
import Imaging
import Testing

@Suite("The source edit")
struct SourceEditTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let edit: SourceEdit
    let before: [Float]
    let labels: [UInt8]
    let after: [Float]
  }

  // As parts of the range, v = (x + 1) / 2; the root gives 2 * sqrt(v) - 1. The tumour's target of 0
  // is v = 1/4.
  static let examples = [
    Example(
      testDescription: "spreads dark tissues by a root",
      edit: SourceEdit(), before: [-1, -0.5, 0, 1], labels: [0, 0, 0, 0],
      // v = 0, 1/4, 1/2, 1.
      after: [-1, 0, 0.414_214, 1]),
    Example(
      testDescription: "takes what lies below the range as its lower end",
      edit: SourceEdit(), before: [-1.5, -3], labels: [0, 1], after: [-1, 0]),
    Example(
      testDescription: "raises cochleas threefold before the root, up to the maximum",
      edit: SourceEdit(), before: [-0.5, 0, -1, -0.5], labels: [3, 3, 3, 0],
      // v = 3/4, 3/2 cut to 1, 0; the last is no cochlea.
      after: [0.732_051, 1, -1, 0]),
    Example(
      testDescription: "shifts the tumour's mean and keeps its texture",
      edit: SourceEdit(), before: [-0.5, 1, 1], labels: [1, 2, 0],
      // v = 1/4 and 1, together 5/8 in the mean, move by -3/8 to -1/8, cut to 0, and 5/8.
      after: [-1, 0.581_139, 1]),
    Example(
      testDescription: "keeps the tumour in the range",
      edit: SourceEdit(tumourMean: -0.9), before: [-0.5, 1], labels: [1, 1],
      // The target is v = 0.05 squared: 1/4 and 1 move by 0.0025 - 5/8, to below 0 and to 0.3775.
      after: [-1, 0.228_821]),
    Example(
      testDescription: "with factor and exponent 1 keeps all but the tumour",
      edit: SourceEdit(cochleaFactor: 1, tumourMean: 0.25, exponent: 1),
      before: [-0.75, 0.5, -0.5], labels: [3, 0, 2], after: [-0.75, 0.5, 0.25]),
  ]

  /// Each intensity fills a block of 3x3x3 voxels, whose middle is of its structure alone.
  @Test("worked by hand", arguments: examples)
  func byHand(_ example: Example) throws {
    let grid = VoxelGrid(3 * example.before.count, 3, 3, spacing: SIMD3(0.8, 0.8, 1.25))
    let blocks = (0..<grid.count).map { grid.index(at: $0).x / 3 }
    let edited = try example.edit(
      Volume(grid: grid, voxels: blocks.map { example.before[$0] }),
      labels: LabelMap(grid: grid, voxels: blocks.map { example.labels[$0] }), tumour: [1, 2],
      cochlea: 3)
    #expect(edited.grid == grid)
    let middles = example.before.indices.map { edited.voxels[grid.offset(3 * $0 + 1, 1, 1)] }
    // The expected roots are given to six digits.
    #expect(zip(middles, example.after).allSatisfy { abs($0 - $1) < 2e-6 }, "\(middles)")
  }

  // A cube of 5x5x5 voxels of tumour, v = 0.81, in surroundings of 0.09, blurred as its partial
  // volume says. By hand: 27 voxels of it hold 1, 54 two thirds, 36 four ninths, 8 eight
  // twenty-sevenths of tumour, 0.651 in the mean, so its mean is 0.09 + 0.72 * 0.651 = 0.5587 and it
  // is shifted by 0.25 - 0.5587 = -0.3087.
  @Test("shifts a voxel by the part of it that is tumour, so that no bright ring is left around it")
  func partialVolume() throws {
    let grid = VoxelGrid(11, 11, 11)
    let labels = LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { offset in
        let index = grid.index(at: offset)
        return (0..<3).allSatisfy { (3...7).contains(index[$0]) } ? 1 : 0
      })
    let parts = labels.mask(of: [1]).partialVolume()
    let image = Volume(grid: grid, voxels: parts.map { 2 * (0.09 + 0.72 * $0) - 1 })
    let edited = try SourceEdit()(image, labels: labels, tumour: [1], cochlea: 3)
    // The middle, a face's middle inside and outside, and the surroundings.
    let expected: [(SIMD3<Int>, Float)] = [
      (SIMD3(5, 5, 5), 0.81 - 0.3087), (SIMD3(3, 5, 5), 0.57 - 0.3087 * 2 / 3),
      (SIMD3(2, 5, 5), 0.33 - 0.3087 / 3), (SIMD3(0, 0, 0), 0.09),
    ]
    for (index, value) in expected {
      let found = edited.voxels[grid.offset(index.x, index.y, index.z)]
      // The mean is given to four digits.
      #expect(abs(found - (2 * value.squareRoot() - 1)) < 2e-3, "\(index): \(found)")
    }
  }

  @Test("stays in -1...1 for any image in it", arguments: 1...5)
  func range(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let grid = VoxelGrid(8, 7, 6)
    let image = Volume(
      grid: grid, voxels: (0..<grid.count).map { _ in Float.random(in: -1...1, using: &random) })
    let labels = LabelMap(
      grid: grid, voxels: (0..<grid.count).map { _ in UInt8.random(in: 0...3, using: &random) })
    let edit = SourceEdit(tumourMean: Float.random(in: -1...1, using: &random))
    let edited = try edit(image, labels: labels, tumour: [1, 2], cochlea: 3)
    #expect(edited.voxels.allSatisfy { (-1...1).contains($0) })
    // Where nothing is shifted, dark voxels rise and none falls.
    let unshifted = try edit(image, labels: labels, tumour: [], cochlea: 3)
    for (before, after) in zip(image.voxels, unshifted.voxels) { #expect(after >= before - 1e-6) }
  }

  @Test("refuses labels of another grid, naming both sizes")
  func otherGrid() {
    let image = Volume(grid: VoxelGrid(2, 1, 1), filledWith: 0)
    let labels = LabelMap(grid: VoxelGrid(3, 1, 1), filledWith: 0)
    let error = #expect(throws: GridMismatch.self) {
      _ = try SourceEdit()(image, labels: labels, tumour: [1], cochlea: 2)
    }
    #expect(
      error?.description
        == "source edit: the grids differ: expected 2x1x1 voxels, found 3x1x1")
  }
}
