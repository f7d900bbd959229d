import Imaging
import TestSupport
import Testing

@testable import Evaluation

@Suite("Ranking schemes")
struct SchemeTests {
  @Test(
    "Every scheme on the paper table, worked by hand",
    arguments: [
      // Sums of six ranks: A 10, B 10, C 12.
      (.rankThenMean, ["1 A \(10.0 / 6)", "1 B \(10.0 / 6)", "3 C 2.0"]),
      // Sorted ranks: A and B 1 1 2 2 2 2, C 1 1 2 2 3 3: the middle is 2 for all.
      (.rankThenMedian, ["1 A 2.0", "1 B 2.0", "1 C 2.0"]),
      // Mean Dice .700 .733 .767 gives ranks 3 2 1; mean ASSD 7/3 7/3 2 gives 2 2 1.
      (.meanThenRank, ["1 C 1.0", "2 B 2.0", "3 A 2.5"]),
      // Median Dice .7 .8 .8 gives ranks 3 1 1; median ASSD 2 2 2 gives 1 1 1; median of two.
      (.medianThenRank, ["1 B 1.0", "1 C 1.0", "3 A 2.0"]),
      // Three cases never reach significance.
      (.testBased, ["1 A 1.0", "1 B 1.0", "1 C 1.0"]),
    ] as [(RankingScheme, [String])])
  func paper(_ c: (scheme: RankingScheme, expected: [String])) throws {
    let scores = try ChallengeScores(rows: paperTable)
    #expect(scores.ranking(by: c.scheme).lines == c.expected)
  }

