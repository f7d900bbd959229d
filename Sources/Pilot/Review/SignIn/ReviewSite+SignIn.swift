import FlyingFox
import Foundation
import GRDB
import Synchronization

extension ReviewSite {
  /// The longest name and password that are looked at.
  private static let longestField = 256

  func signIn(_ request: PageRequest, _ visitor: Visitor) async throws -> PageResponse {
    guard request.path.count == 1 else { throw PageRefusal.missing }
    guard request.method == "POST" else { return .text(signInPage(visitor.context)) }
    let name = (request.form["name"] ?? "").lowercased()
    let password = request.form["password"] ?? ""
    guard name.count <= Self.longestField, password.count <= Self.longestField else {
      throw PageRefusal.badRequest
    }
    let now = registry.now()
    // Counted as failed before the password is checked: attempts sent at once cannot slip through.
    let wait = limiter.withLock { limiter in
      let wait = limiter.wait(name: name, address: request.address, now: now)
      if wait == 0 { limiter.failed(name: name, address: request.address, now: now) }
      return wait
    }
    guard wait == 0 else {
      var response = PageResponse.text(
        signInPage(visitor.context, wait: Int(wait.rounded(.up))), status: .tooManyRequests)
      response.headers["Retry-After"] = String(Int(wait.rounded(.up)))
      return response
    }
    let account = try await registry.database.read { db in try Account.fetchOne(db, key: name) }
    guard await passwords.opens(account, password: password), let account else {
      return .text(signInPage(visitor.context, failed: true), status: .unauthorized)
    }
    limiter.withLock { $0.succeeded(name: name, address: request.address) }
    let token = sessions.withLock { sessions in
      sessions.end(token: visitor.token)
      return sessions.start(account, now: now)
    }
    try audit(account, "sign in")
    var response = PageResponse.redirect("/")
    response.cookies = [cookie(token, lifetime: Int(Sessions.lifetime))]
    return response
  }

  func signOut(_ visitor: Visitor) throws -> PageResponse {
    sessions.withLock { $0.end(token: visitor.token) }
    if let account = visitor.account { try audit(account, "sign out") }
    var response = PageResponse.redirect("/sign-in")
    response.cookies = [cookie("", lifetime: 0)]
    return response
  }
}
