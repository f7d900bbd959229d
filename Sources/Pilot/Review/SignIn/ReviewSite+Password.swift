import Clinical
import FlyingFox
import Foundation
import GRDB
import Synchronization

extension ReviewSite {
  /// Changes the visitor's own password; wrong tries count as failed sign-ins do.
  func changePassword(
    _ request: PageRequest, _ visitor: Visitor, _ account: Account
  ) async throws -> PageResponse {
    guard request.method == "POST" else { return .text(passwordPage(visitor.context)) }
    func refuse(_ english: String, _ japanese: String) -> PageResponse {
      .text(
        passwordPage(visitor.context, complaint: visitor.language(english, japanese)),
        status: .unprocessableContent)
    }
    let new = request.form["new"] ?? ""
    guard new == request.form["again"] else {
      return refuse("The new passwords differ.", "新しいパスワードが一致しません。")
    }
    let now = registry.now()
    let wait = limiter.withLock { limiter in
      let wait = limiter.wait(name: account.name, address: request.address, now: now)
      if wait == 0 { limiter.failed(name: account.name, address: request.address, now: now) }
      return wait
    }
    guard wait == 0, await passwords.opens(account, password: request.form["old"] ?? "") else {
      return refuse(
        "The present password is not right, or was tried too often.",
        "現在のパスワードが正しくないか、試行回数が多すぎます。")
    }
    limiter.withLock { $0.succeeded(name: account.name, address: request.address) }
    do {
      try registry.setPassword(new, of: account.name, by: account.name)
    } catch is PilotError {
      return refuse("Expected 12 to 256 characters.", "12〜256文字で入力してください。")
    }
    try registry.flushAudit()
    let changed = try await registry.database.read { [name = account.name] db in
      try Account.fetchOne(db, key: name)
    }
    let token = sessions.withLock { sessions in
      sessions.end(user: account.name)
      return changed.map { sessions.start($0, now: now) }
    }
    var response = PageResponse.redirect("/")
    response.cookies = [cookie(token ?? "", lifetime: Int(Sessions.lifetime))]
    return response
  }
}
