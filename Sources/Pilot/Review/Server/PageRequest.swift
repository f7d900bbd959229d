import FlyingFox
import Foundation

/// A request as the pages need it: its path in parts, its query, cookies and form.
struct PageRequest: Sendable {
  /// The method's name, as "GET".
  let method: String
  /// The parts of the path between slashes, decoded; none for "/".
  let path: [String]
  /// The query's values by name; the last one counts.
  let query: [String: String]
  /// The cookies by name.
  let cookies: [String: String]
  /// The fields of a form that came as `application/x-www-form-urlencoded`.
  let form: [String: String]
  /// The body, where it is not a form.
  let body: Data
  /// What the client says the body is, without parameters, lower case.
  let contentType: String
  /// Where the client is: an IP address.
  let address: String
  private let headers: HTTPHeaders

  init(_ request: HTTPRequest, body: Data, address: String) {
    method = request.method.rawValue
    // FlyingFox has decoded it, and taken "." and ".." away before that.
    path = request.path.split(separator: "/").map(String.init)
    query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
    cookies = Self.cookies(in: request.headers[.cookie] ?? "")
    contentType =
      (request.headers[.contentType] ?? "").split(separator: ";").first
      .map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
    let isForm = contentType == Self.formType
    form = isForm ? Self.fields(in: body) : [:]
    self.body = isForm ? Data() : body
    self.address = address
    headers = request.headers
  }

  static let formType = "application/x-www-form-urlencoded"

  /// A header's value by its name; `nil` where it is missing.
  func header(_ name: String) -> String? { headers[HTTPHeader(name)] }

  /// Name and value pairs of a Cookie header; values are taken as they are.
  static func cookies(in text: String) -> [String: String] {
    var result: [String: String] = [:]
    for pair in text.split(separator: ";") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      result[parts[0].trimmingCharacters(in: .whitespaces)] =
        parts[1].trimmingCharacters(in: .whitespaces)
    }
    return result
  }

  /// The fields of a form; what is not valid percent-encoding stays as it is.
  static func fields(in body: Data) -> [String: String] {
    var result: [String: String] = [:]
    for pair in String(decoding: body, as: UTF8.self).split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { part in
          let text = String(part.replacing("+", with: " "))
          return text.removingPercentEncoding ?? text
        }
      result[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
    return result
  }
}
