import Foundation
import GRDB
import Imaging
import TestSupport
import Testing

@testable import Pilot

extension PilotProcesses {
  @Suite(
    "The gateway and a real Orthanc",
    .enabled(if: OrthancServer.program != nil, "Orthanc is not installed"))
  struct OrthancTests {
    @Test(
      "Series come from Orthanc and results go back once, through 20 kill -9 and a restart of Orthanc"
    )
    func roundTrip() throws {
      try withTemporaryFolder { folder in
        let (world, server) = try OrthancServer.world(folder)
        var archive = try server.start()
        defer { stop(archive) }
        let registry = try world.registry()
        for number in 1...4 {
          try server.post(
            world.makeSeries(number, in: folder.appending(path: "made/\(number)")))
        }
        try server.post(
          world.makeSeries(5, name: "t1_mprage", in: folder.appending(path: "made/5")))
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
        var (world, server) = try OrthancServer.world(folder)
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
        let (world, server) = try OrthancServer.world(folder)
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

    @Test(
      "A hook of Orthanc puts each study through the program once, without a gateway",
      .enabled(
        if: locate("curl") != nil && locate("flock") != nil, "curl or flock are not installed"))
    func hook() throws {
      try withTemporaryFolder { folder in
        let (world, plain) = try OrthancServer.world(folder)
        let server = try plain.withHook()
        let archive = try server.start()
        defer { stop(archive) }
        for number in 1...2 {
          try server.post(
            world.makeSeries(number, in: folder.appending(path: "made/\(number)")))
        }
        let isDone = try world.wait(60) {
          try ["SEG", "RTSTRUCT", "SR", "OT"].allSatisfy {
            try server.instances(of: $0).count == 2
          }
        }
        #expect(isDone)
        // The results make the studies stable once more, and that begins nothing.
        Thread.sleep(forTimeInterval: 2.5)
        let log = try String(contentsOf: folder.appending(path: "orthanc.log"), encoding: .utf8)
        #expect(log.split(separator: "\n").count { $0.contains("\"take case\"") } == 2)
        for word in PilotWorld.planted { #expect(!log.contains(word), "\(word) in a log") }
      }
    }
  }
}
