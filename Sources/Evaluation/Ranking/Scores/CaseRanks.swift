/// The rank of each team on each case in each metric, 1 for the best; ties take the minimum rank.
///
/// - Source: CrossMoDA2022-Evaluation-code, ranking.py: 1 + the number of strictly better teams.
struct CaseRanks: Sendable {
  let teamCount: Int
  let caseCount: Int
  let metricCount: Int
  /// As ``ChallengeScores`` keeps scores: the teams of one case and metric side by side.
  private let ranks: [Int]

  init(_ scores: ChallengeScores) {
    teamCount = scores.teams.count
    caseCount = scores.cases.count
    metricCount = scores.metrics.count
    var ranks: [Int] = []
    ranks.reserveCapacity(scores.values.count)
    for c in scores.cases.indices {
      for (m, metric) in scores.metrics.enumerated() {
        let range = scores.offset(c, m, 0)..<scores.offset(c, m + 1, 0)
        var row = minimumRanks(scores.values[range], higherIsBetter: metric.higherIsBetter)
        if scores.missing == .worst {
          // The last rank there is, also where several teams are missing; it never helps to be.
          // The others keep the rank that they have among all values, which a filled-in worst
          // value can only follow or tie.
          for t in row.indices where scores.isMissing[range.lowerBound + t] {
            row[t] = scores.teams.count
          }
        }
        ranks += row
      }
    }
    self.ranks = ranks
  }

  subscript(case c: Int, metric m: Int, team t: Int) -> Int {
    ranks[(c * metricCount + m) * teamCount + t]
  }

  /// The sum of a team's ranks over some metrics, by case and team; whole numbers.
  ///
  /// Divided by the number of metrics it is the challenge's cumulative rank. Sums stay whole, so
  /// equal teams are equal whatever the order of addition.
  func sums(metrics: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: caseCount * teamCount)
    for c in 0..<caseCount {
      for m in metrics {
        for t in 0..<teamCount {
          sums[c * teamCount + t] += Double(self[case: c, metric: m, team: t])
        }
      }
    }
    return sums
  }
}

/// The rank of each value, 1 for the best; equal values share the smallest rank.
func minimumRanks(
  _ values: some RandomAccessCollection<Double>, higherIsBetter: Bool
) -> [Int] {
  let list = Array(values)
  let order = list.indices.sorted {
    higherIsBetter ? list[$0] > list[$1] : list[$0] < list[$1]
  }
  var ranks = [Int](repeating: 0, count: list.count)
  var rank = 1
  for (place, n) in order.enumerated() {
    if place > 0, list[n] != list[order[place - 1]] { rank = place + 1 }
    ranks[n] = rank
  }
  return ranks
}
