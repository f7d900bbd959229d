import Clinical
import Foundation
import GRDB

extension Registry {
  /// The gate at the end of the present stage; `nil` in the last one.
  package func gate(_ settings: GateSettings) throws -> GateReport? {
    try database.read { db in try Self.gate(db, settings) }
  }

  private static func gate(_ db: Database, _ settings: GateSettings) throws -> GateReport? {
    let stage = try stage(db)
    guard let gate = settings[stage], let next = stage.next else { return nil }
    let began = try stageBegan(db)?.changedAt
    let evidence = try StageEvidence(db, stage: stage, since: began)
    var signOffs = try SignOff.filter(Column("stage") == next.rawValue).order(Column("id"))
      .fetchAll(db)
    if let began { signOffs = signOffs.filter { $0.signedAt >= began } }
    return GateReport(gate, stage: stage, evidence: evidence, signOffs: signOffs)
  }

  /// Goes on to the next stage, if its gate is open.
  ///
  /// - Throws: ``PilotError`` that names each criterion that is not met; the stage stays.
  @discardableResult
  package func advanceStage(_ settings: GateSettings, by name: String) throws -> StageChange {
    try database.write { db in
      try Self.requireAccount(name, in: [.lead, .admin], db)
      let stage = try Self.stage(db)
      guard let next = stage.next, let report = try Self.gate(db, settings) else {
        throw PilotError("stage \(stage.rawValue) is the last one")
      }
      guard report.isOpen else {
        let missing = report.criteria.filter { !$0.isMet }.map { $0.sentence(in: .english) }
        throw PilotError(
          "the gate after stage \(stage.rawValue) stays shut: " + missing.joined(separator: "; "))
      }
      return try Self.change(db, to: next, because: "the gate is open / 基準達成", by: name, at: now())
    }
  }

  /// Goes back one stage.
  ///
  /// - Throws: ``PilotError`` in the first stage.
  @discardableResult
  package func fallBack(because reason: String, by name: String) throws -> StageChange {
    try database.write { db in
      try Self.requireAccount(name, in: [.reader, .lead, .admin], db)
      let stage = try Self.stage(db)
      guard let previous = stage.previous else { throw PilotError("stage 1 is the first one") }
      return try Self.change(db, to: previous, because: reason, by: name, at: now())
    }
  }

  /// Signs for the next stage.
  ///
  /// - Throws: ``PilotError`` where the account is not in use or has another role, or there is no
  ///   next stage.
  package func signOff(name: String, role: Role, comment: String) throws {
    let now = now()
    try database.write { db in
      try Self.requireAccount(name, in: [role], db)
      guard let next = try Self.stage(db).next else {
        throw PilotError("sign-off: expected a stage that has a next one, found the last")
      }
      var row = SignOff(stage: next, name: name, role: role, comment: comment, signedAt: now)
      try row.insert(db)
      try db.audit(
        AuditEntry(
          at: now, by: name, action: "sign off",
          change: ["stage": "\(next.rawValue)", "role": role.rawValue, "comment": comment]))
    }
  }

  /// Falls back where a limit is crossed; `nil` where none is.
  package func fallBackIfNeeded(_ limits: FallBackLimits) throws -> StageChange? {
    try database.write { db in
      let stage = try Self.stage(db)
      guard stage >= .assisted, let previous = stage.previous,
        let crossed = try limitReadings(db, limits, stage: stage).first(where: \.isCrossed)
      else { return nil }
      // One column for both languages: managers of either read it.
      let reason = "\(crossed.reason.english) / \(crossed.reason.japanese)"
      return try Self.change(db, to: previous, because: reason, by: "automatic", at: now())
    }
  }

  private static func change(
    _ db: Database, to next: Stage, because reason: String, by name: String, at date: Date
  ) throws -> StageChange {
    var change = StageChange(
      from: try stage(db), to: next, reason: reason, by: name, changedAt: date)
    try change.insert(db)
    try db.audit(
      AuditEntry(
        at: date, by: name, action: "change stage",
        change: [
          "from": "\(change.from.rawValue)", "to": "\(next.rawValue)", "reason": reason,
        ]))
    return change
  }

  private static func requireAccount(_ name: String, in roles: [Role], _ db: Database) throws {
    guard let account = try Account.fetchOne(db, key: name), account.isActive else {
      throw PilotError("expected an account in use, found none named \(name)")
    }
    guard roles.contains(account.role) else {
      throw PilotError(
        "expected the role \(roles.map(\.rawValue).joined(separator: " or ")), found "
          + "\(account.role.rawValue) for \(name)")
    }
  }
}
