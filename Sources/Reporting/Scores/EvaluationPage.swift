public import Evaluation
import Imaging

/// One page about one team's scores: means, outliers, strata and every case.
public struct EvaluationPage: Sendable {
  /// The heading.
  public var title: String
  /// One sentence below the heading.
  public var subtitle: String
  /// The name under which the scores stand, as a team's.
  public var team: String
  /// The scores.
  public var table: ScoreTable
  /// Which definition of each metric was used.
  public var definitions: MetricDefinitions
  /// What a reader must know, one sentence each.
  public var notes: [String]

  /// A page from its parts.
  public init(
    title: String, subtitle: String, team: String, table: ScoreTable,
    definitions: MetricDefinitions, notes: [String] = []
  ) {
    self.title = title
    self.subtitle = subtitle
    self.team = team
    self.table = table
    self.definitions = definitions
    self.notes = notes
  }

  /// The page as one HTML file.
  public func html() -> String {
    let report = Report(
      title: title, runs: [ReportRun(name: team, role: .other, scores: table)])
    let comparison = Comparison(runs: report.runs)
    var body = pageHeader(title: title, subtitle: subtitle)
    body += section("Scores over all sites", report.scoreTable(comparison))
    body += section("Scores per site", report.siteTable(comparison))
    body += section("Outliers: Dice below 0.7 or ASSD above 2 mm", outlierTable)
    body += section("Scores by size", sizeTable)
    body += section("Dice per site", report.distributions(comparison))
    body += section("Every case", report.caseTables(comparison))
    body += section("Definitions", definitionTable(definitions))
    body += section(
      "Notes", notes.isEmpty ? "" : "<ul>\(notes.map { "<li>\($0)</li>" as Markup })</ul>")
    body += "<footer>\(Report.disclaimer) Made with Kakehashi.</footer>"
    return pageText(title: title, body: body)
  }

  private var outlierTable: Markup {
    let outliers = table.outliers
    guard !outliers.isEmpty else { return "<p>None.</p>\n" }
    let rows = outliers.map { row in
      """
      <tr><th>\(row.case)</th><td class="run">\(row.site)</td>\
      <td class="run">\(row.structure)</td><td>\(fixed(row.dice, 3))</td>\
      <td>\(fixed(row.assd, 2))</td><td>\(fixed(row.hd95, 2))</td>\
      <td>\(fixed(row.predictedVolume, 0))</td><td>\(fixed(row.referenceVolume, 0))</td></tr>

      """ as Markup
    }
    return """
      <p class="fine">\(outliers.count) of \(table.rows.count) rows, the worst Dice first.</p>
      <div class="scroll"><table class="cases"><thead><tr><th>Case</th><th>Site</th>\
      <th>Structure</th><th>Dice</th><th>ASSD, mm</th><th>HD95, mm</th>\
      <th>Predicted, mm³</th><th>Reference, mm³</th></tr></thead><tbody>
      \(rows)</tbody></table></div>

      """
  }

  private var sizeTable: Markup {
    let rows = table.structures.flatMap { structure in
      let strata = table.sizeStrata(structure: structure)
      return strata.enumerated().map { n, stratum in
        let dice = stratum.table.distribution(of: .dice, structure: structure)
        let assd = stratum.table.distribution(of: .assd, structure: structure)
        let counts = stratum.table.counts(structure: structure)
        let name: Markup = n == 0 ? "<th rowspan=\"\(strata.count)\">\(structure)</th>" : ""
        return """
          <tr\(n == 0 ? " class=\"first\"" : "" as Markup)>\(name)\
          <td class="run">\(fixed(stratum.volumes.lowerBound, 0)) to \
          \(fixed(stratum.volumes.upperBound, 0))</td><td>\(counts.averaged)</td>\
          <td>\(meanAndDeviation(dice?.mean, dice?.standardDeviation, 3))</td>\
          <td>\(meanAndDeviation(assd?.mean, assd?.standardDeviation, 2))</td>\
          <td>\(counts.lowDice)</td><td>\(counts.highASSD)</td></tr>

          """ as Markup
      }
    }
    guard !rows.isEmpty else { return "" }
    return """
      <div class="scroll"><table class="scores"><thead><tr><th>Structure</th>\
      <th>Reference, mm³</th><th>Cases</th><th>Dice<small>mean ± SD</small></th>\
      <th>ASSD, mm<small>mean ± SD</small></th><th>Dice<small>&lt; 0.7</small></th>\
      <th>ASSD<small>&gt; 2 mm</small></th></tr></thead><tbody>
      \(rows)</tbody></table></div>
      <p class="fine">Thirds of the cases by true volume.</p>

      """
  }
}

/// The heading of a page of scores.
func pageHeader(title: String, subtitle: String) -> Markup {
  """
  <header><h1>\(title)</h1><p class="subtitle">\(subtitle)</p>
  <p class="disclaimer">\(Report.disclaimer)
  <span lang="ja">研究用です。医療機器ではありません。</span></p></header>

  """
}

/// Which definitions a page's figures have.
func definitionTable(_ definitions: MetricDefinitions) -> Markup {
  let facts = [
    ("Preset", definitions.name),
    ("Surface", "\(definitions.surface.rawValue), \(definitions.connectivity.rawValue) neighbours"),
    ("ASSD", definitions.assd.rawValue), ("HD95", definitions.hd95.rawValue),
    (
      "NSD",
      "\(definitions.nsdSurface.rawValue), within \(decimal(definitions.nsdTolerance, 3)) mm"
    ), ("Spacing", definitions.spacing.rawValue),
    ("Missing surface", "\(decimal(definitions.emptyPolicy.penaltyDistance, 1)) mm"),
    ("Structure absent in the reference", definitions.emptyPolicy.falseAlarm.rawValue),
  ]
  let rows = facts.map { "<tr><th>\($0.0)</th><td>\($0.1)</td></tr>\n" as Markup }
  return "<table class=\"facts\">\n\(rows)</table>\n"
}
