import Clinical
import FlyingFox
import Foundation
import GRDB
import Reporting

extension ReviewSite {
  /// Finds what answers a request, after what is true for all: the host is this one, a form comes
  /// from this server and brings its token back, and nobody who is not signed in gets further.
  func route(_ request: PageRequest, _ visitor: Visitor) async throws -> PageResponse {
    guard options.isOwn(host: request.header("Host") ?? "") else {
      throw PageRefusal(
        status: .misdirectedRequest, english: "This server has another name.",
        japanese: "サーバー名が異なります。")
    }
    switch (request.method, request.path.first) {
    case ("GET", "healthz") where request.path.count == 1:
      return .text("ok\n", type: "text/plain; charset=utf-8")
    case ("GET", "assets"): return try asset(request)
    // Browsers ask for an icon by themselves; there is none, which is no error.
    case ("GET", "favicon.ico"):
      return PageResponse(status: .noContent, contentType: "image/x-icon")
    case ("GET", _): break
    case ("POST", _): try requireOwnOrigin(request)
    default: throw PageRefusal.badMethod
    }
    switch (request.method, request.path.first) {
    case ("POST", "language"): return try changeLanguage(request)
    case (_, "sign-in"): return try await signIn(request, visitor)
    default: break
    }
    guard let account = visitor.account else {
      guard request.method == "GET" else { throw PageRefusal.forbidden }
      return .redirect("/sign-in")
    }
    if request.method == "POST" {
      let sent = request.form["csrf"] ?? request.header("X-CSRF-Token") ?? ""
      guard isEqualInConstantTime(Array(sent.utf8), Array(visitor.context.csrf.utf8)) else {
        throw PageRefusal.stale
      }
    }
    return try await page(request, visitor, account)
  }

  private func page(
    _ request: PageRequest, _ visitor: Visitor, _ account: Account
  ) async throws -> PageResponse {
    let isPost = request.method == "POST"
    switch (request.path.first, request.path.count) {
    case (nil, _) where !isPost:
      return .redirect(account.role == .admin ? "/accounts" : "/worklist")
    case ("sign-out", 1) where isPost: return try signOut(visitor)
    case ("worklist", 1) where !isPost:
      let account = try visitor.requireRole(.reader, .lead)
      return .text(worklistPage(visitor.context, try cases.worklist(for: account)))
    case ("judgements", 1) where !isPost:
      _ = try visitor.requireRole(.lead)
      return .text(judgementsPage(visitor.context, try cases.judgements()))
    case ("judgements.csv", 1) where !isPost:
      return try export(visitor, "csv") { Data($0.csv.utf8) }
    case ("judgements.json", 1) where !isPost:
      return try export(visitor, "json", readableJSON)
    case ("status", 1) where !isPost:
      _ = try visitor.requireRole(.lead, .admin)
      let page = try StatusPage(registry, options.gates, language: visitor.language)
      return .text(page.servedHTML())
    case ("password", 1): return try await changePassword(request, visitor, account)
    case ("help", 1) where !isPost: return .text(helpPage(visitor.context))
    case ("accounts", _): return try await accounts(request, visitor)
    case ("cases", 2...): return try await caseRoute(request, visitor)
    default: throw PageRefusal.missing
    }
  }

  private func export(
    _ visitor: Visitor, _ kind: String, _ encode: (JudgementExport) throws -> Data
  ) throws -> PageResponse {
    let account = try visitor.requireRole(.lead)
    let export = try cases.export()
    let count = String(export.judgements.count)
    try audit(account, "export judgements", change: ["count": count, "form": kind])
    let type = kind == "csv" ? "text/csv; charset=utf-8" : "application/json"
    return .download(try encode(export), type: type, name: "judgements.\(kind)")
  }

  private func asset(_ request: PageRequest) throws -> PageResponse {
    switch request.path {
    case ["assets", "review.css"]: .text(reviewStyle, type: "text/css; charset=utf-8")
    case ["assets", "status.css"]: .text(statusStyle.text, type: "text/css; charset=utf-8")
    case ["assets", "review.js"]: .text(reviewScript, type: "text/javascript; charset=utf-8")
    default: throw PageRefusal.missing
    }
  }

  /// Sets the language's cookie and goes back to a page of this server.
  private func changeLanguage(_ request: PageRequest) throws -> PageResponse {
    guard let language = request.form["language"].flatMap(PageLanguage.init(rawValue:)) else {
      throw PageRefusal.badRequest
    }
    let back = request.form["back"] ?? "/"
    // "//host" and "/\host" would lead to another server.
    let isOwn = back.wholeMatch(of: /\/[A-Za-z0-9\-]*(\/[A-Za-z0-9\-]+)*/) != nil
    var response = PageResponse.redirect(isOwn ? back : "/")
    response.cookies = [
      "language=\(language.rawValue); Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"
        + (options.isBehindProxy ? "; Secure" : "")
    ]
    return response
  }

  /// - Throws: ``PageRefusal`` where a browser says that another site sent the form.
  private func requireOwnOrigin(_ request: PageRequest) throws(PageRefusal) {
    if let site = request.header("Sec-Fetch-Site"), site != "same-origin" { throw .stale }
    guard let origin = request.header("Origin") else { return }
    let host = origin.replacing(/^https?:\/\//, with: "")
    guard host == request.header("Host") else { throw .stale }
  }

  /// Notes something in the audit log.
  func audit(_ account: Account, _ action: String, change: [String: String] = [:]) throws {
    let now = registry.now()
    try registry.database.write { db in
      try db.audit(AuditEntry(at: now, by: account.name, action: action, change: change))
    }
    try registry.flushAudit()
  }
}
