import Clinical
import Foundation
import GRDB
import Imaging
import TestSupport
import Testing

@testable import Pilot

extension PilotProcesses {
  @Suite("The gateway")
  struct GatewayTests {
    /// What is made of each case, sorted.
    static let resultNames = ["overview.dcm", "rtstruct.dcm", "seg.dcm", "sr.dcm"]

    @Test("kill -9 at 20 moments: each series is done once, and the audit log is whole")
    func killed() throws {
      try withTemporaryFolder { folder in
        let world = try PilotWorld(folder)
        try world.writeConfiguration()
        for number in 1...4 {
          _ = try world.makeSeries(
            number, in: folder.appending(path: "in/study PLANTED^\(number)"))
        }
        _ = try world.makeSeries(5, name: "t1_mprage", in: folder.appending(path: "in/other"))
        let registry = try world.registry()
        var generator = SplitMix64(seed: 20)
        for _ in 0..<20 {
          let gateway = try world.kakehashi("serve")
          Thread.sleep(forTimeInterval: Double.random(in: 0.05...1.2, using: &generator))
          killAtOnce(gateway)
        }
        let last = try world.kakehashi("serve")
        let isDone = try world.wait(60) { try registry.counts() == [.done: 4, .refused: 1] }
        // All may have been done before; one that has only just started would die of the signal.
        Thread.sleep(forTimeInterval: 2)
        stop(last)
        let counts = try registry.counts()
        #expect(isDone, "\(counts)")
        #expect(last.status == 0)

        try registry.flushAudit()
        guard case .intact = try registry.verifyAudit() else {
          Issue.record("the log is broken")
          return
        }
        let entries = try registry.database.read { db in
          try String.fetchAll(db, sql: "SELECT body FROM auditEntry").map {
            try JSONDecoder().decode(AuditEntry.self, from: Data($0.utf8))
          }
        }
        let cases = try registry.database.read { db in
          try PilotCase.filter(Column("state") == "done").fetchAll(db)
        }
        for item in cases {
          let own = entries.filter { $0.caseID == item.id }
          #expect(own.count { $0.action == "receive" } == 1)
          // One line a state, however often a step was begun.
          #expect(
            own.filter { $0.action == "advance" }.compactMap { $0.change["state"] }
              == ["fetching", "segmenting", "measuring", "sending", "done"])
          let measures = try JSONDecoder().decode(
            CaseMeasures.self, from: Data((item.measures ?? "").utf8))
          #expect(measures.volumes["VS"] == 27)
          #expect(measures.volumes["cochlea"] == 8)
          #expect(measures.tumour?.whole.counted == 27)
          #expect(measures.flags.contains { $0.kind == .cochleas && $0.measured == 1 })
          let files = CaseFolder(item.id, in: try PilotFolder(folder.appending(path: "pilot").path))
          let result = try registry.database.read { db in
            try ResultObject.filter(Column("caseID") == item.id).fetchAll(db)
          }
          #expect(result.map(\.name).sorted() == Self.resultNames)
          for object in result {
            #expect(
              try sha256(ofFile: files.results.appending(path: object.name)) == object.sha256)
          }
        }
        let text = try world.writtenText()
        for word in PilotWorld.planted { #expect(!text.contains(word), "\(word) in a log") }
      }
    }

    @Test("A killed gateway takes its segmenting program along, and what that one started")
    func orphans() throws {
      try withTemporaryFolder { folder in
        var world = try PilotWorld(folder)
        let beats = folder.appending(path: "beats")
        world.settings["commands"] = [
          "segment": [
            "sh", "-c",
            "(trap '' HUP INT TERM; while :; do echo >>\(beats.path); sleep 0.05; done) & wait",
          ]
        ]
        try world.writeConfiguration()
        _ = try world.makeSeries(1, in: folder.appending(path: "in/1"))
        func size() -> Int { FileManager.default.contents(atPath: beats.path)?.count ?? 0 }
        let gateway = try world.kakehashi("serve")
        let isBeating = try world.wait(30) { size() > 2 }
        killAtOnce(gateway)
        #expect(isBeating)
        Thread.sleep(forTimeInterval: 1)
        let last = size()
        Thread.sleep(forTimeInterval: 1)
        #expect(size() == last)
      }
    }

