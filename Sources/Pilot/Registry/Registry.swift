package import Foundation
package import GRDB

/// The pilot's memory: one SQLite file that several processes share.
///
/// This file and ``Registry/migrator`` (Registry+Schema.swift) are where to begin; each table has a
/// record type in a file of its own:
///
/// | table | type | key |
/// |---|---|---|
/// | `study` | ``Study`` | Study Instance UID |
/// | `pilotCase` | ``PilotCase``, ``CaseState`` | what follows from series and model |
/// | `resultObject` | ``ResultObject`` | case and file name |
/// | `account` | ``Account``, ``Role`` | name |
/// | `judgement` | ``Judgement`` | row; one a case and turn |
/// | `agreement` | ``Agreement`` | row; one a case, reference and structure |
/// | `stageChange`, `signOff` | ``StageChange``, ``SignOff``, ``Stage`` | row |
/// | `cursor` | ``Registry/cursor(_:)`` | name |
/// | `auditEntry` | ``AuditEntry``, written by `db.audit(...)` | row |
///
/// Read with `registry.database.read { db in ... }`, write with `write`; a write is one transaction
/// that takes the lock at once, so two processes never decide on the same state. Dates are stored
/// as UTC text with milliseconds. A killed process leaves the last transaction that ended.
package final class Registry: Sendable {
  /// The database; any GRDB request works on it.
  package let database: DatabasePool
  /// The file.
  package let path: String
  /// The clock; tests set their own.
  package let now: @Sendable () -> Date

  /// Opens the file, makes it where it is missing, and brings its schema up to date.
  ///
  /// - Throws: ``PilotError`` where a newer program wrote the file; `DatabaseError` where it cannot
  ///   be opened or is no database.
  package init(path: String, now: @escaping @Sendable () -> Date = { Date() }) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { db in
      // With the write-ahead log, FULL keeps a transaction that ended through a power cut, too.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      // Six connections with SQLite's usual 2 MiB would fill with the registry as it grows.
      try db.execute(sql: "PRAGMA cache_size = -512")
    }
    database = try DatabasePool(path: path, configuration: configuration)
    self.path = path
    self.now = now
    let migrator = Self.migrator
    guard try database.read(migrator.hasBeenSuperseded) == false else {
      throw PilotError("\(path): expected a registry of this version, found a newer one")
    }
    try migrator.migrate(database)
  }
}

extension Registry {
  /// How far somebody has read a stream of events, as Orthanc's changes; `nil` before the first.
  package func cursor(_ name: String) throws -> Int? {
    try database.read { db in
      try Int.fetchOne(db, sql: "SELECT value FROM cursor WHERE name = ?", arguments: [name])
    }
  }
}

extension Database {
  /// Moves a cursor in the same transaction as what was read up to there.
  package func setCursor(_ name: String, to value: Int) throws {
    try execute(
      sql: "INSERT OR REPLACE INTO cursor (name, value) VALUES (?, ?)", arguments: [name, value])
  }
}
