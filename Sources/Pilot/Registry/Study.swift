package import Foundation
import GRDB

/// The study of a case: what staff need to find the patient in their own systems.
///
/// These are the only fields of the registry that tell who a patient is. They never go into logs
/// or exports; retention empties them.
package struct Study: Codable, Sendable, Hashable {
  /// Study Instance UID.
  package var uid: String
  /// Patient ID; empty where the files give none or retention removed it.
  package var patientID = ""
  /// Patient's Name as DICOM writes it.
  package var patientName = ""
  /// Accession Number.
  package var accessionNumber = ""
  /// Study Date, as "20260131".
  package var studyDate = ""
  /// When it was first seen.
  package var receivedAt: Date

  /// A study of which only the identifier is known.
  package init(uid: String, receivedAt: Date) {
    self.uid = uid
    self.receivedAt = receivedAt
  }
}

extension Study: FetchableRecord, PersistableRecord {
  package static let databaseTableName = "study"
}
