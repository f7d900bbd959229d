import Networks
import Testing
import Torch

@Suite("The local correlation loss")
struct LocalCorrelationTests {
  init() { TorchRuntime.setThreads(1) }

  private func noise(_ seed: UInt64, _ shape: [Int] = [1, 1, 48, 48]) throws -> Tensor {
    try Tensor.randn(shape, generator: RandomGenerator(seed: seed))
  }

  /// Factors and shifts of intensity; a negative factor turns contrast around.
  static let functions: [(Double, Double)] = [
    (1, 0), (2, 0.5), (-1, 0), (-1, 3), (-0.5, -2), (0.25, 1),
  ]

  @Test("is 0 for every linear function of the same textured image", arguments: functions)
  func linear(_ factor: Double, _ shift: Double) throws {
    let a = try noise(1)
    let b = try a * factor + shift
    // Variances are differences of float32 squares up to 25, so good to about 1e-5, of 0.02 or more.
    #expect(try localCorrelationLoss(a, b, floor: 1e-6).item() < 5e-3)
    // With the floor f, what is left is about f / variance for either image; variances scatter.
    let left = 5e-3 * (1 + 1 / (factor * factor))
    #expect(try localCorrelationLoss(a, b).item() < 2 * left)
    #expect(try localCorrelationLoss(a, b).item() > 0)
  }

  @Test("is about 1 for independent noise")
  func independent() throws {
    // The expected squared correlation of 81 independent pairs is 1/80; at the border pixels repeat.
    let loss = try localCorrelationLoss(noise(1), noise(2)).item()
    #expect((0.95...1).contains(loss), "\(loss)")
  }

  @Test("does not ask which is bright and which is dark, nor which comes first")
  func symmetries() throws {
    let (a, b) = (try noise(1), try noise(1) + noise(2))
    let loss = try localCorrelationLoss(a, b).item()
    #expect((0.3...0.7).contains(loss), "half of b is a: \(loss)")
    #expect(abs(try localCorrelationLoss(a, -b).item() - loss) < 1e-5)
    #expect(abs(try localCorrelationLoss(b, a).item() - loss) < 1e-5)
  }

  @Test("grows as noise is added")
  func monotone() throws {
    let (a, n) = (try noise(1), try noise(2))
    let losses = try [0, 0.25, 0.5, 1, 2].map { try localCorrelationLoss(a, a + n * $0).item() }
    #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 < $1 }, "\(losses)")
  }

  @Test(
    "is 1 where an image is flat, without NaN, and pulls no noise into it", arguments: [0, -1, 0.7])
  func flat(_ value: Double) throws {
    let leaf = try Tensor.full([1, 1, 16, 16], value).requiringGradient()
    for other in [try noise(1, [1, 1, 16, 16]), try Tensor.full([1, 1, 16, 16], 0.3)] {
      leaf.zeroGradient()
      let loss = try localCorrelationLoss(leaf, other)
      // Of a flat image with 0.7 everywhere float32 leaves a variance of some 1e-7.
      #expect(abs(try loss.item() - 1) < 1e-3)
      try loss.backward()
      let gradient = try #require(leaf.gradient)
      #expect(try gradient.allFinite())
      #expect(try gradient.abs().maxValue().item() < 1e-3)
    }
  }

  @Test("sees structure that moved")
  func moved() throws {
    let wide = try noise(1, [1, 1, 48, 50])
    let a = try wide.narrow(dim: 3, start: 0, length: 48)
    let b = try wide.narrow(dim: 3, start: 2, length: 48)
    #expect(try localCorrelationLoss(a, b).item() > 0.9)
  }

  @Test(
    "is worked window by window in Python", arguments: GoldenFile.loaded?.correlation ?? [])
  func golden(_ golden: GoldenFile.Correlation) throws {
    let (a, b) = (try scalars([2, 1, 5, 6], seed: 100), try scalars([2, 1, 5, 6], seed: 101))
    let loss = try localCorrelationLoss(a, b, radius: golden.radius, floor: golden.floor).item()
    // Variances about 1 from float32 squares.
    #expect(abs(loss - golden.loss) < 1e-5)
  }

  @Test("has two golden cases")
  func complete() { #expect(GoldenFile.loaded?.correlation.count == 2) }
}
