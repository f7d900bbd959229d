extension ScoreTable {
  /// One line per row, with a header; lengths in mm, volumes in mm3, excluded scores left empty.
  ///
  /// Numbers are printed with all their digits, so reading them back gives the same values.
  public func csv() -> String {
    var lines = [
      "case,site,structure,outcome,dice,assd_mm,hd95_mm,predicted_volume_mm3,reference_volume_mm3"
    ]
    for row in rows {
      lines.append(
        [
          field(row.case), field(row.site), field(row.structure), row.outcome.rawValue,
          number(row.dice), number(row.assd), number(row.hd95), number(row.predictedVolume),
          number(row.referenceVolume),
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One line per structure and site, first over all sites ("all"), with a header.
  public func summaryCSV() -> String {
    var lines = [
      "structure,site,metric,count,mean,standard_deviation,median,lower_quartile,upper_quartile,"
        + "minimum,maximum,excluded,missing_predictions,empty_predictions,false_alarms,"
        + "dice_below_0.7,assd_above_2mm"
    ]
    for structure in structures {
      for site in [nil] + sites.map(Optional.some) {
        let counts = counts(structure: structure, site: site)
        guard counts.rows > 0 else { continue }
        for metric in ScoreMetric.allCases {
          let d = distribution(of: metric, structure: structure, site: site)
          lines.append(
            [
              field(structure), field(site ?? "all"), metric.rawValue, "\(d?.count ?? 0)",
              number(d?.mean), number(d?.standardDeviation), number(d?.median),
              number(d?.lowerQuartile), number(d?.upperQuartile), number(d?.minimum),
              number(d?.maximum), "\(counts.excluded)", "\(counts.missingPredictions)",
              "\(counts.emptyPredictions)", "\(counts.falseAlarms)", "\(counts.lowDice)",
              "\(counts.highASSD)",
            ].joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

private func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

/// A field as RFC 4180 wants it: quoted where it holds a comma, a quote or a line break.
private func field(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false)
    .joined(separator: "\"\"") + "\""
}
