import Evaluation
import Imaging
import TestSupport
import Testing

@Suite("Dice")
struct DiceTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let prediction: [Int]
    let reference: [Int]
    let expected: Double?
  }

  @Test(
    "Dice, worked by hand",
    arguments: [
      Example(testDescription: "identical", prediction: [1, 2], reference: [1, 2], expected: 1),
      Example(testDescription: "disjoint", prediction: [0], reference: [5], expected: 0),
      Example(
        testDescription: "one of two and one", prediction: [1, 2], reference: [1],
        expected: 2.0 / 3),
      Example(
        testDescription: "one of three and two", prediction: [1, 2, 3], reference: [3, 4],
        expected: 2.0 / 5),
      Example(testDescription: "empty prediction", prediction: [], reference: [3], expected: 0),
      Example(testDescription: "empty reference", prediction: [3], reference: [], expected: 0),
      Example(testDescription: "both empty", prediction: [], reference: [], expected: nil),
    ])
  func byHand(_ example: Example) throws {
    let grid = VoxelGrid(3, 2, 1, spacing: SIMD3(0.4, 0.5, 2))
    let prediction = mask(grid, example.prediction)
    let reference = mask(grid, example.reference)
    #expect(try diceScore(prediction, reference) == example.expected)
    #expect(try diceScore(reference, prediction) == example.expected)
  }

  @Test("Dice refuses masks on two grids")
  func otherGrid() {
    let small = Mask(grid: VoxelGrid(2, 2, 2), filledWith: true)
    let moved = Mask(grid: VoxelGrid(2, 2, 2, origin: SIMD3(5, 0, 0)), filledWith: true)
    #expect(throws: GridMismatch.self) { try diceScore(small, moved) }
  }
}
