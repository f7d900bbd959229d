/// Some of the metrics, ranked on their own: all, one measure alone, or one structure alone.
public struct MetricSet: Codable, Hashable, Sendable {
  /// What the set holds, as in "all metrics", "Dice only" or "VS only".
  public let name: String
  /// The places of its metrics in ``ChallengeScores/metrics``; at least one.
  public let metrics: [Int]

  /// A set from its name and the places of its metrics.
  public init(name: String, metrics: [Int]) {
    self.name = name
    self.metrics = metrics
  }
}

extension ChallengeScores {
  /// The set of all metrics.
  public var allMetrics: MetricSet {
    MetricSet(name: "all metrics", metrics: Array(metrics.indices))
  }

  /// All metrics, then each measure alone, then each structure alone.
  ///
  /// Sets that hold the same metrics as an earlier one are left out.
  public var metricSets: [MetricSet] {
    var sets = [allMetrics]
    for property in [\RankedMetric.measure, \RankedMetric.structure] {
      var seen: Set<String> = [""]
      for name in metrics.map({ $0[keyPath: property] }) where seen.insert(name).inserted {
        let places = metrics.indices.filter { metrics[$0][keyPath: property] == name }
        if !sets.contains(where: { $0.metrics == places }) {
          sets.append(MetricSet(name: "\(name) only", metrics: places))
        }
      }
    }
    return sets
  }
}