  @Test("One measure alone: Dice gives sums 5, 5, 6 of three ranks")
  func diceOnly() throws {
    let scores = try ChallengeScores(rows: paperTable)
    let set: MetricSet = try #require(scores.metricSets.first { $0.name == "Dice only" })
    #expect(
      scores.ranking(metrics: set).lines == ["1 A \(5.0 / 3)", "1 B \(5.0 / 3)", "3 C 2.0"])
  }

  @Test("Test-based: the team that is best on each of twelve cases beats two that alternate")
  func testBased() throws {
    let scores = try distances([
      "best": (0..<12).map { _ in 1 },
      "even": (0..<12).map { $0 % 2 == 0 ? 2 : 3 },
      "odd": (0..<12).map { $0 % 2 == 0 ? 3 : 2 },
    ])
    #expect(scores.ranking(by: .testBased).lines == ["1 best 1.0", "2 even 2.0", "2 odd 2.0"])
  }

  @Test(
    "Test-based: ranks of the small tables in challengeR's tests of testThenRank",
    arguments: [
      // Four equal differences: z = (10 - 5 - 0.5) / 2.5, p = 0.036.
      ([0.2, 0.2, 0.2, 0.2], [1, 1, 1, 1], ["1 A1 1.0", "2 A2 2.0"]),
      ([1, 1, 1, 1], [0.2, 0.2, 0.2, 0.2], ["1 A2 1.0", "2 A1 2.0"]),
      // Three of them: without continuity correction p would be 0.042.
      ([0.2, 0.2, 0.2], [1, 1, 1], ["1 A1 1.0", "1 A2 1.0"]),
      ([100, 0.2, 0.2, 0.2], [1, 1, 1, 1], ["1 A1 1.0", "1 A2 1.0"]),
      ([0, 0.2, 0.2, 0.2], [1, 1, 1, 1], ["1 A1 1.0", "2 A2 2.0"]),
      ([0.6, 0.6], [0.8, 0.8], ["1 A1 1.0", "1 A2 1.0"]),
    ] as [([Double], [Double], [String])])
  func challengeR(_ c: (first: [Double], second: [Double], expected: [String])) throws {
    let scores = try distances(["A1": c.first, "A2": c.second])
    #expect(scores.ranking(by: .testBased).lines == c.expected)
  }

  @Test("Test-based: each metric is tested on its own, and the ranks are averaged")
  func testBasedMetrics() throws {
    // a is best by Dice alone, b and c are alike; by ASSD c beats a, a beats b.
    var rows = [["Case", "VS_Dice", "VS_ASSD", "Team"]]
    for n in 0..<10 {
      let step = Double(n) / 100
      rows.append(["x_\(n)", "\(0.9 - step)", "\(2 + step)", "a"])
      rows.append(["x_\(n)", "\(n % 2 == 0 ? 0.5 : 0.6)", "\(3 + 2 * step)", "b"])
      rows.append(["x_\(n)", "\(n % 2 == 0 ? 0.6 : 0.5)", "\(1 - step)", "c"])
    }
    // Ranks by Dice: a 1, b 2, c 2; by ASSD: c 1, a 2, b 3.
    let scores = try ChallengeScores(rows: rows)
    #expect(scores.ranking(by: .testBased).lines == ["1 a 1.5", "1 c 1.5", "3 b 2.5"])
  }

  @Test("Equal values share the smallest rank, in both directions")
  func minimum() {
    #expect(minimumRanks([3, 1, 3, 2], higherIsBetter: true) == [1, 4, 1, 3])
    #expect(minimumRanks([3, 1, 3, 2], higherIsBetter: false) == [3, 1, 3, 2])
    #expect(minimumRanks([], higherIsBetter: true) == [])
  }

  @Test(
    "A case drawn k times counts as k cases, in every scheme", arguments: RankingScheme.allCases)
  func multiplicities(_ scheme: RankingScheme) throws {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20 {
      let scores = try randomScores(teams: 4, cases: 9, using: &random)
      let times = scores.cases.map { _ in Int.random(in: 0...3, using: &random) }
      guard times.contains(where: { $0 > 0 }) else { continue }
      let drawn = times.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
      // With alpha this large the tests find differences among so few cases.
      let test = SignificanceTest(alpha: 0.6)
      let scorer = scores.scorer(
        scheme, ranks: CaseRanks(scores), metrics: [0, 1], test: test)
      let expanded = scores.subset(cases: drawn).ranking(by: scheme, test: test)
      let found = Ranking(
        teams: scores.teams, scores: scorer.teamScores(times))
      #expect(found.teams == expanded.teams)
      for (row, other) in zip(found.rows, expanded.rows) {
        #expect(row.rank == other.rank)
        // Weights and repetition round differently in the last digit.
        #expect(abs(row.score - other.score) < 1e-12)
      }
    }
  }

  @Test("Neither the order of rows nor that of columns matters")
  func order() throws {
    let scores = try ChallengeScores(rows: paperTable)
    let turned = paperTable.prefix(1) + paperTable.dropFirst().reversed()
    let swapped = turned.map { [$0[3], $0[1], $0[0], $0[2]] }
    let other = try ChallengeScores(rows: swapped)
    #expect(other.teams == scores.teams)
    #expect(other.cases == scores.cases)
    #expect(other == scores)
  }

  @Test("A monotone change of every score leaves the ranks by case as they are")
  func monotone() throws {
    var random = SplitMix64(seed: 5)
    let scores = try randomScores(teams: 5, cases: 12, using: &random)
    let cubed = ChallengeScores(
      teams: scores.teams, cases: scores.cases, metrics: scores.metrics, missing: .error,
      values: scores.values.map { $0 * $0 * $0 }, isMissing: scores.isMissing)
    #expect(scores.ranking() == cubed.ranking())
    #expect(scores.ranking(by: .rankThenMedian) == cubed.ranking(by: .rankThenMedian))
  }
}

/// Coarse random scores in Dice and ASSD, so that ties occur.
func randomScores(
  teams: Int, cases: Int, using random: inout SplitMix64
) throws -> ChallengeScores {
  var rows = [["Case", "VS_Dice", "VS_ASSD", "Team"]]
  for c in 0..<cases {
    for t in 0..<teams {
      rows.append([
        "x_\(c % 3)_\(c)", "\(Double(Int.random(in: 0...8, using: &random)) / 8)",
        "\(Int.random(in: 0...8, using: &random))", "team \(t)",
      ])
    }
  }
  return try ChallengeScores(rows: rows)
}
