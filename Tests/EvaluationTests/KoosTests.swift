import Evaluation
import TestSupport
import Testing

/// What scikit-learn and imbalanced-learn give; see scripts/oracles/koos.py for the options.
private struct GoldenKoos: Decodable, Sendable {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let expected: [Int]
    let predicted: [Int]
    let ma_mae: Double
    let macro_f1: Double
    let kappa: Double?
    let confusion: [[Int]]
    var testDescription: String { name }
  }

  let cases: [Case]

  static let all = try? golden(GoldenKoos.self, "koos")
}

@Suite("Koos grades")
struct KoosTests {
  private func scores(_ pairs: [(Int, Int?)]) -> KoosScores {
    KoosScores(pairs.map { (predicted: $0.0, expected: $0.1) })
  }

  @Test("All measures of six cases, worked by hand")
  func byHand() throws {
    // True 1 1 2 3 4 and one post-operative; predicted 1 2 2 3 2, and 4 for the operated one.
    let found = scores([(1, 1), (2, 1), (2, 2), (3, 3), (2, 4), (4, nil)])
    #expect(found.confusion == [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 1, 0, 0]])
    #expect(found.cases == 5)
    #expect(found.excluded == 1)
    // Mean errors of the grades: 1/2, 0, 0, 2.
    #expect(found.macroAveragedError == 0.625)
    // F1: 2*1/(2+1), 2*1/(1+3), 1, 0; together 13/6.
    let macroF1 = try #require(found.macroF1)
    #expect(abs(macroF1 - 2.1666666666666667 / 4) < 1e-12)
    // Observed 1*1 + 4*1 = 5. By chance, rows (2,1,1,1), columns (1,3,1,0), over 5:
    // row 1: 2 (0*1 + 1*3 + 4*1) = 14; row 2: 1*1 + 0 + 1*1 = 2; row 3: 4*1 + 1*3 + 0 = 7;
    // row 4: 9*1 + 4*3 + 1*1 = 22; 45 / 5 = 9. So 1 - 5/9.
    #expect(abs(try #require(found.quadraticWeightedKappa) - 4.0 / 9) < 1e-12)
  }

  @Test("Perfect grades are 0, 1 and 1; opposite ones have a negative kappa")
  func extremes() {
    let perfect = scores([(1, 1), (2, 2), (3, 3), (4, 4)])
    #expect(perfect.macroAveragedError == 0)
    #expect(perfect.macroF1 == 1)
    #expect(perfect.quadraticWeightedKappa == 1)
    let opposite = scores([(4, 1), (1, 4)])
    #expect(opposite.macroAveragedError == 3)
    #expect(opposite.macroF1 == 0)
    #expect(opposite.quadraticWeightedKappa == -1)
  }

  @Test("Nothing to score is nil; one grade everywhere has no kappa")
  func undefined() {
    let none = scores([(2, nil)])
    #expect(none.cases == 0 && none.excluded == 1)
    #expect(none.macroAveragedError == nil)
    #expect(none.macroF1 == nil)
    #expect(none.quadraticWeightedKappa == nil)
    #expect(scores([(2, 2), (2, 2)]).quadraticWeightedKappa == nil)
  }

  @Test("A rare grade weighs as much as a common one in MA-MAE")
  func macroAverage() {
    // Nine right cases of grade 1, one case of grade 4 called 1: (0 + 3) / 2, not 3 / 10.
    let found = scores([(Int, Int?)](repeating: (1, 1), count: 9) + [(1, 4)])
    #expect(found.macroAveragedError == 1.5)
  }

  @Test("The golden grades are there")
  func present() { #expect(GoldenKoos.all?.cases.count == 12) }

  @Test(
    "MA-MAE is imbalanced-learn's; macro-F1, kappa and confusion are scikit-learn's",
    arguments: GoldenKoos.all?.cases ?? [])
  fileprivate func golden(_ g: GoldenKoos.Case) throws {
    try #require(g.predicted.count == g.expected.count)
    let found = scores(zip(g.predicted, g.expected).map { ($0, $1) })
    #expect(found.confusion == g.confusion)
    // Sums of at most 271 terms in another order: a last digit's difference.
    #expect(abs(try #require(found.macroAveragedError) - g.ma_mae) < 1e-12)
    #expect(abs(try #require(found.macroF1) - g.macro_f1) < 1e-12)
    #expect((found.quadraticWeightedKappa == nil) == (g.kappa == nil))
    if let kappa = found.quadraticWeightedKappa, let expected = g.kappa {
      #expect(abs(kappa - expected) < 1e-12)
    }
  }
}
