package import Foundation
import GRDB

/// A file made for a case, and whether it was sent.
package struct ResultObject: Codable, Sendable, Hashable {
  /// ``PilotCase/id``.
  package var caseID: String
  /// The file's name in the case's `results` folder; with the case, it identifies the object.
  package var name: String
  /// SHA-256 of the file, in hex.
  package var sha256: String
  /// When it was stored where it belongs; `nil` before.
  package var sentAt: Date?
  /// What the receiver calls it, as Orthanc's instance identifier; `nil` before.
  package var receipt: String?

  /// A file that is not sent yet.
  package init(caseID: String, name: String, sha256: String) {
    self.caseID = caseID
    self.name = name
    self.sha256 = sha256
  }
}

extension ResultObject: FetchableRecord, PersistableRecord {
  package static let databaseTableName = "resultObject"
}
