import Testing
import Torch

/// A wrong call, and what libtorch 2.13 says about it.
private struct Refusal: CustomTestStringConvertible, Sendable {
  let operation: String
  let says: String
  let body: @Sendable () throws -> Void
  var testDescription: String { "\(operation): \(says)" }

  init(_ operation: String, _ says: String, _ body: @escaping @Sendable () throws -> Any) {
    self.operation = operation
    self.says = says
    self.body = { _ = try body() }
  }

  private static func ones(_ shape: Int...) throws -> Tensor { try .ones(shape) }
  private static func whole(_ values: Int64...) throws -> Tensor {
    try Tensor(values, shape: [values.count])
  }

  static let table: [Refusal] = [
    Refusal("matmul", "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)") {
      try ones(2, 3).matmul(ones(4, 5))
    },
    Refusal("+", "The size of tensor a (3) must match the size of tensor b (4)") {
      try ones(2, 3) + ones(4)
    },
    Refusal("add_", "The size of tensor a (3) must match the size of tensor b (4)") {
      try ones(3).add_(ones(4))
    },
    Refusal("copy_", "must match the size") { try ones(3).copy_(from: ones(4)) },
    Refusal("linear", "mat1 and mat2 shapes cannot be multiplied") {
      try ones(2, 3).linear(weight: ones(4, 5), bias: nil)
    },
    Refusal("conv3d", "expected input[1, 2, 4, 4, 4] to have 3 channels, but got 2") {
      try ones(1, 2, 4, 4, 4).conv3d(
        weight: ones(1, 3, 3, 3, 3), bias: nil, stride: [1, 1, 1], padding: [0, 0, 0])
    },
    Refusal("conv3d", "Kernel size can't be greater than actual input size") {
      try ones(1, 1, 2, 2, 2).conv3d(
        weight: ones(1, 1, 3, 3, 3), bias: nil, stride: [1, 1, 1], padding: [0, 0, 0])
    },
    Refusal("conv2d", "stride") {
      try ones(1, 1, 4, 4).conv2d(
        weight: ones(1, 1, 3, 3), bias: nil, stride: [0, 1], padding: [0, 0])
    },
    Refusal("convTranspose3d", "to have 3 channels") {
      try ones(1, 2, 2, 2, 2).convTranspose3d(
        weight: ones(3, 1, 2, 2, 2), bias: nil, stride: [2, 2, 2], padding: [0, 0, 0],
        outputPadding: [0, 0, 0])
    },
    Refusal("instanceNorm", "weight should contain 2 elements not 3") {
      try ones(1, 2, 3, 3).instanceNorm(weight: ones(3), bias: nil)
    },
    Refusal("groupNorm", "Expected number of channels in input to be divisible by num_groups") {
      try ones(1, 3, 2, 2).groupNorm(groups: 2, weight: nil, bias: nil)
    },
    Refusal("maxPool", "Output size is too small") {
      try ones(1, 1, 2, 2).maxPool(kernel: [3, 3], stride: [1, 1])
    },
    Refusal("interpolated", "should be greater than 0") {
      try ones(1, 1, 2, 2).interpolated(size: [0, 2], mode: .nearest)
    },
    Refusal("dropout", "dropout probability has to be between 0 and 1, but got 2") {
      try ones(2).dropout(p: 2, training: true)
    },
    Refusal("gridSample", "expected grid to have size 2 in last dimension") {
      try ones(1, 1, 2, 2).gridSample(ones(1, 2, 2, 3))
    },
    Refusal("affineGrid", "Expected size for first two dimensions") {
      try Tensor.affineGrid(ones(1, 2, 2), size: [1, 1, 2, 2, 2])
    },
    Refusal("crossEntropy", "Target 3 is out of bounds") {
      try ones(2, 3).crossEntropy(target: whole(0, 3), weight: nil)
    },
    Refusal("crossEntropy", "Expected target size") {
      try ones(2, 3, 4).crossEntropy(target: whole(0, 1), weight: nil)
    },
    Refusal("crossEntropy", "weight tensor should be defined either for all 3 classes") {
      try ones(2, 3).crossEntropy(target: whole(0, 1), weight: ones(2))
    },
    Refusal("reshaped", "shape '[4]' is invalid for input of size 6") {
      try ones(2, 3).reshaped([4])
    },
    Refusal("permuted", "duplicate dims are not allowed") { try ones(2, 3).permuted([0, 0]) },
    Refusal("transposed", "Dimension out of range") { try ones(2, 3).transposed(0, 2) },
    Refusal("transposed", "Dimension out of range") { try ones(2, 3).transposed(-3, 0) },
    Refusal("expanded", "must match the existing size (3)") { try ones(2, 3).expanded([2, 4]) },
    Refusal("squeezed", "Dimension out of range") { try ones(2).squeezed(dim: 3) },
    Refusal("narrow", "start (1) + length (3) exceeds dimension size (3)") {
      try ones(2, 3).narrow(dim: 1, start: 1, length: 3)
    },
    Refusal("narrow", "start (2) + length (1) exceeds dimension size (2)") {
      try ones(2, 3).select(dim: 0, index: 2)
    },
    Refusal("indexSelect", "INDICES element is out of DATA bounds, id=3 axis_dim=3") {
      try ones(2, 3).indexSelect(dim: 1, indices: whole(0, 3))
    },
    Refusal("gather", "index 7 is out of bounds for dimension 0 with size 3") {
      try ones(3).gather(dim: 0, indices: whole(7))
    },
    Refusal("flipped", "Dimension out of range") { try ones(2).flipped(dims: [1]) },
    Refusal("concatenate", "Sizes of tensors must match except in dimension 0") {
      try Tensor.concatenate([ones(1, 2), ones(1, 3)], dim: 0)
    },
    Refusal("concatenate", "expected a non-empty list of Tensors") {
      try Tensor.concatenate([], dim: 0)
    },
    Refusal("stack", "stack expects each tensor to be equal size") {
      try Tensor.stack([ones(2), ones(3)], dim: 0)
    },
    Refusal("oneHot", "Class values must be smaller than num_classes") {
      try whole(3).oneHot(classes: 3)
    },
    Refusal("oneHot", "Class values must be non-negative") { try whole(-1).oneHot(classes: 3) },
    Refusal("padded", "Padding length must be divisible by 2") { try ones(2, 3).padded([1]) },
    Refusal("padded", "Padding size should be less than the corresponding input dimension") {
      try ones(1, 2, 3).padded([3, 0], mode: .reflect)
    },
    Refusal("mean", "Input dtype must be either a floating point or complex") {
      try whole(1, 2).mean()
    },
    Refusal("sum", "Dimension out of range") { try ones(2).sum(dims: [1]) },
    Refusal("maxValue", "Expected reduction dim to be specified") {
      try Tensor.zeros([0]).maxValue()
    },
    Refusal("topK", "selected index k out of range") { try ones(3).topK(4, dim: 0) },
    Refusal("softmax", "Dimension out of range") { try ones(3).softmax(dim: 1) },
    Refusal("full", "negative dimension -1") { try Tensor.zeros([-1]) },
    // 4 PiB: more than a process can address.
    Refusal("full", "can't allocate memory") { try Tensor.zeros([1 << 50]) },
    Refusal("arange", "upper bound and lower bound inconsistent") { try Tensor.arange(-1) },
  ]
}

@Suite("What libtorch refuses")
struct ErrorTests {
  @Test("is thrown with the operation's name and libtorch's own sentence", arguments: Refusal.table)
  fileprivate func refusal(_ refusal: Refusal) throws {
    let error = #expect(throws: TorchError.self) { try refusal.body() }
    #expect(error?.operation == refusal.operation)
    #expect(error?.message.contains(refusal.says) == true, "\(error?.message ?? "no error")")
    #expect((error?.message.count ?? 0) > 10)
    #expect(error?.message.contains("\n") == false)
    #expect(error?.description == "\(refusal.operation): \(error?.message ?? "")")
  }

  @Test("leaves the engine usable")
  func usable() throws {
    for _ in 0..<100 {
      #expect(throws: TorchError.self) { try Tensor.ones([2]).matmul(Tensor.ones([3])) }
    }
    #expect(try Tensor.ones([2]).matmul(Tensor.ones([2])).item() == 2)
  }
}
