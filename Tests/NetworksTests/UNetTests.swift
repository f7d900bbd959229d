import Foundation
import Networks
import Testing
import Torch

@Suite("The U-Net")
struct UNetTests {
  init() { TorchRuntime.setThreads(1) }

  /// A configuration and what follows from it, worked by hand.
  struct Shape: Sendable, CustomTestStringConvertible {
    let configuration: UNet.Configuration
    let divisor: [Int]
    let size: [Int]
    /// The spatial size of each decoder level, full resolution first.
    let levels: [[Int]]
    var testDescription: String { "strides \(configuration.strides), size \(size)" }
  }

  static let shapes = [
    Shape(
      configuration: .init(classes: 2, channels: [2, 3], strides: [[1, 1, 1], [2, 2, 2]]),
      divisor: [2, 2, 2], size: [4, 6, 8], levels: [[4, 6, 8]]),
    Shape(
      configuration: .init(
        inputs: 2, classes: 4, channels: [2, 3, 4], strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2]]),
      divisor: [2, 4, 4], size: [4, 8, 12], levels: [[4, 8, 12], [4, 4, 6]]),
    Shape(
      configuration: .init(
        classes: 3, channels: [2, 2, 2, 2],
        strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2], [2, 2, 1]], convolutionsPerStage: 1),
      divisor: [4, 8, 4], size: [4, 8, 8], levels: [[4, 8, 8], [4, 4, 4], [2, 2, 2]]),
  ]

  @Test(
    "gives one map per class, at full resolution and at each supervised level", arguments: shapes)
  func shape(_ shape: Shape) throws {
    let configuration = shape.configuration
    #expect(configuration.divisor == shape.divisor)
    let network = try UNet(configuration, seed: 1)
    let x = try scalars([2, configuration.inputs] + shape.size, seed: 1)
    let expected = shape.levels.map { [2, configuration.classes] + $0 }
    #expect(try network(x).shape == expected[0])
    for count in 1...(shape.levels.count + 1) {
      // More levels than there are gives all there are.
      #expect(
        try network.logits(x, levels: count).map(\.shape) == Array(expected.prefix(count)))
    }
    let outputs = try network.logits(x, levels: shape.levels.count)
    #expect(try outputs[0].scalars() == network(x).scalars())
    #expect(try outputs.allSatisfy { try $0.allFinite() })
  }

  @Test("refuses a size that is no multiple of the divisor", arguments: shapes)
  func wrongSize(_ shape: Shape) throws {
    let network = try UNet(shape.configuration, seed: 1)
    for axis in 0..<3 {
      var size = shape.size
      size[axis] += 1
      let x = try Tensor.zeros([1, shape.configuration.inputs] + size)
      let error = #expect(throws: TorchError.self) { try network(x) }
      #expect(error?.operation == "concatenate", "axis \(axis)")
      #expect(error?.message.contains("Sizes of tensors must match") == true)
    }
  }

  @Test("refuses another number of channels")
  func wrongInput() throws {
    let network = try UNet(Self.shapes[0].configuration, seed: 1)
    let error = #expect(throws: TorchError.self) { try network(Tensor.zeros([1, 2, 4, 4, 4])) }
    #expect(error?.operation == "conv3d")
    #expect(error?.message.contains("to have 1 channels, but got 2 channels") == true)
  }

  @Test("takes the smallest size, one voxel at the bottom, and flat images", arguments: shapes)
  func smallest(_ shape: Shape) throws {
    let network = try UNet(shape.configuration, seed: 1)
    let x = try Tensor.ones([1, shape.configuration.inputs] + shape.divisor).requiringGradient()
    let y = try network(x)
    #expect(y.shape == [1, shape.configuration.classes] + shape.divisor)
    #expect(try y.allFinite())
    try y.square().sum().backward()
    #expect(try #require(x.gradient).allFinite())
  }

  @Test("treats the images of a batch each for itself")
  func batch() throws {
    let network = try UNet(Self.shapes[0].configuration, seed: 1)
    let (a, b) = (try scalars([1, 1, 4, 4, 4], seed: 1), try scalars([1, 1, 4, 4, 4], seed: 2))
    let both = try network(Tensor.concatenate([a, b], dim: 0)).scalars()
    expectClose(both, try network(a).scalars() + network(b).scalars())
  }

  @Test("starts with the same weights for the same seed, with others for another")
  func seeds() throws {
    let configuration = Self.shapes[1].configuration
    let nets = try [7, 7, 8].map { try UNet(configuration, seed: $0).parameters }
    #expect(nets[0].names == nets[1].names)
    let weights = try nets.map { try $0.tensors.map { try $0.scalars() } }
    #expect(weights[0] == weights[1])
    for (name, pair) in zip(nets[0].names, zip(weights[0], weights[2])) {
      let isDrawn = name.hasSuffix(".weight") && !name.contains(".norm.")
      #expect((pair.0 != pair.1) == isDrawn, "\(name)")
    }
  }

  @Test("has the weights that its stages need, drawn as He et al. say")
  func weights() throws {
    let network = try UNet(
      .init(classes: 3, channels: [16, 32], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1)
    // By hand: convolutions 1*16*27 + 16*16*27, 16*32*27 + 32*32*27, up 32*16*8, decoder
    // 32*16*27 + 16*16*27, six pairs of scale and shift (16, 16, 32, 32, 16, 16), head 16*3 + 3.
    let convolutions = 432 + 6912 + 13_824 + 27_648 + 4096 + 13_824 + 6912
    #expect(network.parameters.scalarCount == convolutions + 256 + 51)
    let state = network.parameters.state()
    // sqrt(2 / (32 * 27)) = 0.0481 over 27648 draws, whose standard error is 0.0002.
    let deep = try #require(state["encoder.1.conv.1.weight"])
    #expect(deep.shape == [32, 32, 3, 3, 3])
    #expect(abs(try deep.std().item() - 0.0481) < 0.001)
    // sqrt(2 / 32) = 0.25 over 4096 draws.
    #expect(abs(try #require(state["up.0.weight"]).std().item() - 0.25) < 0.014)
    #expect(try #require(state["encoder.0.norm.0.weight"]).scalars().allSatisfy { $0 == 1 })
    #expect(try #require(state["encoder.0.norm.0.bias"]).scalars().allSatisfy { $0 == 0 })
  }

  @Test("gives what a network of the same weights gives in PyTorch, forward and backward")
  func golden() throws {
    let golden = try GoldenFile.Network.named("UNet")
    let network = try UNet(
      .init(
        inputs: 2, classes: 3, channels: [2, 3, 4], strides: [[1, 1, 1], [1, 2, 2], [2, 2, 2]]),
      seed: 1)
    try golden.fill(network.parameters)
    let outputs = try network.logits(scalars([1, 2, 2, 8, 8], seed: 100), levels: 2)
    try golden.check(outputs, network.parameters)
  }

  /// What a hand-edited plan may hold; the initialiser would trap.
  static let unusable = [
    (#"[]"#, "[]"), ("[4]", "[[1,1,1]]"), ("[4,8]", "[[1,1,1]]"), ("[4,8]", "[[1,1,1],[2,2]]"),
  ]

  @Test("refuses a configuration read from a file that has no sound stages", arguments: unusable)
  func unsound(_ channels: String, _ strides: String) throws {
    let text = """
      {"inputs":1,"classes":2,"channels":\(channels),"strides":\(strides),"convolutionsPerStage":1}
      """
    let configuration = try JSONDecoder().decode(
      UNet.Configuration.self, from: Data(text.utf8))
    let error = #expect(throws: TorchError.self) { _ = try UNet(configuration, seed: 1) }
    #expect(error?.operation == "UNet")
    #expect(error?.message.hasPrefix("expected two or more stages") == true)
  }
}
