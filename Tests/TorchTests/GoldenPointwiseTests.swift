import Testing
import Torch

@Suite("Element-wise functions and reductions against PyTorch 2.13")
struct GoldenPointwiseTests {
  static let pointwise: [String: Operation] = [
    "exp": { try $0.x.exp() },
    "log": { try $0.x.log() },
    "sqrt": { try $0.x.sqrt() },
    "abs": { try $0.x.abs() },
    "square": { try $0.x.square() },
    "tanh": { try $0.x.tanh() },
    "sigmoid": { try $0.x.sigmoid() },
    "relu": { try $0.x.relu() },
    "leakyRelu": { try $0.x.leakyRelu(slope: 0.1) },
    "pow": { try $0.x.pow(3) },
    "reciprocal": { try $0.x.reciprocal() },
    "softplus": { try $0.x.softplus() },
    "clamp": { try $0.x.clamp(min: -1, max: 0.5) },
    "negated": { try -$0.x },
    "plus a number": { try $0.x + 1.5 },
    "minus a number": { try $0.x - 1.5 },
    "a number minus": { try 1.5 - $0.x },
    "times a number": { try 2.5 * $0.x },
    "divided by a number": { try $0.x / 4 },
    "sum, broadcast": { try $0.x + $0.y },
    "difference, broadcast": { try $0.x - $0.y },
    "product, broadcast": { try $0.x * $0.y },
    "quotient, broadcast": { try $0.x / $0.y },
    "maximum, broadcast": { try $0.x.maximum($0.y) },
    "minimum, broadcast": { try $0.x.minimum($0.y) },
    "where, broadcast": { try Tensor.where($0.x.greater(than: 0), $0.x, $0.y) },
  ]

  static let reductions: [String: Operation] = [
    "sum of all": { try $0.x.sum() },
    "sum over two axes": { try $0.x.sum(dims: [0, 2]) },
    "sum over two axes, kept": { try $0.x.sum(dims: [0, 2], keepDim: true) },
    "sum of all, kept": { try $0.x.sum(keepDim: true) },
    "mean of all": { try $0.x.mean() },
    "mean over the last axis": { try $0.x.mean(dims: [-1]) },
    "deviation of all": { try $0.x.std() },
    "deviation over an axis": { try $0.x.std(dims: [1]) },
    "norm of all": { try $0.x.norm() },
    "norm over two axes": { try $0.x.norm(dims: [1, 2]) },
    "largest of all": { try $0.x.maxValue() },
    "largest over two axes": { try $0.x.maxValue(dims: [0, 2]) },
    "smallest of all": { try $0.x.minValue() },
    "smallest over an axis, kept": { try $0.x.minValue(dims: [1], keepDim: true) },
    "two largest": { try $0.x.topK(2, dim: 2).values },
    "two smallest": { try $0.x.topK(2, dim: 1, largest: false).values },
    "softmax": { try $0.x.softmax(dim: 1) },
    "log softmax": { try $0.x.logSoftmax(dim: -1) },
    "unit rows": { try $0.x.normalized(dim: 1) },
  ]

  @Test("The golden file is PyTorch's and has a case for each function of these tables")
  func complete() throws {
    let file = try #require(GoldenFile.loaded)
    #expect(file.torch == "2.13.0")
    for (group, table) in [("pointwise", Self.pointwise), ("reduction", Self.reductions)] {
      #expect(Set(GoldenOperation.all(group).map(\.name)) == Set(table.keys))
    }
  }

  @Test(
    "Values and gradients of element-wise functions", arguments: GoldenOperation.all("pointwise"))
  func pointwise(_ golden: GoldenOperation) throws { try golden.check(Self.pointwise) }

  @Test("Values and gradients of reductions", arguments: GoldenOperation.all("reduction"))
  func reduction(_ golden: GoldenOperation) throws { try golden.check(Self.reductions) }
}

extension [String: Tensor] {
  /// The golden inputs by the names that the oracle gave them.
  subscript(required name: String) -> Tensor {
    get throws { try #require(self[name], "no input is called \(name)") }
  }

  var x: Tensor { get throws { try self[required: "x"] } }
  var y: Tensor { get throws { try self[required: "y"] } }
  var weight: Tensor { get throws { try self[required: "w"] } }
  var bias: Tensor { get throws { try self[required: "b"] } }
  var indices: Tensor { get throws { try self[required: "indices"] } }
  var grid: Tensor { get throws { try self[required: "grid"] } }
  var input: Tensor { get throws { try self[required: "input"] } }
  var target: Tensor { get throws { try self[required: "target"] } }
}
