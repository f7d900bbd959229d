import Clinical
import FlyingFox
import FlyingSocks
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The review page's server: one process, no model, no GPU, nothing from the internet.
package final class ReviewServer: Sendable {
  private let options: ReviewOptions
  private let site: ReviewSite
  private let server: HTTPServer

  /// A server of a pilot's folder; nothing listens yet.
  ///
  /// - Parameter log: takes one line of JSON a request.
  /// - Throws: where the address is none, or the registry cannot be opened.
  package convenience init(
    _ options: ReviewOptions, registry: Registry,
    log: (@Sendable (String) -> Void)? = nil
  ) throws {
    let accessLog = log.map { AccessLog(write: $0) } ?? AccessLog()
    try self.init(options, site: ReviewSite(options, registry: registry, log: accessLog))
  }

  private init(_ options: ReviewOptions, site: ReviewSite) throws {
    self.options = options
    self.site = site
    let pool = ConnectionGuard(HTTPServer.defaultPool(), limit: options.clientLimit)
    let handler = ClosureHTTPHandler { [site] request in
      await Self.answer(request, site, pool)
    }
    let address = try sockaddr_in.inet(ip4: options.address, port: options.port)
    let configuration = HTTPServer.Configuration(
      address: address,
      // The pool's limit ends slow clients; this one only what hangs for another reason.
      timeout: 300, sharedRequestReplaySize: Self.largestForm, pool: pool,
      // FlyingFox logs paths and addresses; the access log is ours.
      logger: .disabled)
    server = HTTPServer(config: configuration, handler: handler)
  }

  /// The largest form in bytes; a longer body is read only where a file is expected.
  private static let largestForm = 16 << 10

  /// Serves until the task is cancelled or ``stop()`` is called.
  ///
  /// - Throws: `SocketError` where the port is taken.
  package func run() async throws { try await server.run() }

  /// Waits until the server listens.
  ///
  /// - Parameter timeout: the seconds to wait at most.
  /// - Returns: the port.
  package func waitUntilListening(timeout: Double = 5) async throws -> UInt16 {
    try await server.waitUntilListening(timeout: timeout)
    switch await server.listeningAddress {
    case .ip4(_, let port), .ip6(_, let port): return port
    default: return options.port
    }
  }

  /// Stops listening and ends all connections.
  package func stop() async { await server.stop() }

  private static func answer<Base>(
    _ request: HTTPRequest, _ site: ReviewSite, _ pool: ConnectionGuard<Base>
  ) async -> HTTPResponse {
    let peer = request.remoteAddress
    func close(_ response: PageResponse) -> HTTPResponse {
      pool.condemn(peer)
      var response = response.response(isSecure: site.options.isBehindProxy)
      response.headers[.connection] = "close"
      return response
    }
    guard !pool.isCondemned(peer) else {
      return close(.text("", type: "text/plain", status: .badRequest))
    }
    do {
      let body = try await body(of: request, site)
      let page = PageRequest(request, body: body, address: client(of: request, site.options))
      let answer = await site.answer(page)
      guard !answer.endsConnection else { return close(answer.response) }
      pool.finished(peer)
      return answer.response.response(isSecure: site.options.isBehindProxy)
    } catch let refusal as PageRefusal {
      let context = PageContext(language: .english, account: nil, csrf: "", path: "/")
      return close(.text(refusalPage(context, refusal), status: refusal.status))
    } catch {
      return close(.text("", type: "text/plain", status: .requestTimeout))
    }
  }

  /// The whole body, where it may be one.
  ///
  /// A file is read only from somebody who may upload one, so that nobody else fills memory.
  private static func body(of request: HTTPRequest, _ site: ReviewSite) async throws -> Data {
    guard request.headers[.transferEncoding] == nil else {
      throw PageRefusal(
        status: .lengthRequired, english: "The request's length is missing.",
        japanese: "リクエストの長さが指定されていません。")
    }
    let length = request.bodySequence.count ?? 0
    guard length > largestForm else { return try await request.bodyData }
    let heading = PageRequest(request, body: Data(), address: "")
    let isUpload = heading.path.count == 3 && heading.path[2] == "correction"
    let mayUpload = isUpload && site.visitor(of: heading).account?.role.readsCases == true
    guard mayUpload, length <= site.options.largestUpload else {
      throw PageRefusal(
        status: .payloadTooLarge, english: "This is larger than expected here.",
        japanese: "データが大きすぎます。")
    }
    var body = Data(capacity: length)
    for try await piece in request.bodySequence { body.append(piece) }
    guard body.count == length else { throw PageRefusal.badRequest }
    return body
  }

  /// The client's IP address: the last one that the proxy on this machine added, or the peer's.
  private static func client(of request: HTTPRequest, _ options: ReviewOptions) -> String {
    if options.isBehindProxy,
      let last = request.headers[.xForwardedFor]?.split(separator: ",").last
    {
      return last.trimmingCharacters(in: .whitespaces)
    }
    switch request.remoteAddress {
    case .ip4(let address, _), .ip6(let address, _): return address
    case .unix, nil: return ""
    }
  }
}
