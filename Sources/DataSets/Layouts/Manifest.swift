import Foundation

/// A CSV file with one line a case; paths are relative to the file's folder.
enum Manifest {
  static let fileName = "manifest.csv"
  static let columns = [
    "case", "role", "site", "modality", "image", "label", "patient", "timepoint",
  ]

  static func load(_ path: String, edition: Edition?) throws(DataSetError) -> DataSet {
    let folder = Folder(path.contains("/") ? String(path[..<lastSlash(path)]) : ".")
    guard let edition = try DataSetDescription.read(in: folder)?.edition ?? edition else {
      throw DataSetError(
        path,
        "the edition is not stated: name it, or put a \(DataSetDescription.fileName) beside it")
    }
    let content = try Folder.contents(path)
    let rows = CSV.rows(String(decoding: content, as: UTF8.self))
    guard let header = rows.first?.map({ $0.trimmingCharacters(in: .whitespaces) }),
      Set(header) == Set(columns), header.count == columns.count
    else {
      throw DataSetError(
        path,
        "expected the columns \(columns.joined(separator: ",")), found "
          + (rows.first?.joined(separator: ",") ?? "an empty file"))
    }
    var cases: [CaseRecord] = []
    for (n, row) in rows.enumerated().dropFirst() {
      guard row.count == header.count else {
        throw DataSetError(
          path, "record \(n + 1) has \(row.count) fields, expected \(header.count)")
      }
      var fields: [String: String] = [:]
      for (name, value) in zip(header, row) {
        fields[name] = value.trimmingCharacters(in: .whitespaces)
      }
      cases.append(try record(fields, number: n + 1, folder: folder, path: path))
    }
    return DataSet(edition: edition, root: folder.path, cases: cases)
  }

  private static func lastSlash(_ path: String) -> String.Index {
    let slash = path.lastIndex(of: "/") ?? path.startIndex
    return slash == path.startIndex ? path.index(after: slash) : slash
  }

  private static func record(
    _ fields: [String: String], number: Int, folder: Folder, path: String
  ) throws(DataSetError) -> CaseRecord {
    func value(_ name: String) -> String? {
      let text = fields[name] ?? ""
      return text.isEmpty ? nil : text
    }
    func file(_ name: String) -> String? {
      value(name).map { $0.hasPrefix("/") ? $0 : folder.appending($0) }
    }
    guard let id = value("case"), let image = file("image") else {
      throw DataSetError(path, "record \(number) has no case or no image")
    }
    guard let role = Role(rawValue: value("role") ?? "") else {
      let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
      throw DataSetError(
        path, "case \(id) has the role \"\(value("role") ?? "")\", expected one of \(known)")
    }
    guard let modality = Modality(rawValue: value("modality") ?? "") else {
      throw DataSetError(
        path, "case \(id) has the modality \"\(value("modality") ?? "")\", expected ceT1 or T2")
    }
    return CaseRecord(
      id: id, role: role, site: value("site") ?? "unknown", modality: modality, imagePath: image,
      labelPath: file("label"), patient: value("patient"), timePoint: value("timepoint"))
  }
}

extension DataSet {
  /// The data set as a CSV manifest, to be saved as `manifest.csv` in its root folder.
  ///
  /// Files below the root are named relative to it. The edition is not part of a manifest: write
  /// a ``DataSetDescription`` beside it.
  public var manifest: String {
    let rootPrefix = root.hasSuffix("/") ? root : root + "/"
    func relative(_ path: String) -> String {
      path.hasPrefix(rootPrefix) ? String(path.dropFirst(rootPrefix.count)) : path
    }
    let rows = cases.map { c in
      [
        c.id, c.role.rawValue, c.site, c.modality.rawValue, relative(c.imagePath),
        c.labelPath.map(relative) ?? "", c.patient, c.timePoint ?? "",
      ]
    }
    return CSV.text([Manifest.columns] + rows)
  }
}
