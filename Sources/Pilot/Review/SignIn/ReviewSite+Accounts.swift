import FlyingFox
import Foundation
import Synchronization

extension ReviewSite {
  /// The administrators' page of accounts, and what its forms do.
  func accounts(_ request: PageRequest, _ visitor: Visitor) async throws -> PageResponse {
    let admin = try visitor.requireRole(.admin)
    switch (request.method, request.path.count, request.path.last) {
    case ("GET", 1, _): return .text(accountsPage(visitor.context, try registry.accounts()))
    case ("POST", 1, _): return try await add(request, visitor, admin)
    case ("POST", 3, "role"):
      guard let role = request.form["role"].flatMap(Role.init(rawValue:)) else {
        throw PageRefusal.badRequest
      }
      try change(request.path[1], by: admin, ["role": role.rawValue]) { $0.role = role }
    case ("POST", 3, "standing"):
      let isActive = request.form["active"] == "yes"
      try change(request.path[1], by: admin, ["active": isActive ? "yes" : "no"]) {
        $0.isActive = isActive
      }
    default: throw PageRefusal.missing
    }
    return .redirect("/accounts")
  }

  private func add(
    _ request: PageRequest, _ visitor: Visitor, _ admin: Account
  ) async throws -> PageResponse {
    do {
      try registry.addAccount(
        name: request.form["name"] ?? "", displayName: request.form["display"] ?? "",
        role: request.form["role"].flatMap(Role.init(rawValue:)) ?? .reader,
        password: request.form["password"] ?? "", by: admin.name)
    } catch let error as PilotError {
      return .text(
        accountsPage(visitor.context, try registry.accounts(), complaint: error.message),
        status: .unprocessableContent)
    }
    try registry.flushAudit()
    return .redirect("/accounts")
  }

  /// Changes an account and ends its sessions; nobody changes their own, so one administrator
  /// always remains.
  private func change(
    _ name: String, by admin: Account, _ what: [String: String],
    _ body: (inout Account) -> Void
  ) throws {
    guard name != admin.name else { throw PageRefusal.forbidden }
    try registry.changeAccount(name, by: admin.name, what, body)
    sessions.withLock { $0.end(user: name) }
    try registry.flushAudit()
  }
}
