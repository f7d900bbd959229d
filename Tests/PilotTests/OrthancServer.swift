import Foundation
import Testing

@testable import Pilot

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A real Orthanc on loopback with a password, in the folder of a ``PilotWorld``.
struct OrthancServer {
  static let program = ["/usr/sbin/Orthanc", "/usr/local/sbin/Orthanc"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  /// Orthanc's plugin for DICOMweb; `nil` where it is not installed.
  static let dicomWeb = [
    "/usr/share/orthanc/plugins/libOrthancDicomWeb.so",
    "/usr/local/share/orthanc/plugins/libOrthancDicomWeb.so",
  ].first { FileManager.default.fileExists(atPath: $0) }

  let world: PilotWorld
  let port: Int
  /// The port of DICOM's own protocol.
  var dicomPort: Int { port + 1 }

  /// - Parameter more: settings of Orthanc besides those that every test needs.
  init(
    _ world: PilotWorld, port: Int = .random(in: 20_000..<30_000), more: [String: Any] = [:]
  ) throws {
    self.world = world
    self.port = port
    let settings: [String: Any] = [
      "Name": "test", "StorageDirectory": world.folder.appending(path: "storage").path,
      "IndexDirectory": world.folder.appending(path: "storage").path, "HttpPort": port,
      "DicomPort": port + 1, "DicomAet": "ARCHIVE", "DicomCheckCalledAet": false,
      "RemoteAccessAllowed": false, "StableAge": 1, "Plugins": [Self.dicomWeb].compactMap(\.self),
      "AuthenticationEnabled": true, "RegisteredUsers": ["gateway": "secret"],
    ]
    try JSONSerialization.data(withJSONObject: settings.merging(more) { $1 }).write(
      to: world.folder.appending(path: "orthanc.json"))
    try "secret\n".write(
      to: world.folder.appending(path: "password"), atomically: true, encoding: .utf8)
  }

  /// A pilot whose series come from such an Orthanc.
  static func world(_ folder: URL) throws -> (PilotWorld, OrthancServer) {
    var world = try PilotWorld(folder)
    let server = try OrthancServer(world)
    world.settings["watch"] = ["folder": ""]
    world.settings["orthanc"] = [
      "url": "http://127.0.0.1:\(server.port)", "user": "gateway", "passwordFile": "password",
      "pollSeconds": 0.2,
    ]
    try world.writeConfiguration()
    return (world, server)
  }

  /// The same Orthanc, which calls the program by `scripts/orthanc-hook.lua` itself.
  func withHook() throws -> OrthancServer {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "scripts/orthanc-hook.lua").path
    let secret = world.folder.appending(path: "curl.conf")
    try "user = \"gateway:secret\"\n".write(to: secret, atomically: true, encoding: .utf8)
    return try OrthancServer(
      world, port: port,
      more: [
        "LuaScripts": [script],
        "Kakehashi": [
          "Command": PilotWorld.program, "Configuration": world.configuration.path,
          "Url": "http://127.0.0.1:\(port)", "CurlConfig": secret.path,
        ],
      ])
  }

  func start() throws -> ChildProcess {
    let process = try world.start(
      Self.program ?? "", [world.folder.appending(path: "orthanc.json").path], log: "orthanc.log")
    try #require(try world.wait(20) { try get("system") != nil })
    return process
  }

  func get(_ path: String) throws -> Data? { try answer(request(path)) }

  func post(_ file: URL) throws {
    var request = request("instances")
    request.httpMethod = "POST"
    request.httpBody = try Data(contentsOf: file)
    try #require(try answer(request) != nil)
  }

  /// Begins to push all files of a folder as a scanner does.
  func startPushing(_ folder: URL) throws -> ChildProcess {
    try world.start(
      "/usr/bin/env",
      ["storescu", "-aec", "ARCHIVE", "+sd", "+r", "127.0.0.1", "\(dicomPort)", folder.path],
      log: "storescu.log")
  }

  /// Pushes all files of a folder.
  func push(_ folder: URL) throws {
    let process = try startPushing(folder)
    waitForEnd(process)
    try #require(process.status == 0)
  }

  /// Identifiers of all instances of a modality.
  func instances(of modality: String) throws -> [String] {
    var request = request("tools/find")
    request.httpMethod = "POST"
    request.httpBody = Data(
      "{\"Level\":\"Instance\",\"Query\":{\"Modality\":\"\(modality)\"}}".utf8)
    let data = try #require(try answer(request))
    return try JSONDecoder().decode([String].self, from: data)
  }

  /// What QIDO-RS finds of a study: the number of series of each modality.
  func modalities(ofStudy uid: String) throws -> [String: Int] {
    guard let data = try get("dicom-web/studies/\(uid)/series") else { return [:] }
    let found = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
    let names = found.compactMap { series in
      ((series["00080060"] as? [String: Any])?["Value"] as? [String])?.first
    }
    return Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
  }

  private func request(_ path: String) -> URLRequest {
    guard let url = URL(string: "http://127.0.0.1:\(port)/\(path)") else {
      preconditionFailure("a path of this file is no address: \(path)")
    }
    var request = URLRequest(url: url)
    let words = Data("gateway:secret".utf8).base64EncodedString()
    request.setValue("Basic \(words)", forHTTPHeaderField: "Authorization")
    return request
  }

  /// The body, or nothing where there is no answer.
  private func answer(_ request: URLRequest) throws -> Data? {
    let done = DispatchSemaphore(value: 0)
    let box = Box()
    URLSession.shared.dataTask(with: request) { data, response, _ in
      if (response as? HTTPURLResponse)?.statusCode == 200 { box.set(data) }
      done.signal()
    }.resume()
    done.wait()
    return box.value
  }
}

/// Data that another thread sets.
private final class Box: @unchecked Sendable {
  // The semaphore of the only user orders writing before reading.
  private(set) var value: Data?
  func set(_ data: Data?) { value = data }
}
