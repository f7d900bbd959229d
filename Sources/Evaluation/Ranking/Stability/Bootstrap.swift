extension ChallengeScores {
  /// Rankings of cases drawn again with replacement, as many as there are, for each set of metrics.
  ///
  /// All sets see the same draws, and more bootstraps continue fewer ones of the same seed.
  ///
  /// - Parameters:
  ///   - count: how many bootstraps; none gives no stability.
  ///   - generator: where the draws come from.
  ///   - sets: the metrics, each ranked on its own; `nil` for ``metricSets``.
  public func stability(
    of scheme: RankingScheme = .rankThenMean, bootstraps count: Int, seed: UInt64,
    generator: BootstrapGenerator = .splitMix64, metricSets sets: [MetricSet]? = nil,
    test: SignificanceTest = SignificanceTest()
  ) -> [RankingStability] {
    stability(
      of: scheme, ranks: CaseRanks(self), bootstraps: count, seed: seed,
      generator: generator, metricSets: sets ?? metricSets, test: test)
  }

  func stability(
    of scheme: RankingScheme, ranks: CaseRanks, bootstraps count: Int, seed: UInt64,
    generator: BootstrapGenerator, metricSets sets: [MetricSet], test: SignificanceTest
  ) -> [RankingStability] {
    guard count > 0 else { return [] }
    let scorers = sets.map { scorer(scheme, ranks: ranks, metrics: $0.metrics, test: test) }
    let once = [Int](repeating: 1, count: cases.count)
    var records = scorers.map { scorer in
      BootstrapRecord(
        original: minimumRanks(scorer.teamScores(once), higherIsBetter: false))
    }
    var draws = CaseDraws(generator, seed: seed, caseCount: cases.count)
    for _ in 0..<count {
      let drawn = draws.next()
      for n in scorers.indices {
        records[n].add(minimumRanks(scorers[n].teamScores(drawn), higherIsBetter: false))
      }
    }
    return zip(sets, records).map { $1.stability(metricSet: $0.name, teams: teams) }
  }
}

/// Counts the ranks of one set of metrics.
private struct BootstrapRecord {
  private let original: [Int]
  private var counts: [[Int]]
  private var taus: [Double] = []

  init(original: [Int]) {
    self.original = original
    counts = original.map { _ in [Int](repeating: 0, count: original.count) }
  }

  mutating func add(_ ranks: [Int]) {
    for (t, rank) in ranks.enumerated() { counts[t][rank - 1] += 1 }
    if let tau = kendallTauB(original, ranks) { taus.append(tau) }
  }

  /// The result, teams in the order of the original ranking.
  func stability(metricSet: String, teams: [String]) -> RankingStability {
    let order = teams.indices.sorted { (original[$0], teams[$0]) < (original[$1], teams[$1]) }
    return RankingStability(
      metricSet: metricSet, teams: order.map { teams[$0] }, counts: order.map { counts[$0] },
      taus: taus)
  }
}
