package import Foundation
import GRDB

/// What somebody may do.
package enum Role: String, Codable, Sendable, CaseIterable {
  /// Judges cases.
  case reader
  /// Judges, adjudicates, and signs stages off.
  case lead
  /// Manages accounts and settings, and signs stages off; sees no case.
  case admin
}

/// Somebody who may sign in.
package struct Account: Codable, Sendable, Hashable {
  /// The name used for signing in, lower case.
  package var name: String
  /// The name that people read.
  package var displayName: String
  /// What the account may do.
  package var role: Role
  /// The password, hashed with its salt and parameters by whoever signs people in.
  package var passwordHash: String
  /// Closed accounts stay, because judgements name them.
  package var isActive = true
  /// When the account was made.
  package var createdAt: Date

  /// An account in use.
  package init(
    name: String, displayName: String, role: Role, passwordHash: String, createdAt: Date
  ) {
    self.name = name
    self.displayName = displayName
    self.role = role
    self.passwordHash = passwordHash
    self.createdAt = createdAt
  }
}

extension Account: FetchableRecord, PersistableRecord {
  package static let databaseTableName = "account"
}
