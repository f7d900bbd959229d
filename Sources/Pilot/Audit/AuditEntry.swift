package import Foundation
package import GRDB

/// One thing that happened: who did what to what, with which model.
///
/// Nothing in it may tell who a patient is: cases are named by ``PilotCase/id``.
package struct AuditEntry: Codable, Sendable, Hashable {
  /// When, as UTC with milliseconds.
  package var at: String
  /// ``Account/name`` of who did it, or the program's own part as "gateway".
  package var by: String
  /// What was done, as "judge" or "advance stage".
  package var action: String
  /// ``PilotCase/id`` where a case is concerned.
  package var caseID: String?
  /// ``PilotCase/modelHash`` where a model is concerned.
  package var model: String?
  /// What changed, by name.
  package var change: [String: String]

  /// An entry at a time.
  package init(
    at date: Date, by: String, action: String, caseID: String? = nil, model: String? = nil,
    change: [String: String] = [:]
  ) {
    self.at = utc(date)
    self.by = by
    self.action = action
    self.caseID = caseID
    self.model = model
    self.change = change
  }
}

extension Database {
  /// Notes what a transaction does, in that transaction: both happen or neither.
  ///
  /// ``Registry/flushAudit()`` writes it into the log file afterwards.
  package func audit(_ entry: AuditEntry) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try execute(
      sql: "INSERT INTO auditEntry (body) VALUES (?)",
      arguments: [String(decoding: try encoder.encode(entry), as: UTF8.self)])
  }
}

/// A date as UTC with milliseconds, as "2026-01-31T08:15:30.123Z".
package func utc(_ date: Date) -> String {
  date.formatted(
    .iso8601.year().month().day().time(includingFractionalSeconds: true)
      .timeZone(separator: .omitted))
}