    @Test("Two gateways on one registry share the cases, and each is done once")
    func twoWorkers() throws {
      try withTemporaryFolder { folder in
        var world = try PilotWorld(folder)
        world.settings["workers"] = 2
        world.settings["leaseSeconds"] = 60
        try world.writeConfiguration()
        let registry = try world.registry()
        for number in 1...6 {
          _ = try world.makeSeries(number, in: folder.appending(path: "in/\(number)"))
        }
        let both = [try world.kakehashi("serve"), try world.kakehashi("work")]
        let isDone = try world.wait(60) { try registry.counts() == [.done: 6] }
        for process in both {
          stop(process)
        }
        let counts = try registry.counts()
        #expect(isDone, "\(counts)")
        let text = try String(contentsOf: folder.appending(path: "kakehashi.log"), encoding: .utf8)
        let taken = text.split(separator: "\n").filter { $0.contains("\"event\":\"take case\"") }
        #expect(taken.count == 6, "\(text)")
      }
    }

    @Test("A step that fails is tried again after a rest, then fails with its reason")
    func failing() throws {
      try withTemporaryFolder { folder in
        var world = try PilotWorld(folder)
        var commands = world.settings["commands"] as? [String: Any] ?? [:]
        commands["segment"] = ["sh", "-c", "echo no GPU >&2; exit 3"]
        world.settings["commands"] = commands
        world.settings["retry"] = ["attempts": 3, "firstDelay": 0.1]
        try world.writeConfiguration()
        let registry = try world.registry()
        _ = try world.makeSeries(1, in: folder.appending(path: "in/1"))
        let gateway = try world.kakehashi("serve")
        let hasFailed = try world.wait(30) { try registry.counts() == [.failed: 1] }
        stop(gateway)
        #expect(hasFailed)
        let item = try #require(try registry.database.read { db in try PilotCase.fetchOne(db) })
        #expect(item.attempts == 3)
        #expect(item.reason == "segment: the program ended with status 3; see its log")
        let log = CaseFolder(item.id, in: try PilotFolder(folder.appending(path: "pilot").path)).log
        #expect(try String(contentsOf: log, encoding: .utf8).contains("no GPU"))
      }
    }

    @Test(
      "One folder in, one folder out, named by hand or by a host's variables",
      arguments: ["option", "MERCURE_IN_DIR", "HOLOSCAN_INPUT_PATH"])
    func oneShot(_ way: String) throws {
      try withTemporaryFolder { folder in
        let world = try PilotWorld(folder)
        try world.writeConfiguration()
        let (input, output) = (folder.appending(path: "dicom"), folder.appending(path: "out"))
        _ = try world.makeSeries(1, in: input)
        let process: ChildProcess
        if way == "option" {
          process = try world.kakehashi("work", "-i", input.path, "-o", output.path)
        } else {
          #expect(
            OneShot(environment: [
              way: input.path,
              way.replacing("_IN_", with: "_OUT_").replacing("INPUT", with: "OUTPUT"): output.path,
            ])?.output.path == output.path)
          process = try world.start(
            "/usr/bin/env",
            [
              "\(way)=\(input.path)",
              way.replacing("_IN_", with: "_OUT_").replacing("INPUT", with: "OUTPUT")
                + "=\(output.path)",
              PilotWorld.program, "work", "--config", world.configuration.path,
            ], log: "kakehashi.log")
        }
        waitForEnd(process)
        #expect(process.status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: output.path).sorted()
        let others = ["labels.nii.gz", "measures.json", "result.json"]
        #expect(names == (others + Self.resultNames).sorted())
      }
    }

    @Test("One folder without a T2 says why each series is refused")
    func nothingFits() throws {
      try withTemporaryFolder { folder in
        let world = try PilotWorld(folder)
        try world.writeConfiguration()
        let input = folder.appending(path: "dicom")
        _ = try world.makeSeries(1, name: "t1_mprage", in: input)
        let process = try world.kakehashi(
          "work", "-i", input.path, "-o", folder.appending(path: "out").path)
        waitForEnd(process)
        #expect(process.status != 0)
        let text = try String(contentsOf: folder.appending(path: "kakehashi.log"), encoding: .utf8)
        #expect(text.contains("expected T2, found a series named t1"), "\(text)")
      }
    }
  }
}
