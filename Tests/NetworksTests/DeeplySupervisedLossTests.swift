import Networks
import Testing
import Torch

@Suite("The deeply supervised loss")
struct DeeplySupervisedLossTests {
  private let full: Tensor
  private let half: Tensor
  private let target: Tensor
  private let reduced: Tensor

  init() throws {
    full = try scalars([1, 3, 2, 2, 4], seed: 1)
    half = try scalars([1, 3, 1, 1, 2], seed: 2)
    // Nearest takes every other voxel, the first included: 1 and 255.
    target = try Tensor(
      [1, 0, 255, 0, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1, 1] as [Int64], shape: [1, 2, 2, 4])
    reduced = try Tensor([1, 255] as [Int64], shape: [1, 1, 1, 2])
  }

  @Test("of one level is the plain loss")
  func oneLevel() throws {
    let loss = try deeplySupervisedLoss([full], target: target).item()
    #expect(try loss == diceAndCrossEntropy(full, target: target).item())
  }

  @Test("of two levels weighs them 2/3 and 1/3, on a target of every other voxel")
  func twoLevels() throws {
    let weights = try Tensor([1, 2, 3] as [Float], shape: [3])
    let loss = try deeplySupervisedLoss([full, half], target: target, classWeights: weights)
    let first = try diceAndCrossEntropy(full, target: target, classWeights: weights).item()
    let second = try diceAndCrossEntropy(half, target: reduced, classWeights: weights).item()
    #expect(first != second)
    #expect(abs(try loss.item() - (2 * first + second) / 3) < 1e-6)
  }

  @Test("of three levels weighs them 4/7, 2/7 and 1/7")
  func threeLevels() throws {
    // Undecided logits everywhere give each level the loss of its own target.
    let sizes = [[2, 2, 4], [1, 1, 2], [1, 1, 1]]
    let logits = try sizes.map { try Tensor.zeros([1, 2] + $0) }
    let one = try Tensor.ones([1, 2, 2, 4], dtype: .int64)
    // p is 1/2 and every voxel is class 1: log 2, and a Dice of 2 * n/2 / (n/2 + n) = 2/3, whatever n.
    let loss = try deeplySupervisedLoss(logits, target: one).item()
    #expect(abs(loss - (0.693_147 + 1.0 / 3)) < 1e-5)
    let sure = try Tensor.concatenate(
      [.full([1, 1, 1, 1, 1], -20), .full([1, 1, 1, 1, 1], 20)], dim: 1)
    let better = try deeplySupervisedLoss([logits[0], logits[1], sure], target: one).item()
    #expect(abs(better - 6.0 / 7 * (0.693_147 + 1.0 / 3)) < 1e-5)
  }

  @Test("of no level is refused")
  func noLevel() throws {
    let error = #expect(throws: TorchError.self) { try deeplySupervisedLoss([], target: target) }
    #expect(error?.description == "deeplySupervisedLoss: expected logits, found none")
  }
}
