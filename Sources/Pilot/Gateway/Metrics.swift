import Foundation
import GRDB

/// The registry's numbers in Prometheus' text format 0.0.4.
///
/// They are counted when asked for, so all processes of a pilot give the same.
func metricsText(_ registry: Registry, freeBytes: Int, orthancIsReachable: Bool?) throws -> String {
  let now = registry.now()
  let counts = try registry.counts()
  let (stage, seconds, oldest, unsent, audited) = try registry.database.read { db in
    (
      try Registry.stage(db),
      try Double.fetchOne(db, sql: "SELECT SUM(computeSeconds) FROM pilotCase") ?? 0,
      try Date.fetchOne(
        db,
        sql: """
          SELECT MIN(receivedAt) FROM pilotCase
          WHERE state NOT IN ('done', 'refused', 'failed', 'received')
          """),
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM resultObject WHERE sentAt IS NULL") ?? 0,
      try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM auditEntry") ?? 0
    )
  }
  var lines: [String] = []
  func gauge(_ name: String, _ help: String, _ values: [(labels: String, value: Double)]) {
    lines.append("# HELP kakehashi_\(name) \(help)")
    lines.append("# TYPE kakehashi_\(name) gauge")
    for item in values { lines.append("kakehashi_\(name)\(item.labels) \(item.value)") }
  }
  gauge(
    "cases", "Cases by state.",
    CaseState.allCases.map { ("{state=\"\($0.rawValue)\"}", Double(counts[$0] ?? 0)) })
  gauge("stage", "Stage of the pilot, 1 to 4.", [("", Double(stage.rawValue))])
  gauge("compute_seconds", "Seconds of computing so far.", [("", seconds)])
  gauge(
    "oldest_waiting_seconds", "Age of the oldest case that is not finished, 0 for none.",
    [("", oldest.map { max(0, now.timeIntervalSince($0)) } ?? 0)])
  gauge("results_not_sent", "Result files that are stored here alone.", [("", Double(unsent))])
  gauge("audit_entries", "Entries of the audit log.", [("", Double(audited))])
  gauge("free_bytes", "Free bytes where the pilot's folder lies.", [("", Double(freeBytes))])
  if let orthancIsReachable {
    gauge("orthanc_up", "Whether Orthanc answers.", [("", orthancIsReachable ? 1 : 0)])
  }
  return lines.joined(separator: "\n") + "\n"
}
