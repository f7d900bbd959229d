import Testing

@testable import Evaluation

@Suite("Which teams can be told apart")
struct SignificanceTests {
  /// "best" beats the two others on each of twelve cases; these alternate.
  private func scores() throws -> ChallengeScores {
    try distances([
      "best": (0..<12).map { _ in 1 },
      "even": (0..<12).map { $0 % 2 == 0 ? 2 : 3 },
      "odd": (0..<12).map { $0 % 2 == 0 ? 3 : 2 },
    ])
  }

  @Test("Twelve of twelve cases, worked by hand: z = sqrt(12)")
  func byHand() throws {
    let scores = try scores()
    let map = scores.significance(of: scores.ranking())
    #expect(map.teams == ["best", "even", "odd"])
    #expect(
      map.comparisons.map { "\($0.first) \($0.second)" } == ["best even", "best odd", "even odd"])
    // Ranks: best 1, the others 2 or 3. Against "even" the twelve differences are six of 1 and
    // six of 2, all positive: W+ = 78, mean 39, variance (12*13*25 - 2*(6^3 - 6)/2)/24 = 153.75,
    // z = 3.1453; SciPy 1.17.1 gives p = 0.00165937.
    let first = try #require(map.comparison(of: "best", with: "even"))
    #expect(first.statistic == 0)
    #expect(first.differingCases == 12)
    #expect(abs(first.pValue - 0.00165937) < 1e-8)
    #expect(abs(first.adjustedPValue - 3 * first.pValue) < 1e-15)
    #expect(first.better == "best")
    let even = try #require(map.comparison(of: "even", with: "odd"))
    #expect(even.statistic == 39)
    #expect(even.pValue == 1)
    #expect(even.better == nil)
    #expect(map.isBetter("best", than: "odd"))
    #expect(!map.isBetter("odd", than: "best"))
    #expect(!map.isBetter("even", than: "odd"))
    #expect(!map.isBetter("best", than: "best"))
  }

  @Test("A one-sided test asks twice a pair and finds the better team alone")
  func oneSided() throws {
    let scores = try scores()
    let map = scores.significance(
      of: scores.ranking(), test: SignificanceTest(alternative: .oneSided))
    #expect(map.comparisons.count == 6)
    #expect(map.comparison(of: "best", with: "even")?.isSignificant == true)
    #expect(map.comparison(of: "even", with: "best")?.isSignificant == false)
    let there = try #require(map.comparison(of: "best", with: "even")).pValue
    let back = try #require(map.comparison(of: "even", with: "best")).pValue
    #expect(abs(there + back - 1) < 1e-12)
  }

  @Test("Neighbours that cannot be told apart share the better rank")
  func shared() throws {
    let scores = try scores()
    let ranking = scores.ranking()
    #expect(ranking.rows.map(\.rank) == [1, 2, 2])
    #expect(ranking.sharedRanks(scores.significance(of: ranking)) == [1, 2, 2])
    // At a level that no p-value reaches all three share the first rank.
    let strict = SignificanceTest(alpha: 1e-6)
    #expect(ranking.sharedRanks(scores.significance(of: ranking, test: strict)) == [1, 1, 1])
  }

  @Test("Sharing is passed on along a chain, and starts again after a difference")
  func chain() {
    let ranking = Ranking(
      teams: ["A", "B", "C", "D", "E"], scores: [1, 2, 3, 4, 5])
    func map(_ apart: [(String, String)]) -> SignificanceMap {
      SignificanceMap(
        test: SignificanceTest(), teams: ranking.teams,
        comparisons: apart.map {
          SignificanceMap.Comparison(
            first: $0.0, second: $0.1, statistic: 0, differingCases: 9, pValue: 0,
            adjustedPValue: 0, better: $0.0, isSignificant: true)
        })
    }
    // A and C differ, but B links them.
    #expect(ranking.sharedRanks(map([("A", "C"), ("C", "D")])) == [1, 1, 1, 4, 4])
    // Also where the test says the opposite of the order, the two are told apart.
    #expect(ranking.sharedRanks(map([("B", "A"), ("D", "E")])) == [1, 2, 2, 2, 5])
    #expect(ranking.sharedRanks(map([])) == [1, 1, 1, 1, 1])
  }
}
