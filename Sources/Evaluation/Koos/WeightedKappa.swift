extension KoosScores {
  /// Cohen's kappa with quadratic weights: 1 for agreement, 0 for chance.
  ///
  /// `nil` without cases, and where all cases have one grade on both sides: there is then no
  /// disagreement by chance to compare with.
  ///
  /// - Source: Cohen, Psychological Bulletin 70(4), 1968.
  public var quadraticWeightedKappa: Double? {
    let rows = confusion.map { Double($0.reduce(0, +)) }
    let columns = confusion.indices.map { grade in
      Double(confusion.reduce(0) { $0 + $1[grade] })
    }
    let total = rows.reduce(0, +)
    guard total > 0 else { return nil }
    var observed = 0.0
    var byChance = 0.0
    for i in confusion.indices {
      for j in confusion.indices {
        let weight = Double((i - j) * (i - j))
        observed += weight * Double(confusion[i][j])
        byChance += weight * rows[i] * columns[j] / total
      }
    }
    return byChance == 0 ? nil : 1 - observed / byChance
  }
}
