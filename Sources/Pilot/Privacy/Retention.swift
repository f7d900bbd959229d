import Foundation
import GRDB

/// Removes what is older than the settings allow, of cases that are finished.
///
/// The audit log and the registry's numbers stay: they tell nothing of who the patient is.
///
/// - Returns: how many things were removed.
/// - Throws: where the registry cannot be written. Files that are gone already are no error.
func applyRetention(_ settings: RetentionSettings, folder: PilotFolder, registry: Registry) throws
  -> Int
{
  let now = registry.now()
  func limit(_ days: Int) -> Date? {
    days > 0 ? now.addingTimeInterval(-86_400 * Double(days)) : nil
  }
  var removed = 0
  func finished(before date: Date) throws -> [PilotCase] {
    try registry.database.read { db in
      try PilotCase
        .filter(["done", "refused", "failed"].contains(Column("state")))
        .filter(Column("updatedAt") < date)
        .order(Column("id")).fetchAll(db)
    }
  }
  func note(_ action: String, _ item: PilotCase) throws {
    try registry.database.write { db in try db.audit(item.entry(action, by: "retention", at: now)) }
    removed += 1
  }
  if let date = limit(settings.seriesDays) {
    for item in try finished(before: date) {
      let files = CaseFolder(item.id, in: folder)
      let paths = [files.series, files.log].filter {
        FileManager.default.fileExists(atPath: $0.path)
      }
      guard !paths.isEmpty else { continue }
      for path in paths { try FileManager.default.removeItem(at: path) }
      try note("remove the series", item)
    }
  }
  if let date = limit(settings.caseDays) {
    for item in try finished(before: date) {
      let path = folder.folder(of: item.id)
      guard FileManager.default.fileExists(atPath: path.path) else { continue }
      try FileManager.default.removeItem(at: path)
      try note("remove the case's files", item)
    }
  }
  if let date = limit(settings.identityDays) {
    removed += try forgetPatients(before: date, registry: registry)
  }
  return removed
}

private func forgetPatients(before date: Date, registry: Registry) throws -> Int {
  let now = registry.now()
  return try registry.database.write { db in
    let old = try Study.filter(Column("receivedAt") < date)
      .filter(
        Column("patientID") != "" || Column("patientName") != "" || Column("accessionNumber") != ""
      )
      .fetchAll(db)
    for var study in old {
      (study.patientID, study.patientName, study.accessionNumber) = ("", "", "")
      study.studyDate = ""
      try study.update(db)
      try db.audit(
        AuditEntry(
          at: now, by: "retention", action: "forget the patient",
          change: ["study": String(sha256(study.uid).prefix(16))]))
    }
    return old.count
  }
}
