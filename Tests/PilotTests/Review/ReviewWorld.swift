import Foundation
import GRDB
import Imaging
import NIfTI
import Synchronization

@testable import Pilot

/// A running review server over a small pilot: three cases, two readers, two leads, one admin.
///
/// Each case is 24 x 20 x 12 voxels of 1 x 1 x 2 mm with a tumour of 4 x 4 x 4 voxels (128 mm3).
struct ReviewWorld: Sendable {
  static let password = "correct horse battery"
  /// The names of the patients, by decreasing attention of their cases.
  static let patients = ["<script>alert(1)</script>^Eve", "Planted^Phoebe", "Usual^Ulla"]

  let root: URL
  let folder: PilotFolder
  let registry: Registry
  let port: UInt16
  /// The cases by decreasing attention: 0.9, 0.3, 0.1.
  let cases: [String]
  let log: LogLines

  /// What the server logged.
  final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
  }

  /// Runs `body` with a new world, which is gone afterwards.
  static func with(
    stage: Stage = .assisted, configure: (inout ReviewOptions) -> Void = { _ in },
    _ body: (ReviewWorld) async throws -> Void
  ) async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "review-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = try PilotFolder(root.appending(path: "pilot").path)
    let registry = try Registry(path: folder.registry)
    let cases = try populate(registry, folder, root, stage)
    var options = ReviewOptions(folder: folder)
    options.port = 0
    configure(&options)
    let log = LogLines()
    let server = try ReviewServer(options, registry: registry) { log.add($0) }
    let running = Task { try await server.run() }
    // Other suites keep the pool of tasks busy for longer than the 5 seconds of the command.
    let port = try await server.waitUntilListening(timeout: 60)
    let world = ReviewWorld(
      root: root, folder: folder, registry: registry, port: port, cases: cases, log: log)
    let outcome: Result<Void, any Error>
    do {
      outcome = .success(try await body(world))
    } catch {
      outcome = .failure(error)
    }
    await server.stop()
    _ = await running.result
    try outcome.get()
  }

  static let grid = VoxelGrid(24, 20, 12, spacing: SIMD3(1, 1, 2), origin: SIMD3(-12, -10, -12))

  /// Labels with a tumour from voxel `start` on along each axis.
  static func labels(start: Int, value: UInt8 = 1) -> LabelMap {
    var map = LabelMap(grid: grid, filledWith: 0)
    for k in start..<start + 4 {
      for j in start..<start + 4 { for i in start..<start + 4 { map[i, j, k] = value } }
    }
    return map
  }

  private static func populate(
    _ registry: Registry, _ folder: PilotFolder, _ root: URL, _ stage: Stage
  ) throws -> [String] {
    // A cheap hash: its costs are tested elsewhere.
    let hash = try PasswordHash(of: password, salt: [1, 2, 3, 4], rounds: 16).description
    try registry.database.write { db in
      for (name, role) in [
        ("rei", Role.reader), ("ren", .reader), ("leo", .lead), ("lea", .lead), ("ada", .admin),
      ] {
        try Account(
          name: name, displayName: name.capitalized, role: role, passwordHash: hash,
          createdAt: Date()
        ).insert(db)
      }
      if stage != .retrospective {
        var change = StageChange(
          from: .retrospective, to: stage, reason: "test", by: "ada", changedAt: Date())
        try change.insert(db)
      }
    }
    let map = root.appending(path: "labels.nii.gz")
    try writeNIfTI(labels(start: 4), to: map.path)
    return try patients.enumerated().map { n, name in
      let image = root.appending(path: "image\(n).nii.gz")
      let voxels = (0..<grid.count).map { Float(($0 * 31 + n) % 97) }
      try writeNIfTI(Volume(grid: grid, voxels: voxels), to: image.path)
      return try registry.addNIfTI(
        image: image, labels: map, in: folder, structures: ["VS": [1, 2], "other": [3]],
        patient: (name, "PID-\(n)", "20260131"),
        attention: Attention(confidence: [0, 0.4, 0.8][n], disagreement: n == 0 ? 0.8 : 0))
    }
  }
}

/// A browser of one user: it keeps cookies, and follows no redirect by itself.
struct Browser: Sendable {
  let port: UInt16
  private(set) var cookies: [String: String] = [:]
  private(set) var csrf = ""

  init(_ world: ReviewWorld) { port = world.port }

  /// A browser that is signed in.
  static func signedIn(_ name: String, _ world: ReviewWorld) async throws -> Browser {
    var browser = Browser(world)
    let answer = try await browser.post(
      "/sign-in", ["name": name, "password": ReviewWorld.password])
    guard answer.status == 303 else {
      throw RawClient.Failure(description: "sign-in: \(answer.status) \(answer.text)")
    }
    _ = try await browser.get("/help")
    return browser
  }

  mutating func get(_ path: String, headers: [String: String] = [:]) async throws -> RawResponse {
    try await send("GET", path, headers: headers, body: Data())
  }

  /// Sends a form with the token of the last page, unless the form has its own.
  mutating func post(
    _ path: String, _ fields: [String: String], headers: [String: String] = [:]
  ) async throws -> RawResponse {
    let all = csrf.isEmpty ? fields : fields.merging(["csrf": csrf]) { own, _ in own }
    let allowed = CharacterSet.alphanumerics
    let body = all.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
    }.joined(separator: "&")
    let type = ["Content-Type": "application/x-www-form-urlencoded"]
    return try await send(
      "POST", path, headers: type.merging(headers) { $1 }, body: Data(body.utf8))
  }

  /// Uploads a file as the page's script does.
  mutating func upload(
    _ path: String, _ body: Data, type: String = "application/octet-stream"
  ) async throws -> RawResponse {
    try await send(
      "POST", path, headers: ["Content-Type": type, "X-CSRF-Token": csrf], body: body)
  }

  mutating func send(
    _ method: String, _ path: String, headers: [String: String], body: Data
  ) async throws -> RawResponse {
    var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
    if !cookies.isEmpty {
      all["Cookie"] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
    }
    if method == "POST" { all["Content-Length"] = String(body.count) }
    all.merge(headers) { $1 }
    var text = "\(method) \(path) HTTP/1.1\r\n"
    for (name, value) in all { text += "\(name): \(value)\r\n" }
    let bytes = try await RawClient(port: port).exchange([Data((text + "\r\n").utf8) + body])
    guard let answer = RawResponse(bytes) else {
      throw RawClient.Failure(description: "\(method) \(path): no answer")
    }
    for header in answer.headers where header.name == "set-cookie" {
      let pair = header.value.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
      cookies[String(pair[0])] = pair.count == 2 ? String(pair[1]) : nil
    }
    if let token = answer.text.firstMatch(of: /name="csrf" value="([0-9a-f]+)"/) {
      csrf = String(token.1)
    }
    return answer
  }

  /// Opens a case and judges it.
  mutating func judge(
    _ id: String, _ fields: [String: String], turn: String = "first"
  ) async throws -> RawResponse {
    _ = try await get("/cases/\(id)")
    return try await post(
      "/cases/\(id)/judgement", fields.merging(["turn": turn]) { own, _ in own })
  }
}
