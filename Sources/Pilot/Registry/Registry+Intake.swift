import Foundation
import GRDB

/// A series as whoever found it describes it.
package struct ArrivingSeries: Hashable, Sendable {
  /// The study.
  package var study: Study
  /// Series Instance UID.
  package var seriesUID: String
  /// Where it can be fetched: ``PilotCase/source``.
  package var source: String
  /// Whether all of it is there.
  package var isStable: Bool

  /// A series of a study.
  package init(study: Study, seriesUID: String, source: String, isStable: Bool) {
    self.study = study
    self.seriesUID = seriesUID
    self.source = source
    self.isStable = isStable
  }
}

extension Registry {
  /// Notes a series that is to be segmented by a model; the same one again changes nothing.
  ///
  /// A series that was still arriving becomes stable when it is seen complete. Where `cursor` is
  /// given, it moves in the same transaction: an event is never read and forgotten.
  ///
  /// - Returns: the case, and whether it is new.
  @discardableResult
  package func receive(
    _ series: ArrivingSeries, modelHash: String, cursor: (name: String, value: Int)? = nil
  ) throws -> (case: PilotCase, isNew: Bool) {
    let now = now()
    return try database.write { db in
      if let cursor { try db.setCursor(cursor.name, to: cursor.value) }
      try series.study.insert(db, onConflict: .ignore)
      let id = caseIdentifier(seriesUID: series.seriesUID, modelHash: modelHash)
      if var known = try PilotCase.fetchOne(db, key: id) {
        if known.state == .received, series.isStable {
          known.state = .stable
          known.updatedAt = now
          try known.update(db)
        }
        return (known, false)
      }
      var new = PilotCase(
        study: series.study.uid, series: series.seriesUID, modelHash: modelHash,
        source: series.source, stage: try Self.stage(db), at: now)
      if series.isStable { new.state = .stable }
      try new.insert(db)
      return (new, true)
    }
  }

  /// Moves a cursor past events that concern nobody.
  package func setCursor(_ name: String, to value: Int) throws {
    try database.write { db in try db.setCursor(name, to: value) }
  }

  /// Tries a failed case once more.
  ///
  /// - Throws: ``PilotError`` where there is no such case or it did not fail.
  package func retry(_ caseID: String) throws {
    let now = now()
    try database.write { db in
      guard var failed = try PilotCase.fetchOne(db, key: caseID) else {
        throw PilotError("retry: expected a case, found none named \(caseID)")
      }
      guard failed.state.canBecome(.stable), failed.state == .failed else {
        throw PilotError("retry: expected a failed case, found \(caseID) \(failed.state.rawValue)")
      }
      failed.state = .stable
      failed.attempts = 0
      failed.claims = 0
      failed.nextAttemptAt = nil
      failed.updatedAt = now
      try failed.update(db)
    }
  }

  /// How many cases are in each state; states without a case are absent.
  package func counts() throws -> [CaseState: Int] {
    try database.read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT state, COUNT(*) AS n FROM pilotCase GROUP BY state")
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          CaseState(rawValue: row["state"]).map { ($0, row["n"]) }
        })
    }
  }
}
