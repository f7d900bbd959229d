import Networks
import Testing
import Torch

@Suite("The feature projection")
struct FeatureProjectionTests {
  @Test("gives unit rows, one for each position, at every level")
  func unitRows() throws {
    let network = try FeatureProjection(channels: [3, 5], width: 8, seed: 1)
    let positions = try Tensor([0, 5, 11, 5] as [Int64], shape: [4])
    for (level, channels) in [3, 5].enumerated() {
      let features = try scalars([2, channels, 3, 4], seed: 1)
      let rows = try network(features, level: level, positions: positions)
      #expect(rows.shape == [2, 4, 8])
      // Eight float32 squares.
      expectClose(try rows.norm(dims: [2]).scalars(), [Float](repeating: 1, count: 8))
      // Positions 1 and 3 are the same place.
      expectClose(
        try rows.select(dim: 1, index: 1).scalars(), try rows.select(dim: 1, index: 3).scalars())
    }
  }

  @Test("refuses a position outside the slice")
  func outside() throws {
    let network = try FeatureProjection(channels: [3], width: 8, seed: 1)
    #expect(throws: TorchError.self) {
      try network(
        Tensor.ones([1, 3, 2, 2]), level: 0, positions: Tensor([4] as [Int64], shape: [1]))
    }
  }

  @Test("gives what a network of the same weights gives in PyTorch, forward and backward")
  func golden() throws {
    let golden = try GoldenFile.Network.named("FeatureProjection")
    let network = try FeatureProjection(channels: [3], width: 4, seed: 1)
    try golden.fill(network.parameters)
    let rows = try network(
      scalars([2, 3, 2, 3], seed: 100), level: 0,
      positions: Tensor([4, 0, 5] as [Int64], shape: [3]))
    try golden.check([rows], network.parameters)
  }
}
