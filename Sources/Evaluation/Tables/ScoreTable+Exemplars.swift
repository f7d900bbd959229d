extension ScoreTable {
  /// The rows worth looking at: the best, the middle and the worst one of a structure.
  public struct Exemplars: Hashable, Sendable {
    /// The row with the best score.
    public let best: CaseScore
    /// The row in the middle; of an even number, the worse one of the two.
    public let median: CaseScore
    /// The row with the worst score.
    public let worst: CaseScore
  }

  /// The best, middle and worst row of a structure by a metric; `nil` when every row is excluded.
  ///
  /// Ties are broken by the case's name, so the choice does not depend on the order of rows.
  public func exemplars(structure: String, by metric: ScoreMetric = .dice) -> Exemplars? {
    let ranked = rows(structure: structure)
      .compactMap { row in metric.value(in: row).map { (row: row, value: $0) } }
      .sorted { first, second in
        if first.value == second.value { return first.row.case < second.row.case }
        return (first.value > second.value) == metric.higherIsBetter
      }
      .map(\.row)
    guard let best = ranked.first, let worst = ranked.last else { return nil }
    return Exemplars(best: best, median: ranked[ranked.count / 2], worst: worst)
  }
}
