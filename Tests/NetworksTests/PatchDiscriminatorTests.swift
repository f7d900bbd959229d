import Networks
import Testing
import Torch

@Suite("The patch discriminator")
struct PatchDiscriminatorTests {
  init() { TorchRuntime.setThreads(1) }

  @Test(
    "scores patches on a grid of a quarter of the size",
    arguments: [([1, 1, 16, 8], [1, 1, 4, 2]), ([2, 3, 12, 20], [2, 1, 3, 5])])
  func shape(_ input: [Int], _ expected: [Int]) throws {
    let network = try PatchDiscriminator(inputs: input[1], width: 4, seed: 1)
    #expect(try network(scalars(input, seed: 1)).shape == expected)
  }

  @Test("gives what a network of the same weights gives in PyTorch, forward and backward")
  func golden() throws {
    let golden = try GoldenFile.Network.named("PatchDiscriminator")
    let network = try PatchDiscriminator(inputs: 2, width: 2, seed: 1)
    try golden.fill(network.parameters)
    let scores = try network(scalars([1, 2, 12, 8], seed: 100, in: -1...1))
    try golden.check([scores], network.parameters)
  }
}
