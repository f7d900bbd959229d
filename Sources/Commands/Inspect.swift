package import ArgumentParser
package import DataSets
import Foundation

/// Checks a data set and prints what is in it.
package struct Inspect: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Checks a data set or scans and prints their fingerprint.",
    discussion: """
      Takes a crossMoDA folder of any edition, an nnU-Net raw folder, a CSV manifest, a folder of
      scans or one scan. Ends with a non-zero status when something stands in the way of training.

      Examples:
        kakehashi inspect data/
        kakehashi inspect scan.nii.gz
      """)

  @Argument(help: "The data set, or NIfTI scans.")
  var data: String

  @Option(help: "Folder of true labels of target cases, to be checked as well.")
  var truth: String?

  @Flag(help: "Open headers alone; finds no wrong label values.")
  var shallow = false

  @Flag(help: "Print the report as JSON.")
  var json = false

  package init() {}

  package func run() throws {
    let isPlain = DataSet.isPlainScans(data)
    let dataSet = isPlain ? try plainScans() : try DataSet.load(data, truth: truth)
    let report = try inspect(dataSet, deep: !shallow)
    if json {
      print(String(decoding: try readableJSON(report), as: UTF8.self))
    } else {
      print(isPlain ? scansText(of: report) : text(of: report))
    }
    try requireUsable(report)
  }

  private func plainScans() throws -> DataSet {
    if truth != nil { throw CommandError("--truth expects a data set, found plain scans: \(data)") }
    let files = try scanFiles(at: data)
    return DataSet.plainScans(
      files.map { (caseName(of: $0), $0.path) },
      root: fileURL(data).deletingLastPathComponent().path)
  }

  private func scansText(of report: DataSetReport) -> String {
    let lines = report.cases.map { "  \(line($0))" } + problems(of: report)
    return (["\(data): \(report.cases.count) scans"] + lines).joined(separator: "\n")
  }

  private func problems(of report: DataSetReport) -> [String] {
    report.warnings.map { "warning: \($0)" } + report.errors.map { "error: \($0)" }
  }

  private func text(of report: DataSetReport) -> String {
    var lines = ["\(report.root): \(report.edition.rawValue), \(report.cases.count) cases"]
    for role in Role.allCases {
      for site in Set(report.cases.map(\.site)).sorted() {
        let group = report.cases.filter { $0.role == role && $0.site == site }
        guard !group.isEmpty else { continue }
        lines.append("\(role.rawValue), \(site): \(group.count) cases")
        for item in group { lines.append("  \(line(item))") }
      }
    }
    lines += problems(of: report)
    return lines.joined(separator: "\n")
  }

  private func line(_ item: CaseReport) -> String {
    var parts = [item.id, item.modality.rawValue]
    if let image = item.image {
      let s = image.spacing
      parts.append("\(image.size.x)x\(image.size.y)x\(image.size.z)")
      parts.append(String(format: "%.2fx%.2fx%.2f mm", s.x, s.y, s.z))
      parts += [image.orientation, image.dataType]
    }
    if let values = item.intensities {
      parts.append(
        String(
          format: "p1 %.0f p50 %.0f p99 %.0f",
          values.percentile1, values.median, values.percentile99))
    }
    for structure in item.structures where structure.voxelCount > 0 {
      parts.append(String(format: "%@ %.0f mm3", structure.name, structure.volume))
    }
    return parts.joined(separator: "  ")
  }
}

/// A data set that has been loaded and has passed a shallow inspection.
///
/// - Throws: `CommandError` with the first error, and how many more there are.
package func checkedDataSet(at path: String) throws -> DataSet {
  let dataSet = try DataSet.load(path)
  try requireUsable(inspect(dataSet, deep: false))
  return dataSet
}

/// - Throws: `CommandError` with the first error of a data set, and how many more there are.
private func requireUsable(_ report: DataSetReport) throws {
  guard let first = report.errors.first else { return }
  let rest = report.errors.count - 1
  throw CommandError(rest == 0 ? first : "\(first) (and \(rest) more; see kakehashi inspect)")
}
