import Networks
import TestSupport
import Testing
import Torch

@Suite("A U-Net that computes its activations again", .torchTurn)
struct UNetRecomputationTests {
  @Test("has the same outputs to the bit and the same gradients", arguments: [nil, [1, 2, 1]])
  func same(residualBlocks: [Int]?) throws {
    func run(recomputes: Bool) throws -> [[Float]] {
      let network = try UNet(
        UNet.Configuration(
          classes: 3, channels: [2, 4, 6], strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2]],
          residualBlocks: residualBlocks), seed: 4)
      let x = try Tensor(pattern(count: 2 * 256, seed: 1), shape: [2, 1, 4, 8, 8])
      let (logits, features) = try network.outputs(x, levels: 2, recomputes: recomputes)
      let sum = try logits[0].square().mean() + logits[1].square().mean() + features.square().mean()
      try sum.backward()
      return try [logits[0].scalars(), logits[1].scalars(), features.scalars()]
        + network.parameters.tensors.map { try $0.gradient?.scalars() ?? [] }
    }
    let plain = try run(recomputes: false)
    // All parameters but those of a level that was not asked for have a gradient.
    #expect(plain.filter(\.isEmpty).count <= 2)
    let again = try run(recomputes: true)
    #expect(Array(again.prefix(3)) == Array(plain.prefix(3)))
    // A skip connection's two gradients are added in another order.
    for (found, expected) in zip(again, plain) { expectClose(found, expected, tolerance: 1e-5) }
  }
}
