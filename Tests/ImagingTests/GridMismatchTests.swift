import Imaging
import Testing

@Suite("Grid mismatch")
struct GridMismatchTests {
  static let grid = VoxelGrid(6, 5, 4, spacing: SIMD3(0.4, 0.4, 1.5), origin: SIMD3(-10, 20, 0))

  @Test("Grids that match pass")
  func pass() throws {
    try GridMismatch.check("Dice", Self.grid, Self.grid)
  }

  @Test("The error holds the operation and both grids")
  func parts() {
    let found = VoxelGrid(6, 5, 3)
    let error = #expect(throws: GridMismatch.self) {
      try GridMismatch.check("Dice", Self.grid, found)
    }
    #expect(error?.operation == "Dice")
    #expect(error?.expected == Self.grid)
    #expect(error?.found == found)
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let found: VoxelGrid
    let expected: String
  }

  // The sentences are the documented ones; distances by hand.
  static let examples = [
    Example(
      testDescription: "a slice less", found: VoxelGrid(6, 5, 3),
      expected: "Dice: the grids differ: expected 6x5x4 voxels, found 6x5x3"),
    Example(
      testDescription: "moved by the 3-4-5 triangle",
      found: VoxelGrid(6, 5, 4, spacing: SIMD3(0.4, 0.4, 1.5), origin: SIMD3(-7, 24, 0)),
      expected: """
        Dice: the grids differ in space by up to 5.0 mm: \
        expected spacing (0.4, 0.4, 1.5) mm at (-10.0, 20.0, 0.0), \
        found spacing (0.4, 0.4, 1.5) mm at (-7.0, 24.0, 0.0)
        """),
    Example(
      testDescription: "the last of four slices lies three steps of 0.5 mm off",
      found: VoxelGrid(6, 5, 4, spacing: SIMD3(0.4, 0.4, 2), origin: SIMD3(-10, 20, 0)),
      expected: """
        Dice: the grids differ in space by up to 1.5 mm: \
        expected spacing (0.4, 0.4, 1.5) mm at (-10.0, 20.0, 0.0), \
        found spacing (0.4, 0.4, 2.0) mm at (-10.0, 20.0, 0.0)
        """),
    Example(
      testDescription: "flipped about its first column: only 2 * 5 * 0.4 mm tells them apart",
      found: VoxelGrid(6, 5, 4, spacing: SIMD3(-0.4, 0.4, 1.5), origin: SIMD3(-10, 20, -0.0001)),
      expected: """
        Dice: the grids differ in space by up to 4.0 mm: \
        expected spacing (0.4, 0.4, 1.5) mm at (-10.0, 20.0, 0.0), \
        found spacing (0.4, 0.4, 1.5) mm at (-10.0, 20.0, 0.0)
        """),
  ]

  @Test("The sentence names what was expected and what was found", arguments: examples)
  func sentence(_ example: Example) {
    let error = #expect(throws: GridMismatch.self) {
      try GridMismatch.check("Dice", Self.grid, example.found)
    }
    #expect(error?.description == example.expected)
  }
}
