package import Foundation
package import GRDB

/// How far the pilot has come.
package enum Stage: Int, Codable, Sendable, CaseIterable, Comparable {
  /// Existing data with known contours; nothing reaches a patient's care.
  case retrospective = 1
  /// New studies are segmented; results are stored and not shown.
  case silent = 2
  /// Staff see each result and judge it.
  case assisted = 3
  /// Results go to the archive at once; staff judge samples.
  case routine = 4

  package static func < (first: Stage, second: Stage) -> Bool { first.rawValue < second.rawValue }

  /// The next stage; `nil` after the last.
  package var next: Stage? { Stage(rawValue: rawValue + 1) }
  /// The stage before; `nil` for the first.
  package var previous: Stage? { Stage(rawValue: rawValue - 1) }
}

/// The pilot went to another stage.
package struct StageChange: Codable, Sendable, Hashable {
  /// The row; `nil` until it is stored.
  package var id: Int64?
  /// The stage before.
  package var from: Stage
  /// The stage after.
  package var to: Stage
  /// Why, in one sentence.
  package var reason: String
  /// ``Account/name`` of who did it, or "automatic".
  package var by: String
  /// When.
  package var changedAt: Date

  /// A change that is not stored yet.
  package init(from: Stage, to: Stage, reason: String, by: String, changedAt: Date) {
    self.from = from
    self.to = to
    self.reason = reason
    self.by = by
    self.changedAt = changedAt
  }
}

/// Somebody takes responsibility for going on to a stage.
package struct SignOff: Codable, Sendable, Hashable {
  /// The row; `nil` until it is stored.
  package var id: Int64?
  /// The stage that may begin.
  package var stage: Stage
  /// ``Account/name`` of who signed.
  package var name: String
  /// The role in which it was signed.
  package var role: Role
  /// What was said.
  package var comment: String
  /// When.
  package var signedAt: Date

  /// A sign-off that is not stored yet.
  package init(stage: Stage, name: String, role: Role, comment: String, signedAt: Date) {
    self.stage = stage
    self.name = name
    self.role = role
    self.comment = comment
    self.signedAt = signedAt
  }
}

extension StageChange: FetchableRecord, MutablePersistableRecord {
  package static let databaseTableName = "stageChange"

  package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

extension SignOff: FetchableRecord, MutablePersistableRecord {
  package static let databaseTableName = "signOff"

  package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
