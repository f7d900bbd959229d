import TestSupport
import Testing

/// NumPy's percentiles and z-scores; see scripts/oracles/preprocessing.py for versions.
struct GoldenIntensities: Decodable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let values: [Float]
    let percentiles: [Double]
    let zScores: [Double]
    var testDescription: String { name }
  }

  /// An array too long to store: value `i` is `(i * 7919) % 100003`.
  struct Large: Decodable, Sendable, CustomTestStringConvertible {
    let count: Int
    let everyThird: [Double]
    let all: [Double]
    var testDescription: String { "\(count) voxels" }

    var values: [Float] { (0..<count).map { Float($0 * 7919 % 100_003) } }
  }

  let percentages: [Double]
  let cases: [Case]
  let large: [Large]

  static let all = try? golden(GoldenIntensities.self, "preprocessing")
}
