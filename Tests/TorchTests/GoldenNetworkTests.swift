import Testing
import Torch

@Suite("What networks are made of, against PyTorch 2.13")
struct GoldenNetworkTests {
  init() { TorchRuntime.setThreads(1) }

  static let operations: [String: Operation] = [
    "matmul, broadcast": { try $0.x.matmul($0.y) },
    "linear": { try $0.x.linear(weight: $0.weight, bias: $0.bias) },
    "conv2d": {
      try $0.x.conv2d(
        weight: $0.weight, bias: $0.bias, stride: [2, 1], padding: [1, 2], groups: 2)
    },
    "conv3d": {
      try $0.x.conv3d(weight: $0.weight, bias: $0.bias, stride: [1, 2, 2], padding: [1, 0, 1])
    },
    "convTranspose2d": {
      try $0.x.convTranspose2d(
        weight: $0.weight, bias: $0.bias, stride: [2, 3], padding: [1, 0], outputPadding: [1, 2])
    },
    "convTranspose3d": {
      try $0.x.convTranspose3d(
        weight: $0.weight, bias: nil, stride: [1, 2, 2], padding: [0, 0, 0],
        outputPadding: [0, 0, 0])
    },
    "instanceNorm": {
      try $0.x.instanceNorm(weight: $0.weight, bias: $0.bias, epsilon: 1e-3)
    },
    "instanceNorm without scale": { try $0.x.instanceNorm(weight: nil, bias: nil) },
    "groupNorm": { try $0.x.groupNorm(groups: 2, weight: $0.weight, bias: $0.bias) },
    "maxPool 2-D": { try $0.x.maxPool(kernel: [2, 3], stride: [1, 2]) },
    "maxPool 3-D": { try $0.x.maxPool(kernel: [1, 2, 2], stride: [1, 2, 2]) },
    "avgPool 2-D": { try $0.x.avgPool(kernel: [2, 3], stride: [1, 2]) },
    "avgPool 3-D": { try $0.x.avgPool(kernel: [2, 2, 2], stride: [1, 2, 2]) },
    "nearest 2-D": { try $0.x.interpolated(size: [5, 4], mode: .nearest) },
    "nearest 3-D": { try $0.x.interpolated(size: [3, 4, 2], mode: .nearest) },
    "linear 2-D": { try $0.x.interpolated(size: [5, 4], mode: .linear(alignCorners: false)) },
    "linear 3-D": { try $0.x.interpolated(size: [3, 4, 2], mode: .linear(alignCorners: false)) },
    "linear 2-D, corners aligned": {
      try $0.x.interpolated(size: [5, 4], mode: .linear(alignCorners: true))
    },
    "linear 3-D, corners aligned": {
      try $0.x.interpolated(size: [3, 4, 2], mode: .linear(alignCorners: true))
    },
    "gridSample 2-D, zeros outside, corners aligned": {
      try $0.x.gridSample($0.grid, clampingToBorder: false, alignCorners: true)
    },
    "gridSample 3-D, border outside": { try $0.x.gridSample($0.grid) },
    "gridSample 3-D, nearest": { try $0.x.gridSample($0.grid, linear: false) },
    "affineGrid": { try Tensor.affineGrid($0[required: "theta"], size: [1, 1, 2, 3, 2]) },
    "affineGrid, corners aligned": {
      try Tensor.affineGrid($0[required: "theta"], size: [1, 1, 2, 3, 2], alignCorners: true)
    },
  ]

  static let losses: [String: Operation] = [
    "cross-entropy": { try $0.x.crossEntropy(target: $0.target, weight: nil) },
    "cross-entropy of volumes with an ignored class": {
      try $0.x.crossEntropy(target: $0.target, weight: nil, ignoreIndex: 255)
    },
    "cross-entropy of volumes with class weights and an ignored class": {
      try $0.x.crossEntropy(
        target: $0.target, weight: $0[required: "weight"], ignoreIndex: 255)
    },
    "mean squared error": { try $0.input.meanSquaredError($0.target) },
    "mean absolute error": { try $0.input.l1Loss($0.target) },
    "binary cross-entropy of logits": { try $0.input.bceWithLogits($0.target) },
  ]

  @Test("The golden file has a case for each operation of these tables")
  func complete() {
    for (group, table) in [("network", Self.operations), ("loss", Self.losses)] {
      #expect(Set(GoldenOperation.all(group).map(\.name)) == Set(table.keys))
    }
  }

  @Test("Values and gradients of operations", arguments: GoldenOperation.all("network"))
  func operation(_ golden: GoldenOperation) throws { try golden.check(Self.operations) }

  @Test("Values and gradients of losses", arguments: GoldenOperation.all("loss"))
  func loss(_ golden: GoldenOperation) throws { try golden.check(Self.losses) }

  @Test("A target to be ignored everywhere has no mean")
  func ignoredEverywhere() throws {
    let logits = try Tensor.zeros([2, 3])
    let target = try Tensor([255, 255] as [Int64], shape: [2])
    let loss = try logits.crossEntropy(target: target, weight: nil, ignoreIndex: 255)
    #expect(try loss.item().isNaN)
  }

  @Test("Dropout drops about the stated part, scales the rest, and does nothing outside training")
  func dropout() throws {
    let ones = try Tensor.ones([100, 100])
    let kept = try ones.dropout(p: 0.25, training: true).scalars()
    #expect(Set(kept) == [0, Float(1 / 0.75)])
    // 10000 draws: the standard deviation of the part is sqrt(0.25 * 0.75 / 10000) = 0.0043; seven
    // of them are never seen.
    let dropped = Double(kept.count { $0 == 0 }) / 10_000
    #expect(abs(dropped - 0.25) < 0.03)
    #expect(try ones.dropout(p: 0.25, training: false).scalars().allSatisfy { $0 == 1 })
  }
}
