public import Evaluation

/// One page that puts several runs' scores of one test set side by side.
public struct ComparisonPage: Sendable {
  /// The heading.
  public var title: String
  /// One sentence below the heading.
  public var subtitle: String
  /// The runs; the others are compared with the first.
  public var runs: [ReportRun]
  /// The figures.
  public var comparison: RunComparison

  /// A page from its parts.
  public init(title: String, subtitle: String, runs: [ReportRun], comparison: RunComparison) {
    self.title = title
    self.subtitle = subtitle
    self.runs = runs
    self.comparison = comparison
  }

  /// The page as one HTML file.
  public func html() -> String {
    let report = Report(title: title, runs: runs)
    let colours = Comparison(runs: runs)
    var body = pageHeader(title: title, subtitle: subtitle)
    body += section("Outliers and change", changeTable)
    body += section("Scores over all sites", report.scoreTable(colours))
    body += section("Dice per site and run", report.distributions(colours))
    body += "<footer>\(Report.disclaimer) Made with Kakehashi.</footer>"
    return pageText(title: title, body: body)
  }

  private var changeTable: Markup {
    let rows = comparison.entries.map { entry in
      let isFirst = entry.run == comparison.runs.first
      let change: Markup =
        isFirst
        ? "<td></td><td></td>"
        : "<td>\(signed(entry.diceChange))</td><td>\(signed(entry.assdChange))</td>"
      return """
        <tr\(isFirst ? " class=\"first\"" : "" as Markup)>\
        <th>\(isFirst ? entry.structure : "")</th>\
        <td class="run">\(isFirst ? entry.site ?? "all sites" : "")</td>\
        <td class="run">\(entry.run)</td><td>\(entry.cases)</td><td>\(fixed(entry.dice, 3))</td>\
        <td>\(fixed(entry.assd, 2))<small>\(fixed(entry.medianASSD, 3))</small></td>\(change)\
        <td>\(entry.lowDice)</td><td>\(entry.highASSD)</td><td>\(entry.outliers)</td></tr>

        """ as Markup
    }
    return """
      <div class="scroll"><table class="scores"><thead><tr><th>Structure</th><th>Site</th>\
      <th>Run</th><th>Cases</th><th>Dice<small>mean</small></th>\
      <th>ASSD, mm<small>mean; median</small></th><th>Dice<small>mean change</small></th>\
      <th>ASSD, mm<small>median change</small></th><th>Dice<small>&lt; 0.7</small></th>\
      <th>ASSD<small>&gt; 2 mm</small></th><th>Outliers</th></tr></thead><tbody>
      \(rows)</tbody></table></div>
      <p class="fine">Changes are paired by case, against \(comparison.runs.first ?? "").</p>

      """
  }

  private func signed(_ value: Double?) -> String {
    guard let value else { return noFigure }
    return value >= 0 ? "+\(fixed(value, 3))" : fixed(value, 3)
  }
}
