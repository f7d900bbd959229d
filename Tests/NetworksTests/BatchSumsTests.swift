import Networks
import TestSupport
import Testing
import Torch

@Suite("A batch of which one sees a part", .torchTurn)
struct BatchSumsTests {
  private static let shape = [3, 3, 2, 4, 4]

  /// Logits of three slots, and labels of which some are to be ignored.
  private static func batch() throws -> (logits: Tensor, labels: Tensor, weights: Tensor) {
    let logits = try Tensor(pattern(count: 3 * 3 * 32, seed: 1), shape: shape)
    let labels = (0..<96).map { Int64($0 % 13 == 0 ? 255 : $0 % 5 == 0 ? 2 : $0 % 3 == 0 ? 1 : 0) }
    let weights = pattern(count: 96, seed: 2).map { abs($0) }
    return (
      logits, try Tensor(labels, shape: [3, 2, 4, 4]), try Tensor(weights, shape: [3, 2, 4, 4])
    )
  }

  private static func loss(_ part: Range<Int>, sums: BatchSums?) throws -> (Tensor, leaf: Tensor) {
    let (logits, labels, weights) = try batch()
    func own(_ x: Tensor) throws -> Tensor {
      try x.narrow(dim: 0, start: part.lowerBound, length: part.count)
    }
    let leaf = try own(logits).cloned().requiringGradient()
    let small = try leaf.avgPool(kernel: [1, 2, 2], stride: [1, 2, 2])
    let loss = try deeplySupervisedLoss(
      [leaf, small], target: own(labels), classWeights: Tensor([1, 5.0, 3], shape: [3]),
      voxelWeights: own(weights), sums: sums)
    return (loss, leaf)
  }

  @Test("gives, part by part, the loss and the gradient of the whole batch")
  func parts() throws {
    let (whole, leaf) = try Self.loss(0..<3, sums: nil)
    try whole.backward()
    let expected = try #require(leaf.gradient).scalars()
    // What each part sums up, call after call.
    let parts = [0..<1, 1..<3]
    var seen: [[[Tensor]]] = [[], []]
    for part in parts.indices {
      _ = try Self.loss(parts[part]) { own throws(TorchError) in
        var copies: [Tensor] = []
        for tensor in own { copies.append(try tensor.detached()) }
        seen[part].append(copies)
        return own
      }
    }
    // Per level: one call of Dice and cross-entropy, one of the voxel weights.
    #expect(seen.map(\.count) == [4, 4])
    var found: [Float] = []
    for part in parts.indices {
      var call = 0
      let (loss, leaf) = try Self.loss(parts[part]) { own throws(TorchError) in
        var totals: [Tensor] = []
        for (mine, other) in zip(own, seen[1 - part][call]) { totals.append(try mine + other) }
        call += 1
        return totals
      }
      expectClose([try Float(loss.item())], [try Float(whole.item())], tolerance: 1e-5)
      try loss.backward()
      found += try #require(leaf.gradient).scalars()
    }
    // Sums of some dozen float32 values in another order.
    expectClose(found, expected, tolerance: 1e-6)
  }
}
