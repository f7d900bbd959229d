import Networks
import Testing
import Torch

@Suite("Dice and cross-entropy")
struct SegmentationLossTests {
  /// Logits of a batch of one whose last axis is a row of voxels.
  private func logits(_ classes: [[Float]]) throws -> Tensor {
    try Tensor(classes.flatMap { $0 }, shape: [1, classes.count, 1, 1, classes[0].count])
  }

  private func target(_ labels: [Int64]) throws -> Tensor {
    try Tensor(labels, shape: [1, 1, 1, labels.count])
  }

  @Test("of undecided logits, by hand: log 2 and a Dice of one half")
  func undecided() throws {
    // p is 0.5 everywhere: 2 * 0.5 / (1 + 1) for the one voxel of class 1, and log 2 per voxel.
    let loss = try diceAndCrossEntropy(logits([[0, 0], [0, 0]]), target: target([0, 1]))
    #expect(loss.shape == [])
    // The denominator has 1e-5 more than its 2.
    #expect(abs(try loss.item() - (0.693_147 + 0.5)) < 1e-5)
  }

  @Test("of logits with odds, by hand")
  func odds() throws {
    // Odds of 3 to 1 for class 1 in both voxels: p is 0.75. The entropy is the mean of -log 0.75
    // and -log 0.25, 0.8370; the Dice 2 * 0.75 / (1.5 + 1) is 0.6.
    let odds = Float(1.098_612_3)
    let loss = try diceAndCrossEntropy(logits([[0, 0], [odds, odds]]), target: target([1, 0]))
    #expect(abs(try loss.item() - (0.836_988 + 0.4)) < 1e-5)
  }

  @Test("of a perfect prediction is near 0, of its opposite large")
  func perfect() throws {
    let sure = try logits([[20, -20, -20], [-20, 20, -20], [-20, -20, 20]])
    // Only the 1e-5 in the denominators is left.
    #expect(try diceAndCrossEntropy(sure, target: target([0, 1, 2])).item() < 1e-5)
    #expect(try diceAndCrossEntropy(sure, target: target([1, 2, 0])).item() > 40)
  }

  @Test("does not see voxels to be ignored")
  func ignored() throws {
    let labels: [Int64] = [0, 1, 255]
    let one = try logits([[1, 0, 5], [0, 2, -5]]).requiringGradient()
    let other = try logits([[1, 0, -7], [0, 2, 100]])
    let without = try logits([[1, 0], [0, 2]])
    let loss = try diceAndCrossEntropy(one, target: target(labels))
    #expect(try loss.item() == diceAndCrossEntropy(other, target: target(labels)).item())
    #expect(
      try abs(loss.item() - diceAndCrossEntropy(without, target: target([0, 1])).item()) < 1e-6)
    try loss.backward()
    let gradient = try #require(one.gradient).scalars()
    #expect(gradient[2] == 0 && gradient[5] == 0)
    #expect(gradient[0] != 0 && gradient[1] != 0)
  }

  @Test("of a target to be ignored everywhere is 0 and teaches nothing")
  func allIgnored() throws {
    let leaf = try logits([[1, 0], [0, 2]]).requiringGradient()
    let loss = try diceAndCrossEntropy(leaf, target: target([255, 255]))
    #expect(try loss.item() == 0)
    try loss.backward()
    #expect(try leaf.gradient?.scalars() == [0, 0, 0, 0])
  }

  @Test("takes another label to be ignored")
  func otherLabel() throws {
    let x = try logits([[1, 0, 5], [0, 2, -5]])
    let loss = try diceAndCrossEntropy(x, target: target([0, 1, 255]))
    let same = try diceAndCrossEntropy(x, target: target([0, 1, 9]), ignoreLabel: 9)
    #expect(try loss.item() == same.item())
    #expect(throws: TorchError.self) {
      try diceAndCrossEntropy(x, target: target([0, 1, 9]))
    }
  }

  @Test("is worked voxel by voxel in Python", arguments: GoldenFile.loaded?.segmentation ?? [])
  func golden(_ golden: GoldenFile.Segmentation) throws {
    let leaf = try scalars([2, 3, 1, 2, 3], seed: 100).requiringGradient()
    let loss = try diceAndCrossEntropy(
      leaf, target: Tensor(golden.target, shape: [2, 1, 2, 3]),
      classWeights: Tensor(golden.weights, shape: [3]))
    // float32 against float64 over twelve voxels.
    #expect(abs(try loss.item() - golden.loss) < 1e-5)
    try loss.backward()
    let gradient = try #require(leaf.gradient).scalars()
    #expect(gradient.count == golden.gradient.count)
    #expect(zip(gradient, golden.gradient).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("has eight golden cases, with and without weights")
  func complete() {
    #expect(GoldenFile.loaded?.segmentation.count == 8)
  }
}
