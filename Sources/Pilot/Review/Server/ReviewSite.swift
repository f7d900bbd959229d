import Clinical
import FlyingFox
import Foundation
import GRDB
import Synchronization

/// What the review server answers: its pages, and who may see them.
final class ReviewSite: Sendable {
  let options: ReviewOptions
  let registry: Registry
  let cases: ReviewCases
  let images: CaseImages
  let passwords: PasswordCheck
  let log: AccessLog
  let sessions = Mutex(Sessions())
  let limiter = Mutex(SignInLimiter())

  init(_ options: ReviewOptions, registry: Registry, log: AccessLog) throws {
    self.options = options
    self.registry = registry
    self.log = log
    passwords = try PasswordCheck()
    let tumour = Set(options.structures["VS"] ?? [])
    images = CaseImages(capacity: options.imageMemory, sought: tumour)
    cases = ReviewCases(
      registry: registry,
      files: CaseFiles(folder: options.folder, structures: options.structures),
      policy: options.secondReading,
      corrections: CorrectionAgreement(tumour: tumour))
  }

  /// The first parts of paths that exist, as the access log names them.
  private static let pages: Set<String> = [
    "sign-in", "sign-out", "worklist", "cases", "judgements", "judgements.csv", "judgements.json",
    "status", "accounts", "password", "help", "language", "assets", "healthz",
  ]

  /// Answers a request, whatever happens.
  func answer(_ request: PageRequest) async -> (response: PageResponse, endsConnection: Bool) {
    let start = ContinuousClock.now
    let visitor = visitor(of: request)
    var response: PageResponse
    var endsConnection = false
    do {
      response = try await route(request, visitor)
    } catch let refusal as PageRefusal {
      endsConnection = refusal.endsConnection
      response = .text(refusalPage(visitor.context, refusal), status: refusal.status)
    } catch {
      // The error may name files, and files may be named after patients: its type must do.
      log.write("{\"error\":\"\(type(of: error))\"}")
      let refusal = PageRefusal(
        status: .internalServerError, english: "Something went wrong on the server.",
        japanese: "サーバーでエラーが発生しました。")
      response = .text(refusalPage(visitor.context, refusal), status: refusal.status)
    }
    let page = request.path.first ?? ""
    let took = start.duration(to: .now).components
    log.log(
      AccessLog.Line(
        at: utc(registry.now()), method: request.method,
        page: Self.pages.contains(page) ? page : "",
        status: response.status.code,
        milliseconds: Int(took.seconds * 1000 + took.attoseconds / 1_000_000_000_000_000),
        user: visitor.account?.name))
    return (response, endsConnection)
  }

  /// Who sends a request: account, standing and password are looked up each time, so closing an
  /// account or changing its password ends its sessions at once, whichever process does it.
  func visitor(of request: PageRequest) -> Visitor {
    let token = request.cookies[cookieName] ?? ""
    let now = registry.now()
    let session = sessions.withLock { $0.session(of: token, now: now) }
    let account = session.flatMap { session in
      try? registry.database.read { db in try Account.fetchOne(db, key: session.user) }
    }
    let language = PageLanguage(
      cookie: request.cookies["language"], accepted: request.header("Accept-Language"))
    let path = "/" + request.path.joined(separator: "/")
    guard let session, let account, account.isActive,
      session.credential == Sessions.credential(of: account)
    else {
      return Visitor(
        account: nil, token: token,
        context: PageContext(language: language, account: nil, csrf: "", path: path))
    }
    return Visitor(
      account: account, token: token,
      context: PageContext(language: language, account: account, csrf: session.csrf, path: path))
  }

  /// The cookie's name: with its prefix, browsers take it only over TLS and for this host alone.
  var cookieName: String { options.isBehindProxy ? "__Host-kakehashi" : "kakehashi" }

  /// A cookie that scripts do not see and other sites do not send.
  func cookie(_ token: String, lifetime: Int) -> String {
    "\(cookieName)=\(token); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(lifetime)"
      + (options.isBehindProxy ? "; Secure" : "")
  }
}

/// Who sends a request.
struct Visitor: Sendable {
  /// `nil` where nobody is signed in.
  let account: Account?
  let token: String
  let context: PageContext

  var language: PageLanguage { context.language }

  /// The account, where its role is one of those named.
  ///
  /// - Throws: ``PageRefusal`` otherwise.
  func requireRole(_ roles: Role...) throws(PageRefusal) -> Account {
    guard let account, roles.contains(account.role) else { throw .forbidden }
    return account
  }
}
