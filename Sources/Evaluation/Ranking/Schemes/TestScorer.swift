/// The number of teams that each team significantly beats in the sum of its ranks.
struct TestBased: TeamScorer {
  private let sums: [Double]
  private let teamCount: Int
  private let test: SignificanceTest

  init(_ ranks: CaseRanks, metrics: [Int], test: SignificanceTest) {
    sums = ranks.sums(metrics: metrics)
    teamCount = ranks.teamCount
    self.test = test
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    let drawn = multiplicities.enumerated().flatMap { c, times in
      repeatElement(c, count: times)
    }
    let results = test.compare(
      (0..<teamCount).map { t in drawn.map { sums[$0 * teamCount + t] } })
    var beaten = [Double](repeating: 0, count: teamCount)
    for result in results where test.isSignificant(result) {
      if let winner = result.winner { beaten[winner] += 1 }
    }
    return beaten
  }
}
