extension Ranking {
  /// Ranks in which neighbours that cannot be told apart share one, by team in the ranking's order.
  ///
  /// A team joins the rank of its better neighbour unless one of the two is significantly better.
  /// Sharing is passed on: the first and the last of a chain may well differ significantly.
  public func sharedRanks(_ significance: SignificanceMap) -> [Int] {
    let different = Set(
      significance.comparisons.filter(\.isSignificant).map { Set([$0.first, $0.second]) })
    var shared: [Int] = []
    for (n, row) in rows.enumerated() {
      guard n > 0, let last = shared.last else {
        shared.append(row.rank)
        continue
      }
      let isApart =
        row.rank != rows[n - 1].rank && different.contains([row.team, rows[n - 1].team])
      shared.append(isApart ? row.rank : last)
    }
    return shared
  }
}
