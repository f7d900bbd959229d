package import Foundation
package import GRDB

/// What one reader said about one case.
package struct Judgement: Codable, Sendable, Hashable, Identifiable {
  /// What a reader decided.
  package enum Decision: String, Codable, Sendable, CaseIterable {
    /// Good as it is.
    case accept
    /// Good after the reader's correction.
    case correct
    /// Not usable; the reason says why.
    case reject
  }

  /// In which turn the case was read.
  package enum Turn: String, Codable, Sendable, CaseIterable {
    /// The first reader.
    case first
    /// A second reader who does not see what the first one said.
    case second
    /// The lead's decision where the two differ.
    case adjudication
  }

  /// The row; `nil` until it is stored.
  package var id: Int64?
  /// ``PilotCase/id``.
  package var caseID: String
  /// ``Account/name`` of the reader.
  package var reader: String
  /// The turn; a case has at most one judgement a turn.
  package var turn: Turn
  /// The decision.
  package var decision: Decision
  /// Why it was rejected or what was wrong; empty where nothing was said.
  package var reason: String
  /// Seconds from opening the case to the decision.
  package var seconds: Double
  /// The corrected label map, relative to the pilot's folder; only for corrections.
  package var correction: String?
  /// When the judgement was made.
  package var judgedAt: Date

  /// A judgement that is not stored yet.
  package init(
    caseID: String, reader: String, turn: Turn, decision: Decision, reason: String = "",
    seconds: Double, correction: String? = nil, judgedAt: Date
  ) {
    self.caseID = caseID
    self.reader = reader
    self.turn = turn
    self.decision = decision
    self.reason = reason
    self.seconds = seconds
    self.correction = correction
    self.judgedAt = judgedAt
  }
}

extension Judgement: FetchableRecord, MutablePersistableRecord {
  package static let databaseTableName = "judgement"

  package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
