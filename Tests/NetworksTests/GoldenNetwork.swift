import Networks
import TestSupport
import Testing
import Torch

/// Tiny networks and losses written anew in PyTorch 2.13.0; see scripts/oracles/networks.py.
struct GoldenFile: Decodable, Sendable {
  struct Network: Decodable, Sendable {
    struct Parameter: Decodable, Sendable {
      let name: String
      let shape: [Int]
    }
    struct Output: Decodable, Sendable {
      let shape: [Int]
      let values: [Float]
    }
    let parameters: [Parameter]
    let outputs: [Output]
    let gradients: [String: [Float]]
  }
  struct Segmentation: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let target: [Int64]
    let weights: [Float]
    let loss: Double
    let gradient: [Float]
    var testDescription: String { "\(name), weights \(weights)" }
  }
  struct Correlation: Decodable, Sendable, CustomTestStringConvertible {
    let radius: Int
    let floor: Double
    let loss: Double
    var testDescription: String { "radius \(radius), floor \(floor)" }
  }

  let networks: [String: Network]
  let segmentation: [Segmentation]
  let contrastive: Double
  let edge: Double
  let correlation: [Correlation]

  static let loaded: GoldenFile? = try? golden(GoldenFile.self, "networks")
}

extension GoldenFile.Network {
  static func named(_ name: String) throws -> GoldenFile.Network {
    try #require(GoldenFile.loaded?.networks[name], "no golden network is called \(name)")
  }

  /// Loads the oracle's weights; parameters of other names or shapes would be refused.
  func fill(_ store: ParameterStore, bound: Double = 0.5) throws {
    var state: [String: Tensor] = [:]
    for (index, parameter) in parameters.enumerated() {
      let count = parameter.shape.reduce(1, *)
      state[parameter.name] = try Tensor(
        pattern(count: count, seed: index + 1, in: -bound...bound), shape: parameter.shape)
    }
    try store.load(state)
  }

  /// Compares outputs, and gradients of the probed sum of them, with the oracle's.
  func check(
    _ found: [Tensor], _ store: ParameterStore, tolerance: Float = 1e-4
  ) throws {
    #expect(found.map(\.shape) == outputs.map(\.shape))
    var loss = try Tensor.zeros([])
    for (output, expected) in zip(found, outputs) {
      expectClose(try output.scalars(), expected.values, tolerance: tolerance)
      let probe = (0..<output.count).map { Float(7 * $0 % 11 - 5) / 5 }
      loss = try loss + (output * Tensor(probe, shape: output.shape)).sum()
    }
    try loss.backward()
    for (name, expected) in gradients {
      let gradient = try #require(store.state()[name]?.gradient, "no gradient of \(name)")
      expectClose(try gradient.scalars(), expected, name, tolerance: tolerance)
    }
  }
}

/// Both sides are float32; a dozen layers, each normalised, leave four to five common digits.
func expectClose(
  _ found: [Float], _ expected: [Float], _ what: String = "value", tolerance: Float = 1e-4,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard found.count == expected.count else {
    Issue.record(
      "\(what): expected \(expected.count) scalars, found \(found.count)",
      sourceLocation: sourceLocation)
    return
  }
  let scale = expected.map { abs($0) }.max() ?? 0
  for (place, (x, y)) in zip(found, expected).enumerated()
  where !(abs(x - y) <= tolerance * max(1, scale)) {
    Issue.record(
      "\(what) \(place): expected \(y), found \(x)", sourceLocation: sourceLocation)
    return
  }
}

/// The inputs of scripts/oracles/pattern.py.
func scalars(
  _ shape: [Int], seed: Int, in bounds: ClosedRange<Double> = -2...2
) throws -> Tensor {
  try Tensor(pattern(count: shape.reduce(1, *), seed: seed, in: bounds), shape: shape)
}
