import Clinical
import DataSets
import Foundation

/// The visits of some patients: which mask, which image, which day.
struct VisitManifest {
  /// One visit as the file states it.
  struct Visit {
    let date: VisitDate
    let mask: URL
    let image: URL?
    let sequence: String?
  }

  /// One patient's visits and treatments, in the order of the file.
  struct Patient {
    let name: String
    var visits: [Visit] = []
    var treatments: [Treatment] = []
  }

  /// The patients in the order of their first row.
  private(set) var patients: [Patient] = []

  private static let columns = ["patient", "date", "mask", "image", "sequence", "treatment"]

  /// Reads a CSV or JSON file, or `visits.csv` of a folder.
  ///
  /// - Throws: `CommandError` with the row for anything that is missing or makes no sense.
  init(path: String) throws {
    var url = fileURL(path)
    if isFolder(url) { url = url.appending(path: "visits.csv") }
    guard let content = FileManager.default.contents(atPath: url.path) else {
      throw CommandError("\(url.path): expected a table of visits, found no file that can be read")
    }
    let rows =
      url.pathExtension.lowercased() == "json"
      ? try Self.rows(json: content, path) : try Self.rows(csv: content, path)
    for (number, row) in rows { try add(row, "\(path), row \(number)", in: url) }
    guard patients.contains(where: { !$0.visits.isEmpty }) else {
      throw CommandError("\(path): expected at least one row with a mask, found none")
    }
  }

  private static func rows(
    csv content: Data, _ path: String
  ) throws -> [(number: Int, fields: [String: String])] {
    let rows = CSV.rows(String(decoding: content, as: UTF8.self))
    let header = (rows.first ?? []).map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
    guard Set(header).isSuperset(of: ["patient", "date", "mask"]),
      Set(header).isSubset(of: columns), Set(header).count == header.count
    else {
      throw CommandError(
        "\(path): expected the columns patient, date, mask and of image, sequence, treatment those "
          + "there are, found \(header.isEmpty ? "none" : header.joined(separator: ", "))")
    }
    return try rows.enumerated().dropFirst().map { n, row in
      guard row.count == header.count else {
        throw CommandError(
          "\(path), row \(n + 1): expected \(header.count) fields, found \(row.count)")
      }
      return (n + 1, Dictionary(uniqueKeysWithValues: zip(header, row)))
    }
  }

  private static func rows(
    json content: Data, _ path: String
  ) throws -> [(number: Int, fields: [String: String])] {
    do {
      let rows = try JSONDecoder().decode([[String: String?]].self, from: content)
      return try rows.enumerated().map { n, row in
        if let stranger = row.keys.sorted().first(where: { !columns.contains($0) }) {
          throw CommandError(
            "\(path), row \(n + 1): expected the keys \(columns.joined(separator: ", ")), found "
              + stranger)
        }
        return (n + 1, row.compactMapValues { $0 })
      }
    } catch is DecodingError {
      throw CommandError(
        "\(path): expected a JSON array of objects whose values are text, found something else")
    }
  }

  private mutating func add(_ row: [String: String], _ place: String, in file: URL) throws {
    func value(_ name: String) -> String? {
      let text = (row[name] ?? "").trimmingCharacters(in: .whitespaces)
      return text.isEmpty ? nil : text
    }
    func path(_ name: String) throws -> URL? {
      guard let text = value(name) else { return nil }
      let url =
        text.hasPrefix("/")
        ? fileURL(text) : file.deletingLastPathComponent().appending(path: text)
      guard FileManager.default.fileExists(atPath: url.path) else {
        throw CommandError("\(place): expected a file as \(name), found none at \(url.path)")
      }
      return url
    }
    guard let name = value("patient") else {
      throw CommandError("\(place): the patient is missing")
    }
    guard let text = value("date"), let date = VisitDate(text) else {
      throw CommandError(
        "\(place): expected a date such as 2024-03-01, found \(value("date") ?? "none")")
    }
    let number = patients.firstIndex { $0.name == name } ?? patients.count
    if number == patients.count { patients.append(Patient(name: name)) }
    let treatment = try value("treatment").map { word in
      guard let kind = Treatment.Kind(rawValue: word.lowercased()) else {
        let known = Treatment.Kind.allCases.map(\.rawValue).joined(separator: " or ")
        throw CommandError("\(place): expected \(known) as treatment, found \(word)")
      }
      return Treatment(kind: kind, date: date)
    }
    if let treatment { patients[number].treatments.append(treatment) }
    if let mask = try path("mask") {
      let image = try path("image")
      let sequence = value("sequence") ?? Self.sequence(in: image ?? mask)
      patients[number].visits.append(
        Visit(date: date, mask: mask, image: image, sequence: sequence))
    } else if treatment == nil {
      throw CommandError("\(place): expected a mask or a treatment, found neither")
    }
  }

  /// The sequence that a file's name ends in, as the challenge names files.
  private static func sequence(in file: URL) -> String? {
    let name = file.lastPathComponent
    if name.contains("_ceT1") { return "ceT1" }
    return name.contains("_T2") || name.contains("_hrT2") ? "T2" : nil
  }
}
