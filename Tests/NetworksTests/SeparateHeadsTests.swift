@testable import Networks

import Testing
import Torch

@Suite("Separate heads of a U-Net")
struct SeparateHeadsTests {
  init() { TorchRuntime.setThreads(1) }

  private static func configuration(_ heads: [[UInt8]]?, classes: Int = 4) -> UNet.Configuration {
    .init(
      classes: classes, channels: [2, 3], strides: [[1, 1, 1], [2, 2, 2]],
      heads: heads.map { $0.map { .init(labels: $0) } })
  }

  // Worked by hand: what no head names shares one more.
  @Test(
    "have the classes they name, and one more for the rest",
    arguments: [
      (nil, [[1, 2, 3]]), ([[1, 2], [3]], [[1, 2], [3]]), ([[3]], [[3], [1, 2]]),
      ([[2]], [[2], [1, 3]]), ([[1, 2, 3]], [[1, 2, 3]]),
    ] as [([[UInt8]]?, [[Int]])])
  func groups(heads: [[UInt8]]?, expected: [[Int]]) {
    #expect(Self.configuration(heads).groups == expected)
  }

  @Test(
    "are refused with the reason where a label is foreign, twice there or missing",
    arguments: [[[4]], [[0]], [[1], [1, 2]], [[1], []]] as [[[UInt8]]])
  func refuses(heads: [[UInt8]]) throws {
    let configuration = Self.configuration(heads)
    #expect(configuration.headProblem?.contains("network.heads expects") == true)
    #expect(throws: TorchError.self) { try UNet(configuration, seed: 1) }
  }

  @Test("give one map per class; what one decoder says does not depend on another")
  func independent() throws {
    let network = try UNet(Self.configuration([[1, 2], [3]]), seed: 1)
    let x = try scalars([1, 1, 2, 4, 4], seed: 1)
    let before = try network(x)
    #expect(before.shape == [1, 4, 2, 4, 4])
    let names = network.parameters.names.filter { $0.hasPrefix("group.1.") }
    #expect(!names.isEmpty && names.count < network.parameters.names.count)
    try withoutGradients { () throws(TorchError) in
      for (name, tensor) in zip(network.parameters.names, network.parameters.tensors)
      where names.contains(name) { try tensor.mul_(0.5) }
    }
    let after = try network(x)
    func part(_ logits: Tensor, _ first: Int, _ count: Int) throws -> [Float] {
      try logits.narrow(dim: 1, start: first, length: count).scalars()
    }
    // The background's logit is 0 and the tumour's are measured from its own decoder's background.
    #expect(try part(before, 0, 1).allSatisfy { $0 == 0 })
    #expect(try part(before, 0, 3) == part(after, 0, 3))
    #expect(try part(before, 3, 1) != part(after, 3, 1))
  }

  @Test("each learn against their own background: the loss is the mean of their own losses")
  func loss() throws {
    // Logits of background, tumour in two parts and cochlea at six voxels.
    let logits = try scalars([1, 4, 1, 2, 3], seed: 3)
    let target = try Tensor([0, 1, 2, 3, 255, 3] as [Int64], shape: [1, 1, 2, 3])
    let weights = try Tensor([1, 2, 3, 4] as [Float], shape: [4])
    let found = try groupedLoss(
      [logits], target: target, groups: [[1, 2], [3]], classWeights: weights
    ).item()
    // The same with the maps and labels of each group written out.
    func rows(_ classes: [Int64]) throws -> Tensor {
      try logits.indexSelect(dim: 1, indices: Tensor(classes, shape: [classes.count]))
    }
    let tumour = try diceAndCrossEntropy(
      rows([0, 1, 2]), target: Tensor([0, 1, 2, 0, 255, 0] as [Int64], shape: [1, 1, 2, 3]),
      classWeights: Tensor([1, 2, 3] as [Float], shape: [3])
    ).item()
    let cochlea = try diceAndCrossEntropy(
      rows([0, 3]), target: Tensor([0, 0, 0, 1, 255, 1] as [Int64], shape: [1, 1, 2, 3]),
      classWeights: Tensor([1, 4] as [Float], shape: [2])
    ).item()
    #expect(abs(found - (tumour + cochlea) / 2) < 1e-6)
    let joint = try groupedLoss([logits], target: target, groups: [[1, 2, 3]]).item()
    #expect(try joint == deeplySupervisedLoss([logits], target: target).item())
  }

  @Test(
    "kernels that are even or lack an axis are refused",
    arguments: [[[3, 3, 3]], [[1, 2, 3], [3, 3, 3]], [[3, 3], [3, 3, 3]]])
  func kernels(kernels: [[Int]]) {
    var configuration = Self.configuration(nil)
    configuration.kernels = kernels
    #expect(throws: TorchError.self) { try UNet(configuration, seed: 1) }
  }
}
