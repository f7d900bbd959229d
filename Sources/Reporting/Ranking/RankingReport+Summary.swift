import Evaluation

extension RankingReport {
  /// The result in a few sentences, in English and in Japanese.
  func summary() -> Markup {
    guard let first = analysis.ranking.first else { return "" }
    let winners = analysis.ranking.filter { $0.rank == 1 }.map(\.team)
    let scheme = analysis.settings.scheme
    var english =
      "\(winners.joined(separator: " and ")) \(winners.count == 1 ? "is" : "are") first by "
      + "\(scheme.rawValue) (\(scheme.scoreName) \(fixed(first.score, 3)))"
    var japanese =
      "\(scheme.rawValue)方式の1位は\(winners.joined(separator: "、"))です"
      + "(スコア\(fixed(first.score, 3)))。"
    if let share = first.firstShare, let stability = analysis.bootstrap.first {
      let times = Int((share * Double(stability.bootstraps)).rounded())
      english += ", in \(times) of \(stability.bootstraps) bootstraps"
      japanese += "ブートストラップ\(stability.bootstraps)回中\(times)回で1位でした。"
    }
    english += ". "
    if let kendall = analysis.bootstrap.first?.kendall {
      english += "Mean Kendall’s tau over the bootstraps: \(fixed(kendall.mean, 3)). "
      japanese += "Kendallの順位相関係数の平均は\(fixed(kendall.mean, 3))です。"
    }
    let groups = sharedGroups()
    if groups.isEmpty {
      english += "All neighbours in the ranking can be told apart. "
      japanese += "隣り合う順位の間にはすべて有意差がありました。"
    } else {
      let texts = groups.map { "\($0.teams.joined(separator: ", ")) (rank \($0.rank))" }
      english += "Not told apart, sharing a rank: \(texts.joined(separator: "; ")). "
      let others = groups.map { "\($0.teams.joined(separator: "、"))(\($0.rank)位)" }
      japanese += "有意差がなく同順位とみなされるチーム: \(others.joined(separator: "、"))。"
    }
    for site in analysis.leaveOneSiteOut {
      english += "Without \(site.site): tau \(fixed(site.kendall, 3)). "
    }
    return """
      <p>\(english)</p>
      <p lang="ja">\(teams.count)チーム、\(analysis.cases)症例、\(analysis.metrics.count)指標。\
      \(japanese)研究用の結果であり、診断には使用できません。</p>

      """
  }

  /// The teams that share a rank, where more than one does.
  private func sharedGroups() -> [(rank: Int, teams: [String])] {
    Dictionary(grouping: analysis.ranking, by: \.sharedRank)
      .filter { $0.value.count > 1 }
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.map(\.team)) }
  }

  /// How the ranks come about, and how to get them again.
  func method() -> Markup {
    let rows = facts.map {
      "<tr><th>\($0.name)</th><td><code>\($0.value)</code></td></tr>\n" as Markup
    }
    return """
      <p class="fine">rank-then-mean (the challenge): teams are ranked on each case and metric, ties
      take the minimum rank, and ranks are averaged over metrics and cases. rank-then-median: the
      median instead. mean-then-rank, median-then-rank: scores are averaged over the cases first,
      ranked for each metric, and ranks averaged. test-based: for each metric teams are
      ranked by how many others they beat in one-sided signed-rank tests, and ranks averaged. Box: quartiles and median; whiskers: outermost cases within 1.5
      interquartile ranges; dots: cases beyond.</p>
      <table class="facts">
      <tr><th>Bootstraps</th><td>\(analysis.settings.bootstraps), seed \
      \(String(analysis.settings.seed)), \(analysis.settings.generator.rawValue)</td></tr>
      <tr><th>Missing scores</th><td>\(analysis.missing.rawValue)</td></tr>
      \(rows)</table>

      """
  }
}
