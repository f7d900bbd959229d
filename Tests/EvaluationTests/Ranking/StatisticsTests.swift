import TestSupport
import Testing

@testable import Evaluation

/// SciPy's results; see scripts/oracles/statistics.py for versions and options.
struct GoldenStatistics: Decodable, Sendable {
  struct SignedRank: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let differences: [Double]
    let statistic: Double
    let p: Double
    let p_greater: Double
    let p_greater_in_r: Double
    let p_exact: Double?
    var testDescription: String { name }
  }

  struct Correlation: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let first: [Int]
    let second: [Int]
    let tau: Double?
    var testDescription: String { name }
  }

  struct Draws: Decodable, Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let count: Int
    let samples: [[Int]]
    var testDescription: String { "seed \(seed), \(count) cases" }
  }

  let wilcoxon: [SignedRank]
  let kendall: [Correlation]
  let draws: [Draws]

  static let all = try? golden(GoldenStatistics.self, "statistics")
}

@Suite("Statistics of rankings")
struct StatisticsTests {
  @Test("The golden statistics are there")
  func present() {
    #expect(GoldenStatistics.all?.wilcoxon.count == 12)
    #expect(GoldenStatistics.all?.kendall.count == 12)
    #expect(GoldenStatistics.all?.draws.count == 4)
  }

  @Test("Wilcoxon's W and p are SciPy's", arguments: GoldenStatistics.all?.wilcoxon ?? [])
  func wilcoxon(_ g: GoldenStatistics.SignedRank) throws {
    let test = WilcoxonSignedRank(differences: g.differences)
    // Rank sums are multiples of 1/2 and exact.
    #expect(test.statistic == g.statistic)
    // Two implementations of the error function agree to about 1e-14.
    #expect(abs(test.pValue - g.p) < 1e-12)
    #expect(abs(test.pValueGreater - g.p_greater) < 1e-12)
    #expect(abs(test.pValueGreaterInR - g.p_greater_in_r) < 1e-12)
    if let exact = g.p_exact {
      let found = try #require(test.exactPValue)
      #expect(abs(found - exact) < 1e-12)
    } else if test.count == g.differences.count {
      #expect(test.exactPValue == nil)
    }
  }

  @Test("Wilcoxon by hand: differences 1, -2, 3 have W+ = 4, W- = 2")
  func byHand() {
    let test = WilcoxonSignedRank(differences: [0, 1, -2, 3, 0])
    #expect(test.count == 3)
    #expect(test.positiveRankSum == 4)
    #expect(test.negativeRankSum == 2)
    // Of 8 sign patterns those with W <= 2 have sums 0, 1, 2: three, and as many above 3.
    #expect(test.exactPValue == 6.0 / 8)
  }

  @Test("Without any difference W is 0 and p is 1", arguments: [[], [0], [0, 0, 0]] as [[Double]])
  func noDifference(_ differences: [Double]) {
    let test = WilcoxonSignedRank(differences: differences)
    #expect(test.count == 0)
    #expect(test.statistic == 0)
    #expect(test.pValue == 1)
    #expect(test.pValueGreater == 1)
    #expect(test.pValueGreaterInR == 1)
    #expect(test.exactPValue == 1)
  }

  @Test("Changed signs swap the rank sums and keep the two-sided p")
  func antisymmetry() throws {
    for g in try #require(GoldenStatistics.all).wilcoxon {
      let test = WilcoxonSignedRank(differences: g.differences)
      let opposite = WilcoxonSignedRank(differences: g.differences.map { -$0 })
      #expect(opposite.positiveRankSum == test.negativeRankSum)
      #expect(opposite.pValue == test.pValue)
      #expect(abs(opposite.pValueGreater + test.pValueGreater - 1) < 1e-12)
      #expect(test.opposite.pValueGreaterInR == opposite.pValueGreaterInR)
    }
  }

  @Test("Kendall's tau-b is SciPy's", arguments: GoldenStatistics.all?.kendall ?? [])
  func kendall(_ g: GoldenStatistics.Correlation) {
    let tau = kendallTauB(g.first, g.second)
    #expect((tau == nil) == (g.tau == nil))
    // SciPy divides by two square roots one after the other: a last digit's difference.
    if let tau, let expected = g.tau { #expect(abs(tau - expected) < 1e-12) }
  }

  @Test("Draws of the preset's generator are NumPy's", arguments: GoldenStatistics.all?.draws ?? [])
  func draws(_ g: GoldenStatistics.Draws) {
    // Counted before two samples are compared: together they pass the generator's 624 words.
    #expect(g.samples.map(\.count) == [g.count, g.count])
    var draws = CaseDraws(.numPy, seed: g.seed, caseCount: g.count)
    for sample in g.samples { #expect(draws.nextCases() == sample) }
  }

  @Test(
    "Holm's adjustment, worked by hand",
    arguments: [
      ([], []), ([0.04], [0.04]),
      // 0.01 x 4; 0.02 x 3; 0.03 x 2 = 0.06, no less than the one before; 0.5 x 1.
      ([0.5, 0.01, 0.03, 0.02], [0.5, 0.04, 0.06, 0.06]),
      // 0.2 x 3 = 0.6; 0.25 x 2 = 0.5, raised to 0.6; 0.9.
      ([0.9, 0.25, 0.2], [0.9, 0.6, 0.6]),
      ([0.8, 0.8], [1, 1]), ([0, 1], [0, 1]),
    ] as [([Double], [Double])])
  func holm(_ c: (pValues: [Double], expected: [Double])) {
    let found = holmAdjusted(c.pValues)
    #expect(found.count == c.expected.count)
    for (p, expected) in zip(found, c.expected) { #expect(abs(p - expected) < 1e-15) }
  }
}
