import Evaluation

extension RankingReport {
  /// Ranks, shared ranks, scores, intervals, and the median of each metric.
  func rankTable() -> Markup {
    let heads = scores.metrics.map { metric in
      """
      <th>\(metric.name)<small>median\(metric.isDistance ? ", mm" : "")</small></th>
      """ as Markup
    }
    let rows = analysis.ranking.map { row in
      let t = scores.teams.firstIndex(of: row.team)
      let medians = scores.metrics.indices.map { m in
        let median = t.flatMap { Distribution(scores.values(team: $0, metric: m))?.median }
        return "<td>\(fixed(median, 3))</td>" as Markup
      }
      return """
        <tr><td>\(row.rank)</td><td>\(row.sharedRank)</td><th>\(row.team)</th>\
        <td>\(fixed(row.score, 4))</td><td>\(row.interval?.text ?? noFigure)</td>\
        <td>\(row.firstShare.map { fixed(100 * $0, 1) + " %" } ?? noFigure)</td>\(medians)</tr>

        """ as Markup
    }
    return """
      <div class="scroll"><table class="ranks"><thead><tr><th>Rank</th><th>Shared<small>rank\
      </small></th><th class="run">Team</th>\
      <th>Score<small>\(analysis.settings.scheme.scoreName)</small></th>\
      <th>95 %<small>of ranks</small></th><th>First in<small>bootstraps</small></th>\(heads)</tr>\
      </thead><tbody>
      \(rows)</tbody></table></div>
      <p class="fine">Shared rank: neighbours that cannot be told apart share one.</p>

      """
  }

  func schemeTable() -> Markup {
    comparison(analysis.schemes.map { Column(name: $0.name, ranking: $0.ranking, tau: $0.kendall) })
  }

  func metricSetTable() -> Markup {
    analysis.metricSets.count < 2
      ? ""
      : comparison(
        analysis.metricSets.map { Column(name: $0.name, ranking: $0.ranking, tau: $0.kendall) })
  }

  func siteTable() -> Markup {
    comparison(
      analysis.leaveOneSiteOut.map {
        Column(
          name: "without \($0.site)", detail: "\($0.cases) cases", ranking: $0.ranking,
          tau: $0.kendall)
      })
  }

  func missingTable() -> Markup {
    let missing = analysis.missingValues
    guard missing.missingScores > 0 else {
      return "<p>No score is missing, and no distance equals the penalty of 350 mm.</p>\n"
    }
    return """
      <p>Scores that are missing or a penalty of 350 mm: \(missing.missingScores), in \
      \(missing.affectedCases) of \(analysis.cases) cases. The ranks, by what is done about them:</p>

      """
        + comparison(
          missing.outcomes.map { outcome in
            Column(
              name: outcome.treatment.rawValue, detail: "\(outcome.cases) cases",
              ranking: outcome.ranking, tau: nil)
          })
  }

  private struct Column {
    let name: String
    var detail = ""
    let ranking: Ranking
    let tau: Double?
  }

  /// Rankings side by side; ranks that differ from the main one stand out.
  private func comparison(_ columns: [Column]) -> Markup {
    guard !columns.isEmpty else { return "" }
    let heads = columns.map { "<th>\($0.name)<small>\($0.detail)</small></th>" as Markup }
    let rows = analysis.ranking.map { row in
      let cells = columns.map { column -> Markup in
        let place = column.ranking.rows.first { $0.team == row.team }
        let mark: Markup = place?.rank == row.rank ? "" : " class=\"moved\""
        return """
          <td\(mark)><small>\(fixed(place?.score, 2))</small>\
          \(place.map { "\($0.rank)" } ?? noFigure)</td>
          """
      }
      return "<tr><td>\(row.rank)</td><th>\(row.team)</th>\(cells)</tr>\n" as Markup
    }
    let taus = columns.map { "<td>\(fixed($0.tau, 3))</td>" as Markup }
    let foot: Markup =
      columns.allSatisfy { $0.tau == nil }
      ? "" : "<tr class=\"total\"><td></td><th>Kendall’s tau</th>\(taus)</tr>\n"
    return """
      <div class="scroll"><table class="ranks"><thead><tr><th>Rank</th>\
      <th class="run">Team</th>\(heads)</tr></thead><tbody>
      \(rows)\(foot)</tbody></table></div>

      """
  }
}
