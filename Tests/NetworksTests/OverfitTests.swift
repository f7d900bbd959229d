import Networks
import Testing
import Torch

@Suite("Learning")
struct OverfitTests {
  init() { TorchRuntime.setThreads(1) }

  /// 16 voxels a side: a bright ball of class 1, a dark block of class 2, noise.
  private func toy() throws -> (image: Tensor, target: Tensor) {
    var image: [Float] = []
    var target: [Int64] = []
    for z in 0..<16 {
      for y in 0..<16 {
        for x in 0..<16 {
          let d = (x - 5) * (x - 5) + (y - 6) * (y - 6) + (z - 8) * (z - 8)
          let isBall = d <= 12
          let isBlock = (10..<14).contains(x) && (9..<14).contains(y) && (3..<9).contains(z)
          image.append(isBall ? 2 : isBlock ? -2 : 0)
          target.append(isBall ? 1 : isBlock ? 2 : 0)
        }
      }
    }
    let shape = [1, 1, 16, 16, 16]
    let noise = try Tensor.randn(shape, generator: RandomGenerator(seed: 1))
    return (
      try Tensor(image, shape: shape) + noise * 0.5, try Tensor(target, shape: [1, 16, 16, 16])
    )
  }

  @Test("A U-Net learns one small volume by heart in sixty steps, with either optimiser")
  func overfit() throws {
    let (image, target) = try toy()
    for isAdam in [true, false] {
      let network = try UNet(
        .init(classes: 3, channels: [4, 8, 8], strides: [[1, 1, 1], [2, 2, 2], [2, 2, 2]]),
        seed: 1)
      let parameters = network.parameters.tensors
      let optimizer: any Optimizer =
        isAdam
        ? try AdamW(parameters: parameters, learningRate: 3e-2)
        : try SGD(parameters: parameters, learningRate: 0.1, momentum: 0.9)
      var losses: [Double] = []
      for _ in 0..<60 {
        optimizer.zeroGradients()
        let loss = try deeplySupervisedLoss(network.logits(image, levels: 2), target: target)
        losses.append(try loss.item())
        try loss.backward()
        try clipGradientNorm(parameters, maximum: 12)
        try optimizer.step()
      }
      #expect(losses[0] > 1.2)
      #expect(losses[59] < 0.3, "\(losses)")
      // The network itself, not only the loss: nearly every voxel has its class.
      let found = try withoutGradients { try network(image).argmax(dim: 1).int64Scalars() }
      let agreeing = zip(found, try target.int64Scalars()).count { $0 == $1 }
      #expect(found.count == 4096)
      #expect(agreeing > 4050)
    }
  }
}
