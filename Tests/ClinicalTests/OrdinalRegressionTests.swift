import Clinical
import TestSupport
import Testing

/// Fits of statsmodels; see scripts/oracles/ordinal.py.
private struct GoldenFits: Decodable {
  struct Fit: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: [[Double]]
    let classes: [Int]
    let coefficients: [Double]
    let thresholds: [Double]
    let probabilities: [[Double]]
    var testDescription: String { name }
  }

  let cases: [Fit]
}

@Suite("Ordinal regression")
struct OrdinalRegressionTests {
  @Test("A fit without penalty equals that of statsmodels")
  func golden() throws {
    for fit in try TestSupport.golden(GoldenFits.self, "ordinal").cases {
      let model = try OrdinalRegression(
        fitting: fit.rows, classes: fit.classes, count: fit.thresholds.count + 1, ridge: 0)
      try #require(model.coefficients.count == fit.coefficients.count, "\(fit.name)")
      // statsmodels stops at a gradient of 1e-6.
      for (found, expected) in zip(
        model.coefficients + model.thresholds, fit.coefficients + fit.thresholds)
      {
        #expect(abs(found - expected) < 1e-5, "\(fit.name): \(found), \(expected)")
      }
      for (row, expected) in zip(fit.rows, fit.probabilities) {
        for (p, q) in zip(model.probabilities(row), expected) {
          #expect(abs(p - q) < 1e-5, "\(fit.name): \(p), \(q)")
        }
      }
    }
  }

  // By hand: with thresholds 0 and ln 3 and a score of 0 the cumulative odds are 1 and 3.
  @Test("Probabilities follow from the cumulative odds")
  func byHand() {
    let model = OrdinalRegression(coefficients: [2], thresholds: [0, 1.098_612_288_668_11])
    let p = model.probabilities([0])
    #expect(abs(p[0] - 0.5) < 1e-12)
    #expect(abs(p[1] - 0.25) < 1e-12)
    #expect(abs(p[2] - 0.25) < 1e-12)
  }

  @Test(
    "Probabilities sum to 1 and lie in 0...1, far out in the tails too",
    arguments: [
      -1000.0, -30, 0, 30, 1000,
    ])
  func sums(_ x: Double) {
    let model = OrdinalRegression(coefficients: [1], thresholds: [-2, 0, 5])
    let p = model.probabilities([x])
    #expect(p.allSatisfy { (0...1).contains($0) })
    #expect(abs(p.reduce(0, +) - 1) < 1e-12)
  }

  @Test("A predictor that separates the classes needs a ridge")
  func separation() throws {
    let rows = [[-2.0], [-1], [1], [2]]
    let classes = [0, 0, 1, 1]
    #expect(throws: OrdinalRegression.FitError.self) {
      try OrdinalRegression(fitting: rows, classes: classes, count: 2, ridge: 0)
    }
    let model = try OrdinalRegression(fitting: rows, classes: classes, count: 2, ridge: 0.1)
    #expect(model.coefficients[0] > 0.5)
    // The problem is symmetric about 0.
    #expect(abs(model.thresholds[0]) < 1e-9)
  }

  @Test("A class without a case is refused by its number")
  func missingClass() {
    #expect {
      try OrdinalRegression(fitting: [[0], [1]], classes: [0, 2], count: 3, ridge: 1)
    } throws: { "\($0)".contains("class 1") }
  }
}
