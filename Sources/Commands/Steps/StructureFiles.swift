import DataSets
import Foundation
import Imaging
import NIfTI

/// A folder of label maps of neighbouring structures, with the table of names beside them.
///
/// The table is `dseg.tsv` as BIDS has it: columns index and name. Files are `{case}_Structures.nii.gz`,
/// `{case}_Label.nii.gz` or `{case}.nii.gz`.
package struct StructureFiles {
  /// The table's file name.
  package static let tableName = "dseg.tsv"

  private let folder: URL
  private let files: [String: URL]
  private let labels: [String: Set<UInt8>]

  /// Reads the table and lists the files.
  ///
  /// - Throws: `CommandError` where the folder or the table is missing or has no brainstem.
  init(_ folder: URL) throws {
    self.folder = folder
    files = Dictionary(
      try labelFiles(in: folder).map { name, file in
        (name.hasSuffix("_Structures") ? String(name.dropLast("_Structures".count)) : name, file)
      }, uniquingKeysWith: { first, _ in first })
    let table = folder.appending(path: Self.tableName)
    let lines = try readText(table).split(whereSeparator: \.isNewline).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let index = lines.first?.firstIndex(of: "index"),
      let name = lines.first?.firstIndex(of: "name")
    else {
      throw CommandError("\(table.path): expected columns index and name, separated by tabs")
    }
    var labels: [String: Set<UInt8>] = [:]
    for (number, line) in lines.enumerated().dropFirst() {
      guard line.count > max(index, name), let value = UInt8(line[index]) else {
        throw CommandError(
          "\(table.path): line \(number + 1): expected an index from 0 to 255 and a name")
      }
      labels[line[name].lowercased(), default: []].insert(value)
    }
    guard labels["brainstem"] != nil else {
      throw CommandError(
        "\(table.path): expected a structure named brainstem, found "
          + labels.keys.sorted().joined(separator: ", "))
    }
    self.labels = labels
  }

  /// The masks of a case's brainstem and cerebellum.
  ///
  /// - Throws: `CommandError` where the case has no file; `NIfTIError`.
  func masks(of name: String) throws -> (brainstem: Mask?, cerebellum: Mask?) {
    guard let file = files[name] else {
      throw CommandError("\(folder.path): expected a label map of \(name), found none")
    }
    let map = try readNIfTILabels(file.path).labels
    let mask = { (structure: String) in labels[structure].map { map.mask(of: $0) } }
    return (mask("brainstem"), mask("cerebellum"))
  }

  /// The table of structures with their values, for a folder that is written.
  package static func table(_ structures: [(value: UInt8, name: String)]) -> String {
    (["index\tname"] + structures.map { "\($0.value)\t\($0.name)" }).joined(separator: "\n") + "\n"
  }
}
