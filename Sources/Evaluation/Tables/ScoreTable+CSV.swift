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
          csvField(row.case), csvField(row.site), csvField(row.structure), row.outcome.rawValue,
          csvNumber(row.dice), csvNumber(row.assd), csvNumber(row.hd95),
          csvNumber(row.predictedVolume),
          csvNumber(row.referenceVolume),
        ].joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// As ``csv()``, with every further metric in columns of its own.
  public func fullCSV() -> String {
    let names = [
      "case", "site", "structure", "outcome", "dice", "jaccard", "sensitivity", "precision",
      "assd_mm", "hd_mm", "hd95_mm", "nsd", "predicted_volume_mm3", "reference_volume_mm3",
      "absolute_volume_error_mm3", "relative_volume_error", "lesions_found", "lesions_made_up",
      "lesions_missed",
    ]
    let lines = rows.map { row -> [String] in
      let further = row.further
      let lesions = further?.lesions
      let numbers: [Double?] = [
        row.dice, further?.jaccard, further?.sensitivity, further?.precision, row.assd,
        further?.hd, row.hd95, further?.nsd, row.predictedVolume, row.referenceVolume,
        further?.absoluteVolumeError, further?.relativeVolumeError,
      ]
      let counts: [Int?] = [
        lesions?.truePositives, lesions?.falsePositives, lesions?.falseNegatives,
      ]
      let texts = [csvField(row.case), csvField(row.site), csvField(row.structure)]
      return texts + [row.outcome.rawValue] + numbers.map(csvNumber)
        + counts.map { $0.map(String.init) ?? "" }
    }
    return ([names] + lines).map { $0.joined(separator: ",") + "\n" }.joined()
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
              csvField(structure), csvField(site ?? "all"), metric.rawValue, "\(d?.count ?? 0)",
              csvNumber(d?.mean), csvNumber(d?.standardDeviation), csvNumber(d?.median),
              csvNumber(d?.lowerQuartile), csvNumber(d?.upperQuartile), csvNumber(d?.minimum),
              csvNumber(d?.maximum), "\(counts.excluded)", "\(counts.missingPredictions)",
              "\(counts.emptyPredictions)", "\(counts.falseAlarms)", "\(counts.lowDice)",
              "\(counts.highASSD)",
            ].joined(separator: ","))
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A number with all its digits; nothing for `nil`.
func csvNumber(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

/// A field as RFC 4180 wants it: quoted where it holds a comma, a quote or a line break.
///
/// Scalars are looked at, so that a mark joined to a comma or a quote hides neither.
package func csvField(_ text: String) -> String {
  let breaks = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || Character($0).isNewline }
  guard breaks else { return text }
  var quoted = "\"".unicodeScalars
  for scalar in text.unicodeScalars {
    quoted.append(scalar)
    if scalar == "\"" { quoted.append(scalar) }
  }
  return String(quoted) + "\""
}
