import Evaluation

extension Report {
  /// One row per structure and run, over all sites.
  func scoreTable(_ comparison: Comparison) -> Markup {
    guard !comparison.structures.isEmpty else { return "" }
    let rows = comparison.structures.flatMap { structure in
      runs.enumerated().map { n, run in
        let dice = run.scores.distribution(of: .dice, structure: structure)
        let assd = run.scores.distribution(of: .assd, structure: structure)
        let counts = run.scores.counts(structure: structure)
        let closed = comparison.gapClosed(by: run, structure: structure)
        return """
          <tr\(rowClass(n))>\(structureCell(structure, n))<td class="run">\
          \(dot(comparison.colours[n]))\(run.name)</td><td>\(counts.averaged)</td>\
          <td>\(meanAndDeviation(dice?.mean, dice?.standardDeviation, 3))</td>\
          <td>\(fixed(dice?.median, 3))</td>\
          <td>\(meanAndDeviation(assd?.mean, assd?.standardDeviation, 2))</td>\
          <td>\(fixed(assd?.median, 2))</td>\
          <td>\(counts.lowDice)</td><td>\(counts.highASSD)</td><td>\(percentage(closed))</td></tr>

          """ as Markup
      }
    }
    return """
      <div class="scroll"><table class="scores"><thead><tr><th>Structure</th><th>Run</th>\
      <th>Cases</th><th>Dice<small>mean ± SD</small></th><th>Dice<small>median</small></th>\
      <th>ASSD, mm<small>mean ± SD</small></th><th>ASSD, mm<small>median</small></th>\
      <th>Dice<small>&lt; 0.7</small></th><th>ASSD<small>&gt; 2 mm</small></th>\
      <th>Gap<small>closed</small></th></tr></thead><tbody>
      \(rows)</tbody></table></div>
      \(exclusions(comparison))
      """
  }

  /// One row per structure and run, one column pair per site.
  func siteTable(_ comparison: Comparison) -> Markup {
    let sites = comparison.sites
    guard sites.count > 1 else { return "" }
    let heads = sites.map { "<th colspan=\"2\" class=\"site\">\($0)</th>" as Markup }
    let units = sites.map { _ in
      "<th class=\"site\"><small>Dice</small></th><th><small>ASSD, mm</small></th>" as Markup
    }
    let rows = comparison.structures.flatMap { structure in
      runs.enumerated().map { n, run in
        let cells = sites.map { site in
          let dice = run.scores.distribution(of: .dice, structure: structure, site: site)
          let assd = run.scores.distribution(of: .assd, structure: structure, site: site)
          return """
            <td class="site">\(meanAndDeviation(dice?.mean, dice?.standardDeviation, 3))\
            <small>\(fixed(dice?.median, 3))</small></td>\
            <td>\(meanAndDeviation(assd?.mean, assd?.standardDeviation, 2))\
            <small>\(fixed(assd?.median, 2))</small></td>
            """ as Markup
        }
        return """
          <tr\(rowClass(n))>\(structureCell(structure, n))<td class="run">\
          \(dot(comparison.colours[n]))\(run.name)</td>\(cells)</tr>

          """ as Markup
      }
    }
    return """
      <div class="scroll"><table class="scores"><thead><tr><th rowspan="2">Structure</th>\
      <th rowspan="2">Run</th>\(heads)</tr><tr>\(units)</tr></thead><tbody>
      \(rows)</tbody></table></div>
      <p class="fine">Mean ± SD, and the median below.</p>

      """
  }

  /// Every row of every run, folded away.
  func caseTables(_ comparison: Comparison) -> Markup {
    let tables = runs.enumerated().map { n, run in
      let rows = run.scores.rows.map { row in
        """
        <tr><th>\(row.case)</th><td class="run">\(row.site)</td>\
        <td class="run">\(row.structure)</td><td>\(fixed(row.dice, 3))</td>\
        <td>\(fixed(row.assd, 2))</td><td>\(fixed(row.hd95, 2))</td>\
        <td>\(fixed(row.predictedVolume, 0))</td><td>\(fixed(row.referenceVolume, 0))</td>\
        <td class="run">\(row.outcome == .scored ? "" : remark(row.outcome))</td></tr>

        """ as Markup
      }
      return """
        <details><summary>\(dot(comparison.colours[n]))\(run.name): \
        \(run.scores.rows.count) rows</summary>
        <div class="scroll"><table class="cases"><thead><tr><th>Case</th><th>Site</th>\
        <th>Structure</th><th>Dice</th><th>ASSD, mm</th><th>HD95, mm</th>\
        <th>Predicted, mm³</th><th>Reference, mm³</th><th>Remark</th></tr></thead><tbody>
        \(rows)</tbody></table></div></details>

        """ as Markup
    }
    return tables.reduce("", +)
  }

  /// What the means leave out or penalise, in words; nothing where every row was measured.
  private func exclusions(_ comparison: Comparison) -> Markup {
    var items: [Markup] = []
    for run in runs {
      let missing = run.scores.missingCases
      if !missing.isEmpty {
        items.append(
          """
          <li>\(run.name): no prediction of \(missing.joined(separator: ", ")); \
          scored as failures.</li>
          """)
      }
      for structure in comparison.structures {
        let counts = run.scores.counts(structure: structure)
        var parts: [String] = []
        if counts.emptyPredictions > 0 {
          parts.append("\(counts.emptyPredictions) predicted empty")
        }
        if counts.falseAlarms > 0 {
          parts.append("\(counts.falseAlarms) predicted though absent")
        }
        if counts.excluded > 0 { parts.append("\(counts.excluded) not in the means") }
        guard !parts.isEmpty else { continue }
        items.append("<li>\(run.name), \(structure): \(parts.joined(separator: ", ")).</li>")
      }
    }
    return items.isEmpty ? "" : "<ul class=\"fine\">\(items)</ul>\n"
  }

  private func remark(_ outcome: CaseScore.Outcome) -> String {
    switch outcome {
    case .scored: "scored"
    case .missingPrediction: "no prediction"
    case .emptyPrediction: "predicted empty"
    case .falseAlarm: "absent in reference"
    case .bothEmpty: "absent in both"
    }
  }

  private func structureCell(_ structure: String, _ run: Int) -> Markup {
    run == 0 ? "<th rowspan=\"\(runs.count)\">\(structure)</th>" : ""
  }

  private func rowClass(_ run: Int) -> Markup { run == 0 ? " class=\"first\"" : "" }

  private func dot(_ colour: Int) -> Markup { "<i class=\"swatch c\(colour)\"></i>" }
}
