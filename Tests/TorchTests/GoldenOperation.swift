import TestSupport
import Testing
import Torch

/// An operation on inputs by name.
typealias Operation = @Sendable ([String: Tensor]) throws -> Tensor

/// What PyTorch 2.13.0 gave for one operation; see scripts/oracles/engine.py.
struct GoldenOperation: Decodable, Sendable, CustomTestStringConvertible {
  struct Input: Decodable, Sendable {
    let shape: [Int]
    let seed: Int?
    let low: Double?
    let high: Double?
    let integers: [Int64]?

    func tensor() throws -> Tensor {
      if let integers { return try Tensor(integers, shape: shape) }
      let bounds = try #require(low)...(try #require(high))
      let count = shape.reduce(1, *)
      return try Tensor(
        pattern(count: count, seed: try #require(seed), in: bounds), shape: shape)
    }
  }

  let group: String
  let name: String
  let inputs: [String: Input]
  let shape: [Int]
  let output: [Float]
  let gradients: [String: [Float]]

  var testDescription: String { name }

  static func all(_ group: String) -> [GoldenOperation] {
    GoldenFile.loaded?.cases.filter { $0.group == group } ?? []
  }

  /// Runs the operation on the inputs, forward and backward, and compares both with PyTorch.
  func check(_ operations: [String: Operation]) throws {
    let operation = try #require(operations[name], "no operation is called \(name)")
    var tensors: [String: Tensor] = [:]
    for (key, input) in inputs {
      let isLeaf = gradients[key] != nil
      tensors[key] = isLeaf ? try input.tensor().requiringGradient() : try input.tensor()
    }
    let result = try operation(tensors)
    #expect(result.shape == shape)
    expectClose(try result.scalars(), output, "forward")
    let probe = (0..<output.count).map { Float(7 * $0 % 11 - 5) / 5 }
    try (result * Tensor(probe, shape: shape)).sum().backward()
    for (key, expected) in gradients {
      let gradient = try #require(tensors[key]?.gradient, "no gradient of \(key)")
      #expect(gradient.shape == inputs[key]?.shape)
      expectClose(try gradient.scalars(), expected, "gradient of \(key)")
    }
  }
}

/// The file that scripts/oracles/engine.py wrote.
struct GoldenFile: Decodable, Sendable {
  struct Optimisation: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let steps: [[Float]]
    var testDescription: String { name }
  }

  let torch: String
  let cases: [GoldenOperation]
  let optimisers: [Optimisation]

  static let loaded: GoldenFile? = try? golden(GoldenFile.self, "engine")
}

/// Both sides are float32 sums of some ten products of numbers up to 10; the golden file keeps seven
/// digits, and another order of summation moves the last two of them.
func expectClose(
  _ found: [Float], _ expected: [Float], tolerance: Float = 2e-5, _ what: Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record(
      "\(what?.rawValue ?? "values"): expected \(expected.count), found \(found.count)",
      sourceLocation: sourceLocation)
    return
  }
  for (place, (x, y)) in zip(found, expected).enumerated()
  where !(abs(x - y) <= tolerance * max(1, abs(y))) {
    Issue.record(
      "\(what?.rawValue ?? "value") \(place): expected \(y), found \(x)",
      sourceLocation: sourceLocation)
    return
  }
}
