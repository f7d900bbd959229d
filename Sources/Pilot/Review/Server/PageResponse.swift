import FlyingFox
import Foundation
import Reporting

/// An answer before it gets the headers that all answers have.
struct PageResponse: Sendable {
  var status: HTTPStatusCode = .ok
  var contentType = "text/html; charset=utf-8"
  var body = Data()
  /// Set-Cookie values.
  var cookies: [String] = []
  /// Further headers.
  var headers: [String: String] = [:]

  /// A page or another text.
  static func text(
    _ text: String, type: String = "text/html; charset=utf-8", status: HTTPStatusCode = .ok
  ) -> PageResponse {
    PageResponse(status: status, contentType: type, body: Data(text.utf8))
  }

  /// Sends the browser to another page of this server.
  static func redirect(_ path: String) -> PageResponse {
    PageResponse(status: .seeOther, headers: ["Location": path])
  }

  /// A file to be saved under a name.
  static func download(_ body: Data, type: String, name: String) -> PageResponse {
    PageResponse(
      contentType: type, body: body,
      headers: ["Content-Disposition": "attachment; filename=\"\(name)\""])
  }

  /// A value for the pages' script.
  static func json(_ value: some Encodable, status: HTTPStatusCode) throws -> PageResponse {
    PageResponse(
      status: status, contentType: "application/json", body: try JSONEncoder().encode(value))
  }

  /// The response with the headers that keep a browser from doing more than the page needs.
  ///
  /// No script or style but the server's own files runs, nothing is framed, sniffed, cached or
  /// told to other sites.
  func response(isSecure: Bool) -> HTTPResponse {
    var response = HTTPResponse(statusCode: status, body: body)
    var all = [
      "Content-Type": contentType,
      "Content-Length": String(body.count),
      "Content-Security-Policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      // With "no-referrer" browsers would send forms with the origin "null".
      "Referrer-Policy": "same-origin",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
      "Cache-Control": "no-store",
    ]
    if isSecure { all["Strict-Transport-Security"] = "max-age=31536000" }
    all.merge(headers) { $1 }
    for (name, value) in all { response.headers[HTTPHeader(name)] = value }
    if !cookies.isEmpty { response.headers.setValues(cookies, for: .setCookie) }
    return response
  }
}

/// Why a request is not answered with what it asks for.
struct PageRefusal: Error {
  let status: HTTPStatusCode
  /// What the page says, in both languages; nothing of a patient.
  let english: String
  let japanese: String
  /// Whether the connection ends, because its body was not read.
  var endsConnection = false

  static let missing = PageRefusal(
    status: .notFound, english: "There is no such page.", japanese: "ページが見つかりません。")
  static let forbidden = PageRefusal(
    status: .forbidden, english: "Your role does not allow this.",
    japanese: "この操作を行う権限がありません。")
  static let stale = PageRefusal(
    status: .forbidden, english: "This form is no longer valid. Open the page again.",
    japanese: "フォームの有効期限が切れました。ページを開き直してください。")
  static let badMethod = PageRefusal(
    status: .methodNotAllowed, english: "This page is not used that way.",
    japanese: "この方法では利用できません。")
  static let badRequest = PageRefusal(
    status: .badRequest, english: "The request cannot be read.",
    japanese: "リクエストを解釈できません。")
}
