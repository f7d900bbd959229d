import Foundation
package import GRDB

/// A case that one worker holds for a while.
package struct Claim: Sendable {
  /// The case as it was when it was taken, or after this worker's last change.
  package fileprivate(set) var `case`: PilotCase
  /// What the registry compares: a worker that lost the case has an old one.
  package let token: String
}

/// When failures are tried again.
package struct RetryPolicy: Codable, Sendable, Hashable {
  /// Attempts after which a case fails for good.
  package var attempts = 5
  /// Seconds of rest after the first attempt; doubled after each further one.
  package var firstDelay: Double = 30
  /// The longest rest in seconds.
  package var longestDelay: Double = 3600
  /// Times a worker may take a case without getting any further before it fails: a case that kills
  /// its worker must not do so for ever.
  package var claims = 10

  /// The usual policy.
  package init() {}

  /// The rest in seconds after so many failed attempts.
  package func delay(after attempts: Int) -> Double {
    min(longestDelay, firstDelay * exp2(Double(max(attempts, 1) - 1)))
  }
}

extension Registry {
  /// Takes the oldest case that is ready and that no living worker holds.
  ///
  /// Looking and taking are one transaction, so two workers never take one case. A case whose
  /// worker died is ready again when its lease is over.
  ///
  /// - Parameter lease: seconds until the case is free again, unless the claim is renewed.
  /// - Returns: `nil` where nothing is ready.
  package func claim(owner: String, lease: Double, policy: RetryPolicy = RetryPolicy()) throws
    -> Claim?
  {
    let now = now()
    return try database.write { db in
      while var next = try Self.ready(db, at: now) {
        guard next.claims < policy.claims else {
          next.reason =
            "workers ended \(next.claims) times while \(next.state.rawValue)"
            + (next.reason.map { "; before that: \($0)" } ?? "")
          next.state = .failed
          next.updatedAt = now
          next.release()
          try next.update(db)
          try db.audit(next.entry("fail", at: now))
          continue
        }
        next.claims += 1
        next.leaseOwner = owner
        next.leaseToken = UUID().uuidString
        next.leaseUntil = now.addingTimeInterval(lease)
        try next.update(db)
        return Claim(case: next, token: next.leaseToken ?? "")
      }
      return nil
    }
  }

  private static func ready(_ db: Database, at now: Date) throws -> PilotCase? {
    try PilotCase
      .filter(CaseState.claimable.map(\.rawValue).contains(Column("state")))
      .filter(Column("leaseUntil") == nil || Column("leaseUntil") <= now)
      .filter(Column("nextAttemptAt") == nil || Column("nextAttemptAt") <= now)
      .order(Column("receivedAt"), Column("id"))
      .fetchOne(db)
  }

  /// Holds a case for longer.
  ///
  /// - Throws: ``LeaseLost`` where another worker has it.
  package func renew(_ claim: Claim, lease: Double) throws {
    let until = now().addingTimeInterval(lease)
    try change(claim) { _, held in held.leaseUntil = until }
  }

  /// Goes on to the next state, which must be one that may follow; other fields change with it.
  ///
  /// - Throws: ``LeaseLost`` where another worker has the case.
  package func advance(
    _ claim: inout Claim, to state: CaseState, seconds: Double = 0,
    changing change: (Database, inout PilotCase) throws -> Void = { _, _ in }
  ) throws {
    let now = now()
    claim.case = try self.change(claim) { db, held in
      precondition(held.state.canBecome(state), "\(held.state) never becomes \(state)")
      held.state = state
      held.claims = 1
      held.attempts = 0
      held.computeSeconds += seconds
      if state == .done { held.reason = nil }
      if state.isFinal { held.release() }
      try change(db, &held)
      try db.audit(held.entry("advance", at: now))
    }
  }

  /// Refuses a case for good.
  package func refuse(_ claim: Claim, because reason: String) throws {
    let now = now()
    try change(claim) { db, held in
      held.state = .refused
      held.reason = reason
      held.release()
      try db.audit(held.entry("refuse", at: now))
    }
  }

  /// Notes an attempt that did not succeed: the case rests, or fails where this was the last one.
  package func fail(
    _ claim: Claim, because reason: String, seconds: Double = 0,
    policy: RetryPolicy = RetryPolicy()
  ) throws {
    let now = now()
    try change(claim) { db, held in
      held.attempts += 1
      held.claims = 0
      held.computeSeconds += seconds
      held.reason = reason
      if held.attempts >= policy.attempts { held.state = .failed }
      held.nextAttemptAt = now.addingTimeInterval(policy.delay(after: held.attempts))
      held.release()
      try db.audit(
        held.entry(
          held.state == .failed ? "fail" : "rest after an error", at: now,
          change: ["attempt": "\(held.attempts)"]))
    }
  }

  /// Notes that a result is where it belongs.
  func noteSent(_ claim: Claim, _ result: ResultObject, receipt: String) throws {
    let now = now()
    try change(claim) { db, held in
      var sent = result
      sent.sentAt = now
      sent.receipt = receipt
      try sent.update(db)
      try db.audit(
        held.entry(
          "send", at: now, change: ["file": result.name, "sha256": result.sha256]))
    }
  }

  /// Gives a case back as it is, for a worker that is asked to stop.
  package func release(_ claim: Claim) throws {
    try change(claim) { _, held in
      held.claims -= 1
      held.release()
    }
  }

  @discardableResult
  private func change(
    _ claim: Claim, _ body: (Database, inout PilotCase) throws -> Void
  ) throws -> PilotCase {
    let now = now()
    return try database.write { db in
      guard var held = try PilotCase.fetchOne(db, key: claim.case.id),
        held.leaseToken == claim.token
      else { throw LeaseLost(caseID: claim.case.id) }
      held.updatedAt = now
      try body(db, &held)
      try held.update(db)
      return held
    }
  }
}

/// Another worker has the case by now: what this one did is to be thrown away.
package struct LeaseLost: Error, Hashable, CustomStringConvertible {
  /// ``PilotCase/id``.
  package let caseID: String

  package var description: String { "\(caseID): another worker holds this case" }
}

extension PilotCase {
  fileprivate mutating func release() {
    leaseOwner = nil
    leaseToken = nil
    leaseUntil = nil
  }
}
