import Evaluation

extension RankingReport {
  func charts(_ figures: [Markup]) -> Markup {
    figures.isEmpty ? "" : "<div class=\"charts\">\(figures)</div>\n"
  }

  func boxes() -> [Markup] {
    scores.metrics.indices.map { ScoreBoxes(scores, metric: $0, order: teams).markup() }
  }

  func stabilityFigures() -> Markup {
    guard let first = analysis.bootstrap.first else { return "" }
    let figures = analysis.bootstrap.map { RankBlobs(stability: $0).markup() }
    return charts([TauViolins(stabilities: analysis.bootstrap).markup()] + figures) + """
      <p class="fine">The cases were drawn again \(first.bootstraps) times with replacement and
      ranked each time. Area of a blob: how often the team took the rank; line: 95 % of the
      rankings. Violins: density of Kendall’s tau-b between each of these rankings and the one of
      all cases; dot: mean.</p>

      """
  }

  func significance() -> Markup {
    let map = analysis.significance
    let matrix: Markup =
      teams.count > SignificanceMatrix.largestTeamCount
      ? "" : SignificanceMatrix(map: map).markup()
    let neighbours = zip(teams, teams.dropFirst()).compactMap { team, next -> Markup? in
      guard let c = map.comparison(of: team, with: next) else { return nil }
      return """
        <tr><th>\(team)</th><td class="run">\(next)</td><td>\(c.differingCases)</td>\
        <td>\(fixed(c.statistic, 1))</td><td>\(pText(c.pValue))</td>\
        <td>\(pText(c.adjustedPValue))</td></tr>

        """
    }
    return """
      <div class="charts told">\(matrix)
      <div><h3>Neighbours in the ranking</h3><div class="scroll">\
      <table class="ranks neighbours"><thead><tr><th class="run">Team</th><th class="run">Next</th>\
      <th>Cases<small>that differ</small></th><th>W</th><th>p</th>\
      <th>p<small>Holm</small></th></tr></thead><tbody>
      \(neighbours)</tbody></table></div></div></div>
      <p class="fine">Wilcoxon’s signed-rank test on the mean rank of each case, \
      \(map.test.alternative.rawValue), adjusted after Holm for all pairs of teams; significant \
      below \(decimal(map.test.alpha, 4)).</p>

      """
  }

  func podiums() -> Markup {
    guard teams.count <= Podium.largestTeamCount else { return "" }
    let legend = teams.enumerated().map { n, team in
      "<span><i class=\"swatch \(TeamSlots.colour(n))\"></i>\(team)</span>" as Markup
    }
    let figures = scores.metrics.indices.map { Podium(scores, metric: $0, order: teams).markup() }
    return """
      <div class="legend">\(legend)</div>
      \(figures)
      <p class="fine">Each place holds one column a team, in the order of the legend. A dot is a
      case on which the team took that place, a line joins the dots of one case, and the bars below
      count the dots.</p>

      """
  }
}
