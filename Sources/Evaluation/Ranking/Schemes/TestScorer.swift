/// In each metric the rank by the number of teams that are significantly beaten, then the mean of
/// the ranks.
struct TestBased: TeamScorer {
  /// For each metric and each pair of teams a < b, in this order, how much better a is than b.
  private let differences: [[OrderedDifferences]]
  private let teamCount: Int
  private let alpha: Double

  init(_ scores: ChallengeScores, metrics: [Int], test: SignificanceTest) {
    teamCount = scores.teams.count
    alpha = test.alpha
    differences = metrics.map { m in
      let sign = scores.metrics[m].higherIsBetter ? 1.0 : -1.0
      let values = scores.teams.indices.map { scores.values(team: $0, metric: m) }
      return values.indices.flatMap { a in
        values.indices.dropFirst(a + 1).map { b in
          OrderedDifferences(zip(values[a], values[b]).map { sign * ($0 - $1) })
        }
      }
    }
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    var total = [Int](repeating: 0, count: teamCount)
    for pairs in differences {
      let beaten = beatenTeams(pairs, multiplicities)
      for (t, rank) in minimumRanks(beaten, higherIsBetter: true).enumerated() {
        total[t] += rank
      }
    }
    return total.map { Double($0) / Double(differences.count) }
  }

  /// How many teams each team beats in one metric.
  private func beatenTeams(_ pairs: [OrderedDifferences], _ multiplicities: [Int]) -> [Double] {
    var beaten = [Double](repeating: 0, count: teamCount)
    var pair = 0
    for a in 0..<teamCount {
      for b in (a + 1)..<max(teamCount, a + 1) {
        let test = pairs[pair].signedRank(multiplicities)
        pair += 1
        if test.pValueGreaterInR < alpha { beaten[a] += 1 }
        if test.opposite.pValueGreaterInR < alpha { beaten[b] += 1 }
      }
    }
    return beaten
  }
}
