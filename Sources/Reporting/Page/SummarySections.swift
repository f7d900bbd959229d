import Evaluation

extension Report {
  /// One tile per structure: the method's mean Dice between its bounds.
  func keyFigures(_ comparison: Comparison) -> Markup {
    guard let adapted = comparison.run(.adapted) else { return "" }
    let tiles = comparison.structures.compactMap { structure -> Markup? in
      guard let value = adapted.scores.mean(.dice, structure: structure) else { return nil }
      let lower = comparison.run(.sourceOnly)?.scores.mean(.dice, structure: structure)
      let upper = comparison.run(.supervised)?.scores.mean(.dice, structure: structure)
      let closed = comparison.gapClosed(by: adapted, structure: structure)
      var details: Markup = ""
      if let lower, let upper {
        details = """
          \(GapGauge(lowerBound: lower, value: value, upperBound: upper).markup())\
          <p class="ends"><span>source-only <b>\(fixed(lower, 2))</b></span>\
          <span>supervised <b>\(fixed(upper, 2))</b></span></p>
          """
      }
      let share: Markup = closed == nil ? "" : "<p>gap closed <b>\(percentage(closed))</b></p>"
      return """
        <div class="tile"><h3>\(structure)</h3>\
        <p class="figure">\(fixed(value, 2))<small>mean Dice</small></p>\
        \(details)\(share)</div>

        """
    }
    return tiles.isEmpty ? "" : "<div class=\"tiles\">\(tiles)</div>\n"
  }

  /// The result in a few sentences, in English and in Japanese.
  func summary(_ comparison: Comparison) -> Markup {
    guard let run = comparison.run(.adapted) ?? runs.last, !comparison.structures.isEmpty else {
      return ""
    }
    let english = comparison.structures.map { structure -> String in
      var text = "\(structure) \(fixed(run.scores.mean(.dice, structure: structure), 2))"
      if let bounds = bounds(comparison, structure, "source-only", "supervised", " (", ", ", ")") {
        text += bounds
      }
      return text
    }
    let japanese = comparison.structures.map { structure -> String in
      var text =
        "\(japaneseName(structure)) \(fixed(run.scores.mean(.dice, structure: structure), 2))"
      if let bounds = bounds(comparison, structure, "適応なし", "教師あり", "(", "、", ")") {
        text += bounds
      }
      return text
    }
    let failures = comparison.structures.reduce(0) {
      $0 + run.scores.counts(structure: $1).lowDice
    }
    let rows = comparison.structures.reduce(0) {
      $0 + run.scores.counts(structure: $1).averaged
    }
    return """
      <p>\(comparison.caseCount) target cases from \(siteCount(comparison)). Mean Dice of \
      “\(run.name)”: \(english.joined(separator: "; ")). \
      \(gapSentence(comparison, run))\
      Dice is below 0.7 in \(failures) of \(rows) measured structures.</p>
      <p lang="ja">対象(T2画像)は\(comparison.sites.count)施設\(comparison.caseCount)症例です。\
      「\(run.name)」の平均Diceは、\(japanese.joined(separator: "、"))でした。\
      \(japaneseGapSentence(comparison, run))\
      評価した\(rows)構造のうち\(failures)構造でDiceが0.7未満でした。\
      研究用の結果であり、診断には使用できません。</p>

      """
  }

  /// How to read the figures, and how to get them again.
  func method(_ comparison: Comparison) -> Markup {
    let items = notes.map { "<li>\($0)</li>" as Markup }
    let rows = facts.map {
      "<tr><th>\($0.name)</th><td><code>\($0.value)</code></td></tr>\n" as Markup
    }
    // Typed, because a literal inside an interpolation would be text and be escaped.
    let noteList: Markup = items.isEmpty ? "" : "<ul>\(items)</ul>\n"
    let factTable: Markup =
      rows.isEmpty ? "" : "<table class=\"facts\">\n\(rows)</table>\n"
    let definitions: Markup =
      comparison.structures.isEmpty
      ? ""
      : """
      <p class="fine">Dice: overlap, 0 to 1. ASSD: average symmetric surface distance, over all
      surface voxels of both sides. HD95: 95th percentile of the same distances. A missing or empty
      prediction counts as Dice 0 and ASSD 350 mm, as in the crossMoDA challenge. SD: sample standard
      deviation. Gap closed: (run − source-only) / (supervised − source-only), in mean Dice.</p>

      """
    return noteList + definitions + factTable
  }

  private func bounds(
    _ comparison: Comparison, _ structure: String, _ lowerName: String, _ upperName: String,
    _ open: String, _ separator: String, _ close: String
  ) -> String? {
    let parts = [(ReportRun.Role.sourceOnly, lowerName), (.supervised, upperName)]
      .compactMap { role, name -> String? in
        guard let mean = comparison.run(role)?.scores.mean(.dice, structure: structure) else {
          return nil
        }
        return "\(name) \(fixed(mean, 2))"
      }
    return parts.isEmpty ? nil : open + parts.joined(separator: separator) + close
  }

  private func gapSentence(_ comparison: Comparison, _ run: ReportRun) -> String {
    let parts = comparison.structures.compactMap { structure in
      comparison.gapClosed(by: run, structure: structure).map { "\(percentage($0)) (\(structure))" }
    }
    return parts.isEmpty
      ? "" : "Share of the gap to supervision closed: \(parts.joined(separator: ", ")). "
  }

  private func japaneseGapSentence(_ comparison: Comparison, _ run: ReportRun) -> String {
    let parts = comparison.structures.compactMap { structure in
      comparison.gapClosed(by: run, structure: structure).map {
        "\(japaneseName(structure)) \(percentage($0))"
      }
    }
    return parts.isEmpty
      ? "" : "教師あり学習との差の解消率は、\(parts.joined(separator: "、"))です。"
  }

  private func siteCount(_ comparison: Comparison) -> String {
    comparison.sites.count == 1 ? "1 site" : "\(comparison.sites.count) sites"
  }

  private func japaneseName(_ structure: String) -> String {
    switch structure {
    case "VS": "前庭神経鞘腫"
    case "extra-meatal": "内耳道外"
    case "intra-meatal": "内耳道内"
    case "cochlea": "蝸牛"
    default: structure
    }
  }
}
