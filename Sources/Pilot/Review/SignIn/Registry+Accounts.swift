import Foundation
import GRDB

extension Registry {
  /// All accounts in the order of their names.
  package func accounts() throws -> [Account] {
    try database.read { db in try Account.order(Column("name")).fetchAll(db) }
  }

  /// Adds somebody who may sign in.
  ///
  /// - Parameter by: who adds, for the audit log.
  /// - Throws: ``PilotError`` where the name is taken or none, or the password shorter than 12
  ///   characters.
  package func addAccount(
    name: String, displayName: String, role: Role, password: String, by: String
  ) throws {
    guard name.wholeMatch(of: /[a-z0-9][a-z0-9._\-]{0,31}/) != nil else {
      throw PilotError(
        "expected a name of up to 32 small letters, digits, dots and dashes, found another")
    }
    let shown = displayName.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !shown.isEmpty, shown.count <= 80 else {
      throw PilotError("expected a display name of 1 to 80 characters, found \(shown.count)")
    }
    let account = Account(
      name: name, displayName: shown, role: role, passwordHash: try Self.hash(password),
      createdAt: now())
    try database.write { db in
      guard try Account.fetchOne(db, key: name) == nil else {
        throw PilotError("\(name): expected a new name, found an account of it")
      }
      try account.insert(db)
      try db.audit(
        AuditEntry(
          at: account.createdAt, by: by, action: "add account",
          change: ["account": name, "role": role.rawValue]))
    }
  }

  /// Changes an account.
  ///
  /// - Parameter what: the change for the audit log.
  /// - Throws: ``PilotError`` where there is no such account.
  package func changeAccount(
    _ name: String, by: String, _ what: [String: String], _ body: (inout Account) -> Void
  ) throws {
    let now = now()
    try database.write { db in
      guard var account = try Account.fetchOne(db, key: name) else {
        throw PilotError("expected an account's name, found another")
      }
      body(&account)
      try account.update(db)
      try db.audit(
        AuditEntry(
          at: now, by: by, action: "change account",
          change: what.merging(["account": name]) { $1 }))
    }
  }

  /// Sets a new password.
  ///
  /// - Throws: ``PilotError`` where there is no such account or the password is too short.
  package func setPassword(_ password: String, of name: String, by: String) throws {
    let hash = try Self.hash(password)
    try changeAccount(name, by: by, ["password": "new"]) { $0.passwordHash = hash }
  }

  private static func hash(_ password: String) throws -> String {
    guard (12...256).contains(password.count) else {
      throw PilotError("expected a password of 12 to 256 characters, found \(password.count)")
    }
    return try PasswordHash(of: password).description
  }
}
