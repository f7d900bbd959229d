import Networks
import TestSupport
import Testing
import Torch

/// Networks and losses of the adaptation methods, written anew in PyTorch 2.13.0; see
/// scripts/oracles/methods.py.
private struct GoldenMethods: Decodable, Sendable {
  struct Loss: Decodable, Sendable {
    let loss: Double
    let gradients: [[Float]]
  }
  struct Weighted: Decodable, Sendable {
    let target: [Int64]
    let loss: Double
    let gradients: [[Float]]
  }
  let networks: [String: GoldenFile.Network]
  let losses: [String: Loss]
  let voxelWeighted: Weighted

  static func loaded() throws -> GoldenMethods { try golden(GoldenMethods.self, "methods") }
}

/// One network with its input and what PyTorch gave for both.
private struct NetworkCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let run: @Sendable () throws -> (outputs: [Tensor], store: ParameterStore)

  init(
    _ name: String,
    _ run: @escaping @Sendable (GoldenFile.Network) throws -> ([Tensor], ParameterStore)
  ) {
    testDescription = name
    self.run = {
      let (outputs, store) = try run(
        #require(GoldenMethods.loaded().networks[name], "no golden network is called \(name)"))
      return (outputs, store)
    }
  }
}

private let networkCases = [
  NetworkCase("AntiAliasedGenerator2D") { golden in
    let network = try AntiAliasedGenerator(
      .init(inputs: 3, width: 2, blocks: 1, codeLength: 2), seed: 1)
    try golden.fill(network.parameters)
    let x = try scalars([1, 3, 12, 8], seed: 100, in: -1...1)
    return ([try network(x, code: Tensor([0.25, 0.75], shape: [1, 2]))], network.parameters)
  },
  NetworkCase("AntiAliasedGenerator3D") { golden in
    let network = try AntiAliasedGenerator(
      .init(dimensions: 3, width: 2, blocks: 1, codeLength: 2), seed: 1)
    try golden.fill(network.parameters, bound: 0.05)
    let x = try scalars([1, 1, 8, 12, 8], seed: 100, in: -1...1)
    return ([try network(x, code: Tensor([0.25, 0.75], shape: [1, 2]))], network.parameters)
  },
  NetworkCase("SegmentationHead") { golden in
    let head = try SegmentationHead(features: 8, classes: 3, seed: 1)
    try golden.fill(head.parameters)
    return ([try head(scalars([1, 8, 3, 4], seed: 100))], head.parameters)
  },
  NetworkCase("PatchDiscriminator3D") { golden in
    let network = try PatchDiscriminator(inputs: 2, width: 2, dimensions: 3, seed: 1)
    try golden.fill(network.parameters)
    return (
      [try network(scalars([1, 2, 4, 12, 8], seed: 100, in: -1...1))], network.parameters
    )
  },
  NetworkCase("DomainClassifier") { golden in
    let network = try DomainClassifier(features: 3, width: 4, seed: 1)
    try golden.fill(network.parameters)
    return ([try network(scalars([2, 3, 2, 2, 3], seed: 100))], network.parameters)
  },
  NetworkCase("ResidualUNet") { golden in
    let network = try UNet(
      .init(
        classes: 2, channels: [2, 3], strides: [[1, 1, 1], [1, 2, 2]], residualBlocks: [1, 2]),
      seed: 1)
    try golden.fill(network.parameters)
    let outputs = try network.outputs(scalars([1, 1, 2, 4, 8], seed: 100), levels: 1)
    return (outputs.logits + [outputs.features], network.parameters)
  },
  NetworkCase("AttentionProjection") { golden in
    let projection = try FeatureProjection(channels: [3], width: 4, seed: 1)
    try golden.fill(projection.parameters)
    let features = try scalars([2, 3, 2, 3], seed: 100)
    let attention = try querySelectedAttention(features, count: 4)
    return (
      [attention, try projection(features, level: 0, attention: attention)], projection.parameters
    )
  },
]

/// One loss on PyTorch's inputs.
private struct LossCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let shape: [Int]
  let bounds: ClosedRange<Double>
  let loss: @Sendable (Tensor) throws -> Tensor

  init(
    _ name: String, _ shape: [Int], in bounds: ClosedRange<Double> = -2...2,
    _ loss: @escaping @Sendable (Tensor) throws -> Tensor
  ) {
    (testDescription, self.shape, self.bounds, self.loss) = (name, shape, bounds, loss)
  }
}

