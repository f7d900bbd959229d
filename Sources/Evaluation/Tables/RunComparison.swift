/// Several runs' scores of one test set, side by side: the retrospective view of the challenge's
/// report.
public struct RunComparison: Codable, Hashable, Sendable {
  /// One structure of one run at one site, or at all.
  public struct Entry: Codable, Hashable, Sendable {
    /// The structure.
    public let structure: String
    /// The site; `nil` for all.
    public let site: String?
    /// The run.
    public let run: String
    /// The averaged rows.
    public let cases: Int
    /// The mean Dice score.
    public let dice: Double?
    /// The mean ASSD in mm, penalties included.
    public let assd: Double?
    /// The median ASSD in mm.
    public let medianASSD: Double?
    /// The mean over cases of this run's Dice less the first run's.
    public let diceChange: Double?
    /// The median over cases of this run's ASSD less the first run's, in mm.
    public let assdChange: Double?
    /// The rows with Dice below 0.7.
    public let lowDice: Int
    /// The rows with ASSD above 2 mm.
    public let highASSD: Int
    /// The rows with either.
    public let outliers: Int
  }

  /// The runs' names, the one that the others are compared with first.
  public let runs: [String]
  /// By structure, site (all first) and run.
  public let entries: [Entry]

  /// Compares runs with the first of them.
  ///
  /// - Throws: ``RunMismatch`` when the runs do not score the same structures of the same cases.
  public init(_ runs: [(name: String, table: ScoreTable)]) throws(RunMismatch) {
    self.runs = runs.map(\.name)
    guard let first = runs.first else {
      entries = []
      return
    }
    for run in runs.dropFirst() { try RunMismatch.check(first, run) }
    let base = first.table.byKey
    var entries: [Entry] = []
    for structure in first.table.structures {
      for site in [nil] + first.table.sites.map(Optional.some) {
        for run in runs {
          entries.append(
            Entry(structure: structure, site: site, name: run.name, table: run.table, base: base))
        }
      }
    }
    self.entries = entries
  }
}

extension RunComparison.Entry {
  init(
    structure: String, site: String?, name: String, table: ScoreTable,
    base: [ScoreTable.Key: CaseScore]
  ) {
    let rows = table.rows(structure: structure, site: site)
    let counts = table.counts(structure: structure, site: site)
    // Paired, over the cases that both runs average.
    func changes(_ metric: ScoreMetric) -> Distribution? {
      Distribution(
        rows.compactMap { row in
          guard let own = metric.value(in: row),
            let other = base[ScoreTable.Key(row)].flatMap(metric.value)
          else { return nil }
          return own - other
        })
    }
    self.init(
      structure: structure, site: site, run: name, cases: counts.averaged,
      dice: table.mean(.dice, structure: structure, site: site),
      assd: table.mean(.assd, structure: structure, site: site),
      medianASSD: table.median(.assd, structure: structure, site: site),
      diceChange: changes(.dice)?.mean, assdChange: changes(.assd)?.median,
      lowDice: counts.lowDice, highASSD: counts.highASSD, outliers: rows.count { $0.isOutlier })
  }
}

extension ScoreTable {
  /// What names a row.
  struct Key: Hashable {
    let `case`: String
    let structure: String

    init(_ row: CaseScore) {
      `case` = row.case
      structure = row.structure
    }
  }

  var byKey: [Key: CaseScore] {
    Dictionary(rows.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// Two runs do not score the same structures of the same cases.
public struct RunMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence with both runs and the first differences.
  public let description: String

  static func check(
    _ first: (name: String, table: ScoreTable), _ other: (name: String, table: ScoreTable)
  ) throws(RunMismatch) {
    let expected = Set(first.table.rows.map(ScoreTable.Key.init))
    let found = Set(other.table.rows.map(ScoreTable.Key.init))
    guard expected != found else { return }
    func list(_ keys: Set<ScoreTable.Key>) -> String {
      let names = keys.map { "\($0.structure) of \($0.case)" }.sorted()
      return names.prefix(2).joined(separator: ", ")
        + (names.count > 2 ? " and \(names.count - 2) more" : "")
    }
    let missing = expected.subtracting(found)
    let extra = found.subtracting(expected)
    var parts: [String] = []
    if !missing.isEmpty { parts.append("\(other.name) lacks \(list(missing))") }
    if !extra.isEmpty { parts.append("\(first.name) lacks \(list(extra))") }
    throw RunMismatch(
      description: "expected the same cases and structures in all runs: "
        + parts.joined(separator: "; "))
  }
}
