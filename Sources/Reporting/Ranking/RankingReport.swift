public import Evaluation

/// Everything one page says about a ranking: tables, figures, and how to get them again.
///
/// ``html()`` makes one self-contained file of it: no scripts, no network, readable in the dark and
/// on paper.
public struct RankingReport: Sendable {
  /// The heading.
  public var title: String
  /// The scores that were ranked.
  public var scores: ChallengeScores
  /// The ranking and its examination.
  public var analysis: RankingAnalysis
  /// What is needed to repeat it: command, version.
  public var facts: [ReportFact]

  /// A report from its parts; the analysis must be one of these scores.
  public init(
    title: String, scores: ChallengeScores, analysis: RankingAnalysis, facts: [ReportFact] = []
  ) {
    self.title = title
    self.scores = scores
    self.analysis = analysis
    self.facts = facts
  }

  /// The teams, the best first.
  var teams: [String] { analysis.ranking.map(\.team) }

  /// The report as one HTML file with all styles and figures inside.
  public func html() -> String {
    var body: Markup = """
      <header><h1>\(title)</h1><p class="subtitle">\(subtitle)</p>
      <p class="disclaimer">\(Report.disclaimer)
      <span lang="ja">研究用です。医療機器ではありません。</span></p></header>

      """
    body += section("Summary", summary())
    body += section("Ranking", rankTable())
    body += section("Scores of each team", charts(boxes()))
    body += section("Stability of the ranks", stabilityFigures())
    body += section("Which teams can be told apart", significance())
    body += section("Other schemes", schemeTable())
    body += section("Other sets of metrics", metricSetTable())
    body += section("Leaving out one site", siteTable())
    body += section("Missing scores", missingTable())
    body += section("Podiums", podiums())
    body += section("How to read and repeat this", method())
    body += "<footer>\(Report.disclaimer) Made with Kakehashi.</footer>"
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(title)</title>
      <style>\(pageStyle)\(rankingStyle)</style></head>
      <body><main>
      \(body)
      </main></body></html>

      """
    return page.text
  }

  private var subtitle: String {
    "\(teams.count) teams, \(analysis.cases) cases, "
      + "\(analysis.metrics.map(\.name).joined(separator: ", "))"
  }

  /// A section with its heading; nothing at all where there is no content.
  private func section(_ heading: String, _ content: Markup) -> Markup {
    content.text.isEmpty ? "" : "<section><h2>\(heading)</h2>\n\(content)</section>\n"
  }
}
