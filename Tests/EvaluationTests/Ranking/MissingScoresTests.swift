import Testing

@testable import Evaluation

@Suite("Missing scores")
struct MissingScoresTests {
  /// The paper table without C's row of the first case.
  private var incomplete: [[String]] { paperTable.filter { $0[0] != "x_etz_1" || $0[3] != "C" } }

  @Test("The penalty of Dice is 0, that of ASSD 350 mm")
  func penalty() throws {
    let scores = try ChallengeScores(rows: incomplete, missing: .penalty)
    #expect(scores.missingCount == 2)
    #expect(scores.values(team: 2, metric: 0) == [0, 0.6, 0.9])
    #expect(scores.values(team: 2, metric: 1) == [350, 2, 1])
    // Mean ASSD 353/3 puts C last there; mean Dice .7 .733 .5 too.
    #expect(scores.ranking(by: .meanThenRank).lines == ["1 B 1.0", "2 A 1.5", "3 C 3.0"])
  }

  @Test("The worst rank is the number of teams, for each of several missing teams")
  func worst() throws {
    let rows = incomplete.filter { $0[0] != "x_etz_1" || $0[3] != "B" }
    let scores = try ChallengeScores(rows: rows, missing: .worst)
    let ranks = CaseRanks(scores)
    #expect((0..<3).map { ranks[case: 0, metric: 0, team: $0] } == [1, 3, 3])
    #expect((0..<3).map { ranks[case: 0, metric: 1, team: $0] } == [1, 3, 3])
    // Where values are averaged the worst one stands in: Dice 0.5 (of A and B), ASSD 4.
    #expect(scores.values(team: 2, metric: 0) == [0.5, 0.6, 0.9])
    #expect(scores.values(team: 2, metric: 1) == [4, 2, 1])
  }

  @Test("A present team's rank does not suffer from another's missing score")
  func present() throws {
    let scores = try distances(["A": [9, 1], "B": [1, 2], "C": [2, 3]])
    var rows = [["Case", "ASSD", "Team"]]
    for (t, team) in scores.teams.enumerated() {
      for c in 0..<2 where !(t == 1 && c == 0) {
        rows.append(["\(c)", "\(scores[team: t, case: c, metric: 0])", team])
      }
    }
    // A's 9 mm is the worst value itself: B's stand-in must tie with it, not pass it.
    let ranks = CaseRanks(try ChallengeScores(rows: rows, missing: .worst))
    #expect((0..<3).map { ranks[case: 0, metric: 0, team: $0] } == [2, 3, 1])
  }

  @Test("Complete cases are those without any missing score")
  func complete() throws {
    let scores = try ChallengeScores(rows: incomplete, missing: .penalty)
    #expect(scores.completeCases == [1, 2])
    let sensitivity = scores.missingValueSensitivity()
    #expect(sensitivity.missingScores == 2)
    #expect(sensitivity.affectedCases == 1)
    #expect(sensitivity.outcomes.map(\.treatment) == [.penalty, .worst, .completeCases])
    #expect(sensitivity.outcomes.map(\.cases) == [3, 3, 2])
    // Ranks on cases two and three: A 2 2 2 2, B 1 2 1 2, C 3 1 2 1.
    #expect(
      sensitivity.outcomes.last?.ranking.lines == ["1 B 1.5", "2 C 1.75", "3 A 2.0"])
  }

  @Test("A distance that equals the penalty counts as missing, a Dice of 0 does not")
  func publishedPenalty() throws {
    let scores = try distances(["A": [1, 2, 350], "B": [2, 1, 4]])
    let sensitivity = scores.missingValueSensitivity()
    #expect(sensitivity.missingScores == 1)
    #expect(sensitivity.outcomes.first?.ranking == scores.ranking())
    let dice = try ChallengeScores(rows: [
      ["Case", "Dice", "Team"], ["a", "0", "A"], ["a", "0", "B"], ["b", "1", "A"],
      ["b", "1", "B"],
    ])
    #expect(dice.missingValueSensitivity().missingScores == 0)
    #expect(dice.missingValueSensitivity().outcomes.isEmpty)
  }

  @Test("Where no case is complete that treatment is left out; a metric nobody has is penalised")
  func nothingComplete() throws {
    let rows = [
      ["Case", "Dice", "ASSD", "Team"], ["a", "1", "", "A"], ["a", "", "", "B"],
      ["b", "1", "", "A"], ["b", "1", "", "B"],
    ]
    let scores = try ChallengeScores(rows: rows, missing: .worst)
    #expect(scores.values(team: 0, metric: 1) == [350, 350])
    #expect(
      scores.missingValueSensitivity().outcomes.map(\.treatment) == [.penalty, .worst])
    #expect(throws: RankingError.self) { try scores.with(missing: .error) }
  }
}
