/// Ranks on each case and metric, then their mean.
struct RankThenMean: TeamScorer {
  private let sums: CaseSums
  private let metricCount: Int

  init(_ ranks: CaseRanks, metrics: [Int]) {
    sums = CaseSums(width: ranks.teamCount, table: ranks.sums(metrics: metrics))
    metricCount = metrics.count
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    let count = Double(metricCount * multiplicities.reduce(0, +))
    return sums.sums(multiplicities).map { $0 / count }
  }
}

/// The mean of each metric over the cases, its rank, then the mean of the ranks.
struct MeanThenRank: TeamScorer {
  private let sums: CaseSums
  private let teamCount: Int
  private let directions: [Bool]

  init(_ scores: ChallengeScores, metrics: [Int]) {
    teamCount = scores.teams.count
    directions = metrics.map { scores.metrics[$0].higherIsBetter }
    sums = CaseSums(
      width: metrics.count * teamCount,
      table: scores.cases.indices.flatMap { c in
        metrics.flatMap { m in scores.teams.indices.map { scores[team: $0, case: c, metric: m] } }
      })
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    // Every team has the same number of cases, so sums are ordered as means are.
    let all = sums.sums(multiplicities)
    var total = [Int](repeating: 0, count: teamCount)
    for (m, higherIsBetter) in directions.enumerated() {
      let ranks = minimumRanks(
        all[(m * teamCount)..<((m + 1) * teamCount)], higherIsBetter: higherIsBetter)
      for t in total.indices { total[t] += ranks[t] }
    }
    return total.map { Double($0) / Double(directions.count) }
  }
}
