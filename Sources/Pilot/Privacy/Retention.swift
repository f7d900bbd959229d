import Foundation
import GRDB

/// Something that is older than the settings allow, of a case that is finished.
package struct DueRemoval: Hashable, Sendable {
  /// What is removed.
  package enum Kind: String, Sendable, CaseIterable {
    /// The DICOM files as they came, and what programs said about them.
    case series = "remove the series"
    /// Volume, segmentation, results and corrections of a case.
    case files = "remove the case's files"
    /// What tells who the patient is.
    case identity = "forget the patient"
  }

  /// What is removed; its raw value is the audit log's word.
  package let kind: Kind
  /// ``PilotCase/id``, or the digest of the study whose patient is forgotten.
  package let name: String
  /// Whole days since the case was finished or the study came in.
  package let days: Int
  /// The files and folders that go; none for an identity.
  let paths: [URL]
  let studyUID: String?
}

/// What the settings say is to be removed now; nothing is.
///
/// - Parameter settings: days of each kind; 0 keeps for ever.
/// - Throws: where the registry cannot be read.
package func dueRemovals(
  _ settings: RetentionSettings, folder: PilotFolder, registry: Registry
) throws -> [DueRemoval] {
  let now = registry.now()
  func limit(_ days: Int) -> Date? {
    days > 0 ? now.addingTimeInterval(-86_400 * Double(days)) : nil
  }
  func age(_ date: Date) -> Int { Int(now.timeIntervalSince(date) / 86_400) }
  var due: [DueRemoval] = []
  func add(_ kind: DueRemoval.Kind, before date: Date?, _ paths: (CaseFolder, String) -> [URL])
    throws
  {
    guard let date else { return }
    for item in try finished(before: date, registry) {
      let present = paths(CaseFolder(item.id, in: folder), item.id).filter {
        FileManager.default.fileExists(atPath: $0.path)
      }
      guard !present.isEmpty else { continue }
      due.append(
        DueRemoval(
          kind: kind, name: item.id, days: age(item.updatedAt), paths: present, studyUID: nil))
    }
  }
  try add(.series, before: limit(settings.seriesDays)) { files, _ in [files.series, files.log] }
  let corrections = folder.root.appending(path: "corrections")
  let corrected = (try? FileManager.default.contentsOfDirectory(atPath: corrections.path)) ?? []
  try add(.files, before: limit(settings.caseDays)) { files, id in
    [files.root]
      + corrected.filter { $0.hasPrefix("\(id)-") }.sorted().map { corrections.appending(path: $0) }
  }
  if let date = limit(settings.identityDays) {
    for study in try known(before: date, registry) {
      due.append(
        DueRemoval(
          kind: .identity, name: String(sha256(study.uid).prefix(16)), days: age(study.receivedAt),
          paths: [], studyUID: study.uid))
    }
  }
  return due
}

/// Removes what ``dueRemovals(_:folder:registry:)`` names.
///
/// Each removal is in the audit log before it happens. The audit log and the registry's numbers stay:
/// they tell nothing of who the patient is.
///
/// - Returns: how many things were removed.
/// - Throws: where the registry cannot be written or a file not be removed; the rest stays for the next
///   time.
@discardableResult
package func applyRetention(
  _ settings: RetentionSettings, folder: PilotFolder, registry: Registry
) throws -> Int {
  let due = try dueRemovals(settings, folder: folder, registry: registry)
  for removal in due {
    try registry.database.write { db in
      var change = ["days": String(removal.days)]
      if removal.kind == .identity { change["study"] = removal.name }
      try db.audit(
        AuditEntry(
          at: registry.now(), by: "retention", action: removal.kind.rawValue,
          caseID: removal.kind == .identity ? nil : removal.name, change: change))
      if let uid = removal.studyUID, var study = try Study.fetchOne(db, key: uid) {
        study.forgetPatient()
        try study.update(db)
      }
    }
    for path in removal.paths { try FileManager.default.removeItem(at: path) }
  }
  return due.count
}

private func finished(before date: Date, _ registry: Registry) throws -> [PilotCase] {
  try registry.database.read { db in
    try PilotCase
      .filter(["done", "refused", "failed"].contains(Column("state")))
      .filter(Column("updatedAt") < date)
      .order(Column("id")).fetchAll(db)
  }
}

private func known(before date: Date, _ registry: Registry) throws -> [Study] {
  try registry.database.read { db in
    try Study.filter(Column("receivedAt") < date).order(Column("uid")).fetchAll(db)
      .filter(\.namesPatient)
  }
}

extension Study {
  fileprivate var namesPatient: Bool {
    ![patientID, patientName, accessionNumber, studyDate].allSatisfy(\.isEmpty)
  }

  fileprivate mutating func forgetPatient() {
    (patientID, patientName, accessionNumber, studyDate) = ("", "", "", "")
  }
}
