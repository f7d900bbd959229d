/// A list of cases of one edition, as it was found in files; nothing has been opened yet.
public struct DataSet: Hashable, Sendable, Codable {
  /// The edition, which gives label values their meaning.
  public let edition: Edition
  /// The folder the data set was loaded from.
  public let root: String
  /// The cases by role, site and number.
  public let cases: [CaseRecord]
  /// Images in the data set's folders whose names fit no case, and labels that were left unread.
  public let ignoredFiles: [String]

  /// A data set from its parts; the cases are put in order.
  public init(edition: Edition, root: String, cases: [CaseRecord], ignoredFiles: [String] = []) {
    self.edition = edition
    self.root = root
    self.cases = cases.sorted { Self.sortingKey($0) < Self.sortingKey($1) }
    self.ignoredFiles = ignoredFiles.sorted()
  }

  /// The cases of one role, in order.
  public func cases(_ role: Role) -> [CaseRecord] { cases.filter { $0.role == role } }

  /// The sites that occur, in alphabetical order.
  public var sites: [String] { Set(cases.map(\.site)).sorted() }

  // By number, so that case 10 comes after case 9.
  private static func sortingKey(_ c: CaseRecord) -> (Int, String, Int, String) {
    let role = Role.allCases.firstIndex(of: c.role) ?? 0
    let digits = c.id.reversed().prefix { $0.isASCII && $0.isNumber }
    return (role, c.site, Int(String(digits.reversed())) ?? .max, c.id)
  }
}

/// Why a data set could not be loaded or described, in one sentence.
public struct DataSetError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder, as the caller named it.
  public let path: String
  /// What was expected and what was found, without the path.
  public let message: String

  init(_ path: String, _ message: String) {
    self.path = path
    self.message = message
  }

  /// The path and the message in one sentence.
  public var description: String { "\(path): \(message)" }
}
