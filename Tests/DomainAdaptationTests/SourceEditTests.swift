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

  // As parts of the range, v = (x + 1) / 2; the root gives 2 * sqrt(v) - 1.
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
      // After the root 0 and 1: their mean of 0.5 becomes 0, both parts of the tumour together.
      after: [-0.5, 0.5, 1]),
    Example(
      testDescription: "keeps the tumour in the range",
      edit: SourceEdit(tumourMean: -0.9), before: [-0.5, 1], labels: [1, 1],
      // 0 and 1 move by -1.4.
      after: [-1, -0.4]),
    Example(
      testDescription: "with factor and exponent 1 keeps all but the tumour",
      edit: SourceEdit(cochleaFactor: 1, tumourMean: 0.25, exponent: 1),
      before: [-0.75, 0.5, -0.5], labels: [3, 0, 2], after: [-0.75, 0.5, 0.25]),
  ]

  @Test("worked by hand", arguments: examples)
  func byHand(_ example: Example) throws {
    let grid = VoxelGrid(example.before.count, 1, 1, spacing: SIMD3(0.8, 0.8, 1.25))
    let edited = try example.edit(
      Volume(grid: grid, voxels: example.before),
      labels: LabelMap(grid: grid, voxels: example.labels), tumour: [1, 2], cochlea: 3)
    #expect(edited.grid == grid)
    // The expected roots are given to six digits.
    #expect(
      zip(edited.voxels, example.after).allSatisfy { abs($0 - $1) < 2e-6 }, "\(edited.voxels)")
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
    // Dark voxels rise, none falls, except where the tumour is shifted.
    for offset in 0..<grid.count where labels.voxels[offset] == 0 || labels.voxels[offset] == 3 {
      #expect(edited.voxels[offset] >= image.voxels[offset] - 1e-6)
    }
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
