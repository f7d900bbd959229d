extension ChallengeScores {
  /// The most scores that are held: 50 million, 400 MB.
  ///
  /// Rows of many teams that share no case would otherwise fill the memory with missing scores.
  static let largestCount = 50_000_000
  /// The most teams: each is compared with every other.
  static let largestTeamCount = 1000
  /// No score is larger than this, so that sums stay finite.
  static let largestScore = 1e9

  /// Scores from the rows of a table whose header names `Case`, the metrics and `Team`.
  ///
  /// The order of columns and rows does not matter; blanks around fields are ignored. An empty cell
  /// is a missing score, and so is a team and case without a row.
  ///
  /// - Parameters:
  ///   - rows: the header and one row a team and case, split into fields.
  ///   - metrics: the columns to read, in this order; `nil` takes all.
  ///   - policy: what happens to missing scores.
  /// - Throws: ``RankingError``, a sentence that names row (the header is row 1) and column.
  public init(
    rows: [[String]], metrics chosen: [String]? = nil, missing policy: MissingScores = .error
  ) throws(RankingError) {
    let layout = try ColumnLayout(header: rows.first ?? [], metrics: chosen)
    var reader = RowReader(layout: layout)
    for (n, row) in rows.enumerated().dropFirst() { try reader.read(row, number: n + 1) }
    self = try reader.scores().with(missing: policy)
  }
}

/// Where a table's columns stand.
private struct ColumnLayout {
  let count: Int
  let caseColumn: Int
  let teamColumn: Int
  let metrics: [(column: Int, metric: RankedMetric)]

  init(header: [String], metrics chosen: [String]?) throws(RankingError) {
    let names = header.map(trimmed)
    func column(_ name: String) throws(RankingError) -> Int {
      // Without regard to case: "case" and "Case" are one column.
      let places = names.indices.filter { names[$0].lowercased() == name.lowercased() }
      guard places.count == 1 else {
        throw RankingError(
          .header,
          "row 1: expected one column \(name), found \(places.count) in "
            + (names.isEmpty ? "an empty table" : names.joined(separator: ",")))
      }
      return places[0]
    }
    let (nameColumn, groupColumn) = (try column("Case"), try column("Team"))
    let others = names.indices.filter { $0 != nameColumn && $0 != groupColumn }
      .map { names[$0] }
    var found: [(Int, RankedMetric)] = []
    for name in chosen ?? others {
      found.append((try column(name), try RankedMetric(column: name)))
    }
    guard !found.isEmpty else {
      throw RankingError(.header, "row 1: expected columns of metrics, found Case and Team alone")
    }
    guard Set(found.map(\.0)).count == found.count else {
      throw RankingError(.header, "row 1: expected each metric once, found one named twice")
    }
    count = names.count
    caseColumn = nameColumn
    teamColumn = groupColumn
    metrics = found
  }
}

/// Collects rows into scores.
private struct RowReader {
  let layout: ColumnLayout
  private var teams: [String: Int] = [:]
  private var cases: [String: Int] = [:]
  private var read: [Key: Entry] = [:]

  private struct Key: Hashable {
    let team: Int
    let name: Int
  }

  private struct Entry {
    let row: Int
    let values: [Double?]
  }

  init(layout: ColumnLayout) { self.layout = layout }

  mutating func read(_ row: [String], number: Int) throws(RankingError) {
    guard row.count == layout.count else {
      throw RankingError(
        .row, "row \(number): expected \(layout.count) fields, found \(row.count)")
    }
    let name = trimmed(row[layout.caseColumn])
    let team = trimmed(row[layout.teamColumn])
    guard !name.isEmpty, !team.isEmpty else {
      throw RankingError(
        .row,
        "row \(number), column \(name.isEmpty ? "Case" : "Team"): expected a name, found none")
    }
    var values: [Double?] = []
    for (column, metric) in layout.metrics {
      let text = trimmed(row[column])
      if text.isEmpty {
        values.append(nil)
      } else if let value = score(text) {
        values.append(value)
      } else {
        throw RankingError(
          .cell,
          "row \(number) (case \(name), team \(team)), column \(metric.name): expected a finite "
            + "number, found \"\(text)\"")
      }
    }
    let key = Key(
      team: teams[team, default: teams.count], name: cases[name, default: cases.count])
    teams[team] = key.team
    cases[name] = key.name
    if let other = read.updateValue(Entry(row: number, values: values), forKey: key) {
      throw RankingError(
        .duplicate,
        "row \(number): expected one row for case \(name) and team \(team), found another in row "
          + "\(other.row)")
    }
  }

  /// The scores of all rows, zero where one is missing.
  func scores() throws(RankingError) -> ChallengeScores {
    for (name, count) in [("teams", teams.count), ("cases", cases.count)] where count < 2 {
      throw RankingError(.size, "expected at least two \(name) to rank, found \(count)")
    }
    guard teams.count <= ChallengeScores.largestTeamCount else {
      throw RankingError(
        .size,
        "expected at most \(ChallengeScores.largestTeamCount) teams, found \(teams.count)")
    }
    let metrics = layout.metrics.map(\.metric)
    let (pairs, overflow) = teams.count.multipliedReportingOverflow(by: cases.count)
    guard !overflow, pairs <= ChallengeScores.largestCount / metrics.count else {
      throw RankingError(
        .size,
        "expected at most \(ChallengeScores.largestCount) scores, found \(teams.count) teams x "
          + "\(cases.count) cases x \(metrics.count) metrics")
    }
    let teamNames = teams.keys.sorted()
    let caseNames = cases.keys.sorted()
    let size = pairs * metrics.count
    var values = [Double](repeating: 0, count: size)
    var isMissing = [Bool](repeating: true, count: size)
    for (c, name) in caseNames.enumerated() {
      for (t, team) in teamNames.enumerated() {
        guard let n = cases[name], let k = teams[team], let entry = read[Key(team: k, name: n)]
        else { continue }
        for (m, value) in entry.values.enumerated() {
          guard let value else { continue }
          let offset = (c * metrics.count + m) * teamNames.count + t
          values[offset] = value
          isMissing[offset] = false
        }
      }
    }
    return ChallengeScores(
      teams: teamNames, cases: caseNames, metrics: metrics, missing: .error, values: values,
      isMissing: isMissing)
  }

  /// A decimal number of a size that scores have; no hexadecimal, no infinity.
  private func score(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }),
      let value = Double(text), abs(value) <= ChallengeScores.largestScore
    else { return nil }
    return value
  }
}

/// A field without blanks and tabs at its ends.
private func trimmed(_ field: String) -> String {
  let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
  guard let first = field.first, let last = field.last, isBlank(first) || isBlank(last) else {
    return field
  }
  guard let start = field.firstIndex(where: { !isBlank($0) }),
    let end = field.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(field[start...end])
}
