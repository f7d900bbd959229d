import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The few requests of Orthanc's REST interface that the gateway needs.
///
/// - Source: the Orthanc book, "REST API of Orthanc".
struct OrthancClient: Sendable {
  private let base: URL
  private let authorization: String?
  private let timeout: Double

  /// - Throws: ``PilotError`` where the address is none or the password file cannot be read.
  init(_ settings: OrthancSettings) throws {
    guard let url = URL(string: settings.url), ["http", "https"].contains(url.scheme) else {
      throw PilotError("orthanc.url: expected an address as http://127.0.0.1:8042, found another")
    }
    base = url
    timeout = settings.timeoutSeconds
    guard !settings.user.isEmpty else {
      authorization = nil
      return
    }
    guard let password = try? String(contentsOfFile: settings.passwordFile, encoding: .utf8) else {
      throw PilotError("orthanc.passwordFile: expected a file with the password, found none")
    }
    let words = "\(settings.user):\(password.trimmingCharacters(in: .whitespacesAndNewlines))"
    authorization = "Basic \(Data(words.utf8).base64EncodedString())"
  }

  private static let session = URLSession(
    configuration: .ephemeral, delegate: ChallengeRefusal(), delegateQueue: nil)

  /// One event.
  struct Change: Decodable {
    var changeType: String
    var id: String
    var seq: Int

    private enum CodingKeys: String, CodingKey {
      case changeType = "ChangeType"
      case id = "ID"
      case seq = "Seq"
    }
  }

  /// Events after a number, in order, and the number of the last one looked at.
  struct Changes: Decodable {
    var changes: [Change]
    var last: Int
    var done: Bool

    private enum CodingKeys: String, CodingKey {
      case changes = "Changes"
      case last = "Last"
      case done = "Done"
    }
  }

  struct Series: Decodable {
    var id: String
    var parentStudy: String
    var instances: [String]
    var isStable: Bool
    var mainTags: [String: String]

    private enum CodingKeys: String, CodingKey {
      case id = "ID"
      case parentStudy = "ParentStudy"
      case instances = "Instances"
      case isStable = "IsStable"
      case mainTags = "MainDicomTags"
    }
  }

  func changes(since number: Int) async throws -> Changes {
    try decode(await get("changes", [("since", "\(number)"), ("limit", "100")]))
  }

  /// `nil` where it is gone.
  func series(_ id: String) async throws -> Series? {
    try await getIfPresent("series/\(id)").map(decode)
  }

  /// The series of a study; empty where it is gone.
  func series(ofStudy id: String) async throws -> [Series] {
    try await getIfPresent("studies/\(id)/series").map(decode) ?? []
  }

  /// A DICOM file; `nil` where it is gone.
  func file(_ instance: String) async throws -> Data? {
    try await getIfPresent("instances/\(instance)/file")
  }

  /// Stores a file and returns its instance; the same one again returns the same.
  func store(_ data: Data) async throws -> String {
    struct Stored: Decodable {
      var id: String
      private enum CodingKeys: String, CodingKey { case id = "ID" }
    }
    var request = request("instances", [])
    request.httpMethod = "POST"
    request.httpBody = data
    request.setValue("application/dicom", forHTTPHeaderField: "Content-Type")
    let stored: Stored = try decode(try await answer(request).data)
    return stored.id
  }

  /// Whether it answers.
  func isReachable() async -> Bool { (try? await get("system", [])) != nil }

  private func request(_ path: String, _ query: [(String, String)]) -> URLRequest {
    var url = base.appending(path: path)
    url.append(queryItems: query.map { URLQueryItem(name: $0.0, value: $0.1) })
    var request = URLRequest(url: query.isEmpty ? base.appending(path: path) : url)
    request.timeoutInterval = timeout
    if let authorization { request.setValue(authorization, forHTTPHeaderField: "Authorization") }
    return request
  }

  private func get(_ path: String, _ query: [(String, String)]) async throws -> Data {
    try await answer(request(path, query)).data
  }

  private func getIfPresent(_ path: String) async throws -> Data? {
    let (data, status) = try await answer(request(path, []), mayBeGone: true)
    return status == 404 ? nil : data
  }

  private func answer(_ request: URLRequest, mayBeGone: Bool = false) async throws -> (
    data: Data, status: Int
  ) {
    let data: Data
    let response: URLResponse
    do {
      (data, response) = try await Self.session.data(for: request)
    } catch {
      try Task.checkCancellation()
      guard (error as NSError).code != NSURLErrorCancelled else {
        throw PilotError("Orthanc: expected to be let in, found status 401")
      }
      throw PilotError("Orthanc: expected an answer, found none (\((error as NSError).code))")
    }
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    switch status {
    case 200..<300: return (data, status)
    case 404 where mayBeGone: return (data, status)
    case 401, 403: throw PilotError("Orthanc: expected to be let in, found status \(status)")
    default: throw PilotError("Orthanc: expected success, found status \(status)")
    }
  }

  private func decode<Value: Decodable>(_ data: Data) throws -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: data)
    } catch {
      throw PilotError("Orthanc: expected \(Value.self) as JSON, found something else")
    }
  }
}

extension OrthancClient: SeriesSource {
  func fetch(series: String, from place: String, into folder: URL) async throws {
    guard let found = try await self.series(place) else {
      throw PilotError("fetch: expected the series in Orthanc, found it gone")
    }
    for (number, instance) in found.instances.enumerated() {
      guard let data = try await file(instance) else {
        throw PilotError("fetch: expected all images of the series in Orthanc, found one gone")
      }
      try data.write(to: folder.appending(path: String(format: "%06d.dcm", number + 1)))
    }
  }
}

extension OrthancClient: ResultReceiver {
  func store(_ file: URL) async throws -> String { try await store(Data(contentsOf: file)) }
}

/// Ends a request that was not let in: the password was sent with it, and there is no other.
///
/// Without this, FoundationNetworking waits for the time limit.
private final class ChallengeRefusal: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler:
      @escaping @Sendable (
        URLSession.AuthChallengeDisposition, URLCredential?
      ) -> Void
  ) {
    completionHandler(.cancelAuthenticationChallenge, nil)
  }
}
