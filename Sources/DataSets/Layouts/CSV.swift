import Foundation

/// Comma-separated values with quoted fields; empty lines are skipped.
///
/// - Source: RFC 4180.
public enum CSV {
  /// The records of a text, split into fields.
  ///
  /// Lines end with LF or CR LF, the last one also without; a byte order mark, which spreadsheets
  /// write, is ignored. A quoted field may hold commas, line breaks and doubled quotes. A quote
  /// that is never closed takes the rest of the text: nothing is dropped.
  public static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = ""
    var isQuoted = false
    // By scalars: Swift takes CR LF for one character.
    var rest = Substring(text).unicodeScalars.drop { $0 == "\u{FEFF}" }[...]
    func endRow() {
      row.append(field)
      if row != [""] { rows.append(row) }
      (row, field) = ([], "")
    }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        field.append("\"")
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(field)
        field = ""
      case "\n" where !isQuoted: endRow()
      case "\r" where !isQuoted: break
      default: field.unicodeScalars.append(scalar)
      }
    }
    if !field.isEmpty || !row.isEmpty { endRow() }
    return rows
  }

  /// The text of records, one a line; ``rows(_:)`` gives the same records back.
  public static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  /// A field as it must be written.
  static func quoted(_ field: String) -> String {
    field.contains { ",\"\n\r\r\n".contains($0) }
      ? "\"\(field.replacingOccurrences(of: "\"", with: "\"\""))\"" : field
  }
}
