import Networks
import Testing
import Torch

@Suite("The style generator")
struct StyleGeneratorTests {
  private let generator: StyleGenerator
  private let x: Tensor

  init() throws {
    TorchRuntime.setThreads(1)
    generator = try StyleGenerator(.init(width: 4, blocks: 2, sites: 3), seed: 1)
    x = try scalars([2, 1, 12, 8], seed: 1, in: -1...1)
  }

  private func code(_ rows: [Float]...) throws -> Tensor {
    try Tensor(rows.flatMap { $0 }, shape: [rows.count, 3])
  }

  @Test("keeps the shape and stays within -1...1, whatever comes in")
  func range() throws {
    for factor in [1.0, 100] {
      let y = try generator(x * factor, code: code([1, 0, 0], [0, 1, 0]))
      #expect(y.shape == x.shape)
      #expect(try y.scalars().allSatisfy { abs($0) <= 1 })
      #expect(try y.std().item() > 0.01)
    }
  }

  @Test("has features of w, 2w, 4w and 4w channels at full, half, quarter and quarter size")
  func features() throws {
    let features = try generator.encode(x)
    #expect(
      features.map(\.shape) == [[2, 4, 12, 8], [2, 8, 6, 4], [2, 16, 3, 2], [2, 16, 3, 2]])
    let style = try code([1, 0, 0], [0, 1, 0])
    let decoded = try generator.decode(features, code: style).scalars()
    #expect(try decoded == generator(x, code: style).scalars())
  }

  @Test("follows the code: another one-hot code and a mixture give other images")
  func style() throws {
    let images = try [[1, 0, 0], [0, 1, 0], [0.5, 0.5, 0]].map {
      try generator(x, code: code($0, $0)).scalars()
    }
    #expect(images[0] != images[1])
    #expect(images[0] != images[2])
    #expect(images[1] != images[2])
  }

  @Test("takes each image's own code")
  func batch() throws {
    let mixed = try generator(x, code: code([1, 0, 0], [0, 0, 1])).scalars()
    let first = try generator(x, code: code([1, 0, 0], [1, 0, 0])).scalars()
    let last = try generator(x, code: code([0, 0, 1], [0, 0, 1])).scalars()
    expectClose(mixed, Array(first.prefix(96) + last.suffix(96)))
  }

  @Test("starts the same for the same seed")
  func seeds() throws {
    let style = try code([1, 0, 0], [0, 1, 0])
    let images = try [1, 2].map {
      try StyleGenerator(generator.configuration, seed: $0)(x, code: style).scalars()
    }
    #expect(try images[0] == generator(x, code: style).scalars())
    #expect(images[0] != images[1])
  }

  @Test("refuses sizes that are no multiples of 4, and a code of another length")
  func refusals() throws {
    let style = try code([1, 0, 0])
    #expect(throws: TorchError.self) {
      try generator(Tensor.zeros([1, 1, 10, 8]), code: style)
    }
    #expect(throws: TorchError.self) {
      try generator(Tensor.zeros([1, 1, 8, 8]), code: Tensor.zeros([1, 2]))
    }
  }

  @Test("gives what a network of the same weights gives in PyTorch, forward and backward")
  func golden() throws {
    let golden = try GoldenFile.Network.named("StyleGenerator")
    let network = try StyleGenerator(.init(width: 2, blocks: 1, sites: 2), seed: 1)
    try golden.fill(network.parameters)
    let image = try network(
      scalars([1, 1, 8, 8], seed: 100, in: -1...1), code: Tensor([0.25, 0.75], shape: [1, 2]))
    try golden.check([image], network.parameters)
  }
}
