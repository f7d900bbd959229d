import Foundation
import GRDB

/// The cases of a registry as readers meet them.
struct ReviewCases: Sendable {
  let registry: Registry
  let files: CaseFiles
  let policy: SecondReading
  let corrections: CorrectionAgreement

  /// What somebody may judge now, most urgent first.
  func worklist(for account: Account) throws -> [WorklistItem] {
    guard account.role.readsCases else { return [] }
    let now = registry.now()
    let (shown, judgements, studies) = try registry.database.read { db in
      (
        try PilotCase.filter(Column("state") == CaseState.done.rawValue).fetchAll(db)
          .filter(\.isShown),
        Dictionary(grouping: try Judgement.fetchAll(db), by: \.caseID),
        Dictionary(uniqueKeysWithValues: try Study.fetchAll(db).map { ($0.uid, $0) })
      )
    }
    let items = shown.compactMap { found -> WorklistItem? in
      let readings = self.readings(of: judgements[found.id] ?? [])
      guard case .waits(let turn) = readings.state(policy, attention: found.attention ?? 0.5),
        readings.allows(account, turn: turn), let study = studies[found.studyUID],
        // Retention may have removed what is to be looked at.
        FileManager.default.fileExists(atPath: files.labels(found.id).path)
      else { return nil }
      let urgency = Urgency(
        attention: found.attention, receivedAt: found.receivedAt,
        isDisputed: turn == .adjudication, now: now)
      return WorklistItem(case: found, study: study, turn: turn, urgency: urgency)
    }
    return items.inOrder
  }

  /// A case that is shown, with its study and its judgements; `nil` for any other name.
  func find(_ id: String) throws -> (case: PilotCase, study: Study, readings: Readings)? {
    let found = try registry.database.read { db in
      guard let found = try PilotCase.fetchOne(db, key: id), found.isShown,
        let study = try Study.fetchOne(db, key: found.studyUID)
      else { return nil as (PilotCase, Study, [Judgement])? }
      let judgements = try Judgement.filter(Column("caseID") == id).order(Column("id")).fetchAll(db)
      return (found, study, judgements)
    }
    return found.map { ($0.0, $0.1, readings(of: $0.2)) }
  }

  /// Stores a judgement with what follows from it; the audit log learns of it in the same
  /// transaction.
  ///
  /// - Throws: `DatabaseError` with a constraint where the turn was judged in the meantime.
  func record(
    _ judgement: Judgement, agreements: [Agreement], of found: PilotCase
  ) throws {
    try registry.database.write { db in
      var judgement = judgement
      try judgement.insert(db)
      for var agreement in agreements { try agreement.insert(db, onConflict: .replace) }
      var change = [
        "turn": judgement.turn.rawValue, "decision": judgement.decision.rawValue,
        "seconds": String(Int(judgement.seconds.rounded())),
      ]
      if let correction = judgement.correction { change["correction"] = correction }
      try db.audit(
        AuditEntry(
          at: judgement.judgedAt, by: judgement.reader, action: "judge", caseID: found.id,
          model: found.modelHash, change: change))
    }
  }

  /// All judgements in the order they were made.
  func judgements() throws -> [Judgement] {
    try registry.database.read { db in try Judgement.order(Column("id")).fetchAll(db) }
  }

  private func readings(of judgements: [Judgement]) -> Readings {
    let corrected = judgements.filter { $0.decision == .correct && $0.turn != .adjudication }
      .compactMap(\.correction)
    guard corrected.count == 2 else { return Readings(judgements) }
    return Readings(
      judgements,
      correctionsAgree: corrections.agree(files.url(corrected[0]), files.url(corrected[1])))
  }
}
