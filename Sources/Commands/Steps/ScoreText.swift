import Evaluation
import Foundation

/// The table of means as plain text, one line per structure and site, the sites together last.
func summaryText(_ table: ScoreTable) -> String {
  var lines = [
    pad("structure", 14) + pad("site", 6) + pad("cases", 7) + pad("Dice", 8) + pad("ASSD mm", 9)
      + pad("HD95 mm", 9) + "Dice<0.7"
  ]
  for structure in table.structures {
    // One site is all of them.
    let sites = table.sites.count > 1 ? table.sites.map(Optional.some) : []
    for site in sites + [nil] {
      let counts = table.counts(structure: structure, site: site)
      lines.append(
        pad(structure, 14) + pad(site ?? "all", 6) + pad(String(counts.averaged), 7)
          + pad(decimals(table.mean(.dice, structure: structure, site: site), 3), 8)
          + pad(decimals(table.mean(.assd, structure: structure, site: site), 2), 9)
          + pad(decimals(table.mean(.hd95, structure: structure, site: site), 2), 9)
          + String(counts.lowDice))
    }
  }
  return lines.joined(separator: "\n")
}

/// A number with so many decimals; "-" for none.
func decimals(_ value: Double?, _ digits: Int) -> String {
  value.map { String(format: "%.\(digits)f", $0) } ?? "-"
}

/// Text filled up with blanks to a column's width.
package func pad(_ text: String, _ width: Int) -> String {
  text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
}
