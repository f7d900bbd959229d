package import ArgumentParser
import Clinical
import DataSets
import Foundation
import Imaging
import NIfTI

/// Lists what a reader should know of scans before trusting a number measured on them.
package struct Flags: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Flags scans and segmentations that numbers should not be trusted on, with reasons.",
    discussion: """
      Looks at field of view, contrast, slice distance, missing slices, orientation, noise and motion;
      with predictions (-p) also at cochleas, volumes, positions and pieces; with a second set of
      predictions (--second) at their agreement; with --sides at the side that the records state.
      What each flag can find and what it cannot: Documentation/Guides/koos-and-flags.md.

      Examples:
        kakehashi flags scans/ -p predictions/ --json flags.json
        kakehashi flags scans/ --strict
      """)

  @Argument(help: "A NIfTI file, or a folder of them.")
  var scans: String

  @Option(name: [.short, .long], help: "The folder of predicted label maps.")
  var predictions: String?

  @Option(help: "A second folder of predicted label maps, as of another model.")
  var second: String?

  @Option(help: "The edition of the labels.")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(help: "A CSV table of stated sides: columns case and side (left or right).")
  var sides: String?

  @Option(help: "Write flags, measures and limits as JSON to this file; - prints it.")
  var json: String?

  @Flag(help: "End with a non-zero status when a case has an error flag.")
  var strict = false

  package init() {}

  package mutating func validate() throws {
    guard Edition(rawValue: edition) != nil else {
      let names = Edition.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--edition expects one of \(names), found \(edition)")
    }
    guard second == nil || predictions != nil else {
      throw ValidationError("--second expects --predictions to compare with")
    }
  }

  package func run() throws {
    let files = try scanFiles(at: scans)
    let first = try predictions.map { try labelFiles(in: fileURL($0)) }
    let other = try second.map { try labelFiles(in: fileURL($0)) }
    let stated = try sides.map { try statedSides(fileURL($0)) } ?? [:]
    let cases = try files.map { file in
      let name = caseName(of: file)
      return FlagReport.Entry(
        name: name,
        flags: try flags(file, name, first, other, isStatedRightSided: stated[name]))
    }
    if let json { try writeOutput(readableJSON(FlagReport(cases: cases)), to: json) }
    if json != "-" {
      for entry in cases { print(entry.text) }
      print("\n" + researchNotice)
    }
    let bad = cases.filter { $0.flags.contains { $0.severity == .error } }.count
    if strict, bad > 0 {
      throw CommandError("\(scans): \(bad) of \(cases.count) cases have an error flag, see above")
    }
  }

  private func flags(
    _ file: URL, _ name: String, _ first: [String: URL]?, _ second: [String: URL]?,
    isStatedRightSided: Bool?
  ) throws -> [QualityFlag] {
    let scan = try readNIfTI(file.path)
    let labels = try first.map { try prediction(of: name, in: $0, predictions) }
    let other = try second.map { try prediction(of: name, in: $0, self.second) }
    do throws(GridMismatch) {
      var input = try QualityInput(
        scan, labels: labels, second: other, Edition(rawValue: edition) ?? .crossmoda2023)
      input.isStatedRightSided = isStatedRightSided
      return qualityFlags(input)
    } catch {
      throw CommandError("\(name): \(error)")
    }
  }

  private func prediction(
    of name: String, in files: [String: URL], _ folder: String?
  ) throws -> LabelMap {
    guard let file = files[name] else {
      throw CommandError("\(folder ?? ""): expected a label map of \(name), found none")
    }
    return try checkedLabels(file, edition: Edition(rawValue: edition) ?? .crossmoda2023)
  }
}

extension Edition {
  /// The labels that make up the tumour and the cochleas.
  var flagRoles: (tumour: Set<UInt8>, cochlea: Set<UInt8>) {
    let labels = { (name: Structure.Name) in
      structures.first { $0.name == name.rawValue }?.labels ?? []
    }
    return (labels(.vestibularSchwannoma), labels(.cochlea))
  }
}

extension NIfTIHeader {
  /// Whether qform and sform are both stated and place voxels more than a millimetre apart, or differ
  /// in handedness.
  var formsContradict: Bool {
    guard orientation.sformCode > 0, orientation.qformCode > 0, let q = orientation.qformAffine
    else { return false }
    let s = orientation.sformAffine
    let middle = SIMD3<Double>(grid.size) / 2
    let apart = (0..<8).contains { corner in
      let p = SIMD3(
        corner & 1 == 0 ? 0 : 2 * middle.x, corner & 2 == 0 ? 0 : 2 * middle.y,
        corner & 4 == 0 ? 0 : 2 * middle.z)
      return (q(p) - s(p)).length > 1
    }
    return apart || q.determinant * s.determinant < 0
  }
}

/// The stated sides of a table: whether each case's tumour is on the right.
private func statedSides(_ file: URL) throws -> [String: Bool] {
  let rows = CSV.rows(try readText(file))
  let header = rows.first?.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? []
  guard let name = header.firstIndex(of: "case"), let side = header.firstIndex(of: "side") else {
    throw CommandError("\(file.path): expected columns case and side")
  }
  var result: [String: Bool] = [:]
  for (n, row) in rows.enumerated().dropFirst() {
    let text = row.count > max(name, side) ? row[side].lowercased() : ""
    guard let first = text.trimmingCharacters(in: .whitespaces).first, "lr".contains(first) else {
      throw CommandError("\(file.path): row \(n + 1): expected left or right, found \(text)")
    }
    result[row[name].trimmingCharacters(in: .whitespaces)] = first == "r"
  }
  return result
}

/// The flags of a folder, for JSON and for reading.
struct FlagReport: Encodable {
  struct Entry: Encodable {
    let name: String
    let flags: [QualityFlag]

    /// One line a flag, or one that there is none.
    var text: String {
      guard !flags.isEmpty else { return "\(name): no flag" }
      return
        (["\(name):"]
        + flags.map { "  \($0.severity.rawValue) (\($0.kind.rawValue)): \($0.reason.english)" })
        .joined(separator: "\n")
    }
  }

  let researchUseOnly = true
  let limits = QualityLimits()
  let cases: [Entry]

  init(cases: [Entry]) { self.cases = cases }
}
