import Foundation
import GRDB
import Imaging
import TestSupport
import Testing

@testable import Pilot

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

private let orthanc = ["/usr/sbin/Orthanc", "/usr/local/sbin/Orthanc"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

extension PilotProcesses {
  @Suite(
    "The gateway and a real Orthanc",
    .enabled(if: orthanc != nil, "Orthanc is not installed"))
  struct OrthancTests {
    /// An Orthanc on loopback with a password.
    private struct Server {
      let world: PilotWorld
      let port: Int

      init(_ world: PilotWorld) throws {
        self.world = world
        port = Int.random(in: 20_000..<30_000)
        let settings: [String: Any] = [
          "Name": "test", "StorageDirectory": world.folder.appending(path: "storage").path,
          "IndexDirectory": world.folder.appending(path: "storage").path, "HttpPort": port,
          "DicomServerEnabled": false, "RemoteAccessAllowed": false, "StableAge": 1,
          "AuthenticationEnabled": true, "RegisteredUsers": ["gateway": "secret"],
        ]
        try JSONSerialization.data(withJSONObject: settings).write(
          to: world.folder.appending(path: "orthanc.json"))
        try "secret\n".write(
          to: world.folder.appending(path: "password"), atomically: true, encoding: .utf8)
      }

      func start() throws -> ChildProcess {
        let process = try world.start(
          orthanc ?? "", [world.folder.appending(path: "orthanc.json").path], log: "orthanc.log")
        try #require(try world.wait(20) { try get("system") != nil })
        return process
      }

      func get(_ path: String) throws -> Data? {
        try answer(request(path))
      }

      func post(_ file: URL) throws {
        var request = request("instances")
        request.httpMethod = "POST"
        request.httpBody = try Data(contentsOf: file)
        try #require(try answer(request) != nil)
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

    private func world(_ folder: URL) throws -> (PilotWorld, Server) {
      var world = try PilotWorld(folder)
      let server = try Server(world)
      world.settings["watch"] = ["folder": ""]
      world.settings["orthanc"] = [
        "url": "http://127.0.0.1:\(server.port)", "user": "gateway", "passwordFile": "password",
        "pollSeconds": 0.2,
      ]
      try world.writeConfiguration()
      return (world, server)
    }

    @Test(
      "Series come from Orthanc and results go back once, through 20 kill -9 and a restart of Orthanc"
    )
    func roundTrip() throws {
      try withTemporaryFolder { folder in
        let (world, server) = try world(folder)
        var archive = try server.start()
        defer { stop(archive) }
        let registry = try world.registry()
        for number in 1...4 {
          try server.post(
            world.makeSeries(number, in: folder.appending(path: "made/\(number)")))
        }
        try server.post(
          world.makeSeries(5, name: "localizer", in: folder.appending(path: "made/5")))
        var generator = SplitMix64(seed: 7)
        for round in 0..<20 {
          let gateway = try world.kakehashi("serve")
          Thread.sleep(forTimeInterval: Double.random(in: 0.1...1.5, using: &generator))
          killAtOnce(gateway)
          if round == 10 {
            stop(archive)
          }
          if round == 12 { archive = try server.start() }
        }
        let last = try world.kakehashi("serve")
        let isDone = try world.wait(90) { try registry.counts() == [.done: 4, .refused: 1] }
        stop(last)
        let counts = try registry.counts()
        #expect(isDone, "\(counts)")
        let results = try registry.database.read { db in try ResultObject.fetchAll(db) }
        #expect(results.count == 16)
        #expect(results.allSatisfy { $0.sentAt != nil && $0.receipt != nil })
        for (modality, name) in [("SEG", "seg"), ("RTSTRUCT", "rtstruct"), ("SR", "sr")] {
          let stored = try server.instances(of: modality)
          #expect(stored.count == 4, "\(modality)")
          let sent = results.filter { $0.name == "\(name).dcm" }.compactMap(\.receipt)
          #expect(Set(sent) == Set(stored), "\(modality)")
        }
        let text = try world.writtenText()
        for word in PilotWorld.planted { #expect(!text.contains(word), "\(word) in a log") }
      }
    }

    @Test("In the silent stage results are made and kept, and nothing is sent")
    func silent() throws {
      try withTemporaryFolder { folder in
        var (world, server) = try world(folder)
        world.settings["sendFrom"] = 3
        try world.writeConfiguration()
        let archive = try server.start()
        defer { stop(archive) }
        let registry = try world.registry()
        try server.post(world.makeSeries(1, in: folder.appending(path: "made")))
        let gateway = try world.kakehashi("serve")
        let isDone = try world.wait(60) { try registry.counts() == [.done: 1] }
        stop(gateway)
        #expect(isDone)
        #expect(try server.instances(of: "SEG") == [])
        let results = try registry.database.read { db in try ResultObject.fetchAll(db) }
        #expect(results.count == 4 && results.allSatisfy { $0.sentAt == nil })
      }
    }

    @Test("A wrong password is one error in the log, and nothing is lost once it is right")
    func password() throws {
      try withTemporaryFolder { folder in
        let (world, server) = try world(folder)
        let archive = try server.start()
        defer { stop(archive) }
        let registry = try world.registry()
        try server.post(world.makeSeries(1, in: folder.appending(path: "made")))
        let file = folder.appending(path: "password")
        try "wrong".write(to: file, atomically: true, encoding: .utf8)
        let shutOut = try world.kakehashi("serve")
        let isLogged = try world.wait(20) {
          try String(contentsOf: folder.appending(path: "kakehashi.log"), encoding: .utf8)
            .contains("expected to be let in, found status 401")
        }
        stop(shutOut)
        #expect(isLogged)
        #expect(try registry.counts() == [:])
        #expect(try !world.writtenText().contains("wrong"))
        try "secret".write(to: file, atomically: true, encoding: .utf8)
        let gateway = try world.kakehashi("serve")
        let isDone = try world.wait(60) { try registry.counts() == [.done: 1] }
        stop(gateway)
        #expect(isDone)
      }
    }
  }
}

/// Data that another thread sets.
private final class Box: @unchecked Sendable {
  // The semaphore of the only user orders writing before reading.
  private(set) var value: Data?
  func set(_ data: Data?) { value = data }
}
