import Testing
import Torch

@Suite("Random tensors")
struct RandomTests {
  private func draws(_ seed: UInt64, count: Int = 1000) throws -> [Float] {
    try Tensor.randn([count], generator: RandomGenerator(seed: seed)).scalars()
  }

  @Test(
    "The same seed gives the same draws, another seed others", arguments: [0, 7, .max] as [UInt64])
  func seeds(_ seed: UInt64) throws {
    #expect(try draws(seed) == draws(seed))
    #expect(try draws(seed) != draws(seed &+ 1))
  }

  @Test("A generator goes on where it stopped")
  func continues() throws {
    let generator = try RandomGenerator(seed: 1)
    let first = try Tensor.rand([5], generator: generator).scalars()
    let second = try Tensor.rand([5], generator: generator).scalars()
    #expect(first != second)
    #expect(try first + second == Tensor.rand([10], generator: RandomGenerator(seed: 1)).scalars())
  }

  @Test("Draws of others do not disturb a generator")
  func undisturbed() throws {
    let generator = try RandomGenerator(seed: 3)
    let first = try Tensor.randn([20], generator: generator).scalars()
    _ = try Tensor.randn([20])
    _ = try Tensor.randn([20], generator: RandomGenerator(seed: 4))
    let again = try RandomGenerator(seed: 3)
    #expect(try Tensor.randn([20], generator: again).scalars() == first)
    #expect(
      try Tensor.randn([20], generator: generator).scalars()
        == Tensor.randn([20], generator: again).scalars())
  }

  @Test("Draws are PyTorch's for the same seed")
  func torch() throws {
    // PyTorch 2.13.0: torch.rand(4, generator=torch.Generator().manual_seed(1)) and
    // torch.randn(3, generator=torch.Generator().manual_seed(2)).
    expectClose(
      try Tensor.rand([4], generator: RandomGenerator(seed: 1)).scalars(),
      [0.7576316, 0.27931088, 0.40306926, 0.73468447], tolerance: 1e-6)
    expectClose(
      try Tensor.randn([3], generator: RandomGenerator(seed: 2)).scalars(),
      [0.39229682, -0.22356401, -0.31950027], tolerance: 1e-6)
  }

  @Test("Normal draws have mean 0 and deviation 1, uniform ones fill 0..<1 evenly")
  func moments() throws {
    let normal = try Tensor.randn([100_000], generator: RandomGenerator(seed: 5))
    // The standard error of the mean is 0.0032 and of the deviation 0.0022; five of each.
    #expect(abs(try normal.mean().item()) < 0.016)
    #expect(abs(try normal.std().item() - 1) < 0.011)
    let uniform = try Tensor.rand([100_000], generator: RandomGenerator(seed: 6))
    // The deviation of a uniform draw is 0.289, so the standard error of the mean is 0.0009.
    #expect(abs(try uniform.mean().item() - 0.5) < 0.005)
    #expect(try uniform.minValue().item() >= 0)
    #expect(try uniform.maxValue().item() < 1)
  }
}
