/// Ranks on each case and metric, then their median over both.
struct RankThenMedian: TeamScorer {
  private let medians: [CaseMedian]
  private let metricCount: Int

  init(_ ranks: CaseRanks, metrics: [Int]) {
    metricCount = metrics.count
    medians = (0..<ranks.teamCount).map { t in
      CaseMedian(
        (0..<ranks.caseCount).flatMap { c in
          metrics.map { (c, Double(ranks[case: c, metric: $0, team: t])) }
        })
    }
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    let total = metricCount * multiplicities.reduce(0, +)
    return medians.map { $0.median(multiplicities, total: total) }
  }
}

/// The median of each metric over the cases, its rank, then the median of the ranks.
struct MedianThenRank: TeamScorer {
  private let medians: [[CaseMedian]]
  private let directions: [Bool]

  init(_ scores: ChallengeScores, metrics: [Int]) {
    directions = metrics.map { scores.metrics[$0].higherIsBetter }
    medians = metrics.map { m in
      scores.teams.indices.map { t in
        CaseMedian(scores.cases.indices.map { ($0, scores[team: t, case: $0, metric: m]) })
      }
    }
  }

  func teamScores(_ multiplicities: [Int]) -> [Double] {
    let total = multiplicities.reduce(0, +)
    let ranks = zip(medians, directions).map { teams, higherIsBetter in
      minimumRanks(
        teams.map { $0.median(multiplicities, total: total) }, higherIsBetter: higherIsBetter)
    }
    return (medians.first ?? []).indices.map { t in
      quantile(0.5, ofSorted: ranks.map { Double($0[t]) }.sorted())
    }
  }
}
