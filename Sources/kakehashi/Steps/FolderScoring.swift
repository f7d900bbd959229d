import DataSets
import Evaluation
import Foundation
import Imaging
import NIfTI

/// Scores every reference of a folder; one without a prediction is scored as a failure.
///
/// - Parameters:
///   - edition: what the predictions' labels mean.
///   - referenceEdition: what the references' labels mean; where it differs, the whole tumour and the
///     cochlea, which every edition has, are scored.
///   - only: the case names to score; `nil` for every reference in the folder.
/// - Throws: `CommandError` for an empty folder, labels outside the edition or two files of one case;
///   `GridMismatch` when a prediction lies on another grid.
func scoreFolder(
  predictions: URL, reference: URL, edition: Edition, referenceEdition: Edition? = nil,
  only: Set<String>? = nil
) throws -> ScoreTable {
  let references = try labelFiles(in: reference).filter { only?.contains($0.key) ?? true }
  guard !references.isEmpty else {
    throw CommandError("\(reference.path): expected true label maps, found none to score")
  }
  let predicted = try labelFiles(in: predictions)
  let truthEdition = referenceEdition ?? edition
  let isMixed = truthEdition.labelMapping != edition.labelMapping
  let structures = (isMixed ? Edition.crossmoda2022 : edition).structures
    .map { ScoredStructure(name: $0.name, labels: $0.labels) }
  var rows: [CaseScore] = []
  for (name, file) in references.sorted(by: { $0.key < $1.key }) {
    var truth = try checkedLabels(file, edition: truthEdition)
    var prediction = try predicted[name].map { try checkedLabels($0, edition: edition) }
    if isMixed {
      truth = truthEdition.undivided(truth)
      prediction = prediction.map(edition.undivided)
    }
    rows += try score(
      prediction: prediction, reference: truth, case: name, site: siteName(of: name),
      structures: structures)
  }
  return ScoreTable(rows: rows)
}

/// The NIfTI files of a folder by case name.
private func labelFiles(in folder: URL) throws -> [String: URL] {
  guard
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
  else { throw CommandError("\(folder.path): expected a folder of label maps, found none") }
  var byCase: [String: URL] = [:]
  for file in files.sorted(by: { $0.path < $1.path })
  where file.path.hasSuffix(".nii.gz") || file.path.hasSuffix(".nii") {
    if let other = byCase.updateValue(file, forKey: caseName(of: file)) {
      throw CommandError(
        "\(folder.path): expected one file a case, found \(other.lastPathComponent) and "
          + file.lastPathComponent)
    }
  }
  return byCase
}

private func checkedLabels(_ file: URL, edition: Edition) throws -> LabelMap {
  let labels = try readNIfTILabels(file.path).labels
  let allowed = edition.labelValues.union([0])
  if let stranger = labels.labels.first(where: { !allowed.contains($0) }) {
    throw CommandError(
      "\(file.path): expected label values \(allowed.sorted()) of \(edition.rawValue), "
        + "found \(stranger)")
  }
  return labels
}

/// The site in a challenge case name, as "ldn" in "crossmoda2023_ldn_3"; "all" for other names.
func siteName(of name: String) -> String {
  let parts = name.split(separator: "_")
  return parts.count >= 3 ? String(parts[parts.count - 2]) : "all"
}

/// The table of means as plain text, one line per structure and site.
func summaryText(_ table: ScoreTable) -> String {
  func field(_ value: Double?, _ digits: Int) -> String {
    value.map { String(format: "%.\(digits)f", $0) } ?? "-"
  }
  func pad(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
  }
  var lines = [
    pad("structure", 14) + pad("site", 6) + pad("cases", 7) + pad("Dice", 8) + pad("ASSD mm", 9)
      + "Dice<0.7"
  ]
  for structure in table.structures {
    // One site is all of them.
    let sites = table.sites.count > 1 ? table.sites.map(Optional.some) : []
    for site in sites + [nil] {
      let counts = table.counts(structure: structure, site: site)
      lines.append(
        pad(structure, 14) + pad(site ?? "all", 6) + pad(String(counts.averaged), 7)
          + pad(field(table.mean(.dice, structure: structure, site: site), 3), 8)
          + pad(field(table.mean(.assd, structure: structure, site: site), 2), 9)
          + String(counts.lowDice))
    }
  }
  return lines.joined(separator: "\n")
}