private let lossCases = [
  LossCase("entropy", [2, 3, 2, 2, 2]) { try entropyLoss($0) },
  LossCase("maximum squares", [2, 3, 2, 2, 2]) { try maximumSquaresLoss($0) },
  LossCase("consistency", [2, 3, 2, 2, 2]) { x in
    try consistencyLoss(student: x, teacher: scalars(x.shape, seed: 101))
  },
  LossCase("reversal", [1, 2, 1, 2, 3]) { x in
    let y = try gradientReversed(x, strength: 0.7)
    return try (y * y * y).sum()
  },
  LossCase("domain", [2, 1, 1, 2, 2]) { x in
    let (a, b) = (
      try x.narrow(dim: 0, start: 0, length: 1), try x.narrow(dim: 0, start: 1, length: 1)
    )
    return try (domainLoss(a, isTarget: true) + domainLoss(b, isTarget: false)) * 0.5
  },
  LossCase("masked reconstruction", [2, 1, 2, 2, 3]) { x in
    try maskedReconstructionLoss(
      x, scalars(x.shape, seed: 101),
      hidden: scalars(x.shape, seed: 102).greater(than: 0).to(.float32))
  },
  LossCase("block edges", [1, 1, 3, 4, 5], in: -1...1) { x in
    try edgeLoss(
      x, scalars(x.shape, seed: 101, in: -1...1), weights: scalars(x.shape, seed: 102, in: 0...2))
  },
]

@Suite("The methods' networks and losses, beside PyTorch")
struct MethodGoldenTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("networks of the same weights give the same, forward and backward", arguments: networkCases)
  private func network(_ item: NetworkCase) throws {
    let golden = try #require(GoldenMethods.loaded().networks[item.testDescription])
    let (outputs, store) = try item.run()
    // Both sides are float32 and sum in other orders.
    try golden.check(outputs, store, tolerance: 1e-5)
  }

  @Test("losses are the same, with their gradients", arguments: lossCases)
  private func loss(_ item: LossCase) throws {
    let golden = try #require(GoldenMethods.loaded().losses[item.testDescription])
    let x = try scalars(item.shape, seed: 100, in: item.bounds).requiringGradient()
    let loss = try item.loss(x)
    try loss.backward()
    #expect(abs(try loss.item() - golden.loss) < 1e-5 * max(1, abs(golden.loss)))
    expectClose(
      try #require(x.gradient).scalars(), try #require(golden.gradients.first), tolerance: 1e-5)
  }

  @Test("voxel weights change the mean, and voxels to ignore count for nothing")
  func voxelWeights() throws {
    let golden = try GoldenMethods.loaded().voxelWeighted
    let logits = try scalars([2, 3, 1, 2, 3], seed: 100).requiringGradient()
    let loss = try voxelWeightedCrossEntropy(
      logits, target: Tensor(golden.target, shape: [2, 1, 2, 3]),
      weights: scalars([2, 1, 2, 3], seed: 102, in: 0...2))
    try loss.backward()
    #expect(abs(try loss.item() - golden.loss) < 1e-5)
    expectClose(
      try #require(logits.gradient).scalars(), try #require(golden.gradients.first),
      tolerance: 1e-5)
  }

  @Test("without a weighted voxel the weighted loss is 0")
  func noWeight() throws {
    let loss = try voxelWeightedCrossEntropy(
      scalars([1, 2, 1, 1, 2], seed: 100), target: Tensor([0, 1] as [Int64], shape: [1, 1, 1, 2]),
      weights: Tensor.zeros([1, 1, 1, 2]))
    #expect(try loss.item() == 0)
  }

  @Test("a teacher goes part of the way to its student, worked by hand")
  func teacher() throws {
    let stores = try [1.0, 3].map { value in
      let store = try ParameterStore(seed: 1)
      _ = try store.add("w", shape: [2], .constant(value))
      return store
    }
    try followStudent(stores[0], stores[1], decay: 0.75)
    // 0.75 * 1 + 0.25 * 3; the student stays.
    #expect(try stores[0].tensors[0].scalars() == [1.5, 1.5])
    #expect(try stores[1].tensors[0].scalars() == [3, 3])
  }

  @Test("entropy is 1 where nothing is known and 0 where all is")
  func entropyExtremes() throws {
    #expect(abs(try entropyLoss(Tensor.zeros([1, 4, 2, 2, 2])).item() - 1) < 1e-6)
    let sure = try Tensor([100, -100] as [Float], shape: [1, 2, 1, 1, 1])
    #expect(try entropyLoss(sure).item() < 1e-6)
  }
}
