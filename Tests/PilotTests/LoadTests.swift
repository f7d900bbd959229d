import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

/// How many studies `scripts/study-pilot-load` asks for.
private let requestedLoad = ProcessInfo.processInfo.environment["KAKEHASHI_PILOT_LOAD"].flatMap {
  Int($0)
}

/// What the study measured, for its results file.
private struct LoadResult: Codable {
  var studies: Int
  var seconds: Double
  var objects: Int
  /// Resident memory of the gateway in MiB, at its largest in each quarter of the cases.
  var memory: [Double]
}

extension PilotProcesses {
  @Suite(
    "Many studies at once",
    .enabled(if: requestedLoad != nil, "only scripts/study-pilot-load asks for it"),
    .enabled(
      if: OrthancServer.program != nil && locate("storescu") != nil,
      "Orthanc or storescu are not installed"))
  struct LoadTests {
    @Test("All are done, in the order in which they came, with flat memory")
    func load() throws {
      let count = try #require(requestedLoad)
      try withTemporaryFolder { folder in
        var (world, server) = try OrthancServer.world(folder)
        world.settings["leaseSeconds"] = 60
        try world.writeConfiguration()
        let archive = try server.start()
        defer { stop(archive) }
        for number in 1...count {
          _ = try world.makeSeries(number, in: folder.appending(path: "made/\(number)"))
        }
        let registry = try world.registry()
        let gateway = try world.kakehashi("serve")
        let start = Date()
        let pushing = try server.startPushing(folder.appending(path: "made"))
        var samples: [(done: Int, memory: Double)] = []
        let isDone = try world.wait(60 + 10 * Double(count)) {
          let done = try registry.counts()[.done] ?? 0
          samples.append((done, residentMemory(gateway.pid)))
          Thread.sleep(forTimeInterval: 0.1)
          return done == count
        }
        let seconds = Date().timeIntervalSince(start)
        #expect(pushing.status == 0)
        stop(gateway)
        let counts = try registry.counts()
        #expect(isDone, "\(counts)")

        let cases = try registry.database.read { db in
          try PilotCase.order(Column("receivedAt"), Column("id")).fetchAll(db).map(\.id)
        }
        let log = try String(contentsOf: folder.appending(path: "kakehashi.log"), encoding: .utf8)
        let taken = log.split(separator: "\n").filter { $0.contains("\"event\":\"take case\"") }
          .compactMap { $0.firstMatch(of: /"caseID":"([0-9a-f]+)"/)?.1 }.map(String.init)
        #expect(taken == cases)
        for modality in ["SEG", "RTSTRUCT", "SR", "OT"] {
          #expect(try server.instances(of: modality).count == count, "\(modality)")
        }

        let quarters = (0..<4).map { quarter in
          samples.filter { min($0.done * 4 / count, 3) == quarter }.map(\.memory).max() ?? 0
        }
        #expect(quarters[3] < quarters[1] + 8, "\(quarters)")
        if let path = ProcessInfo.processInfo.environment["KAKEHASHI_PILOT_LOAD_RESULT"] {
          let result = LoadResult(
            studies: count, seconds: seconds, objects: 4 * count, memory: quarters)
          try readableJSON(result).write(to: URL(fileURLWithPath: path))
        }
      }
    }

    /// Resident memory in MiB; 0 where the system does not tell.
    private func residentMemory(_ pid: pid_t) -> Double {
      guard let text = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
        let found = text.firstMatch(of: /VmRSS:\s+(\d+) kB/), let kilobytes = Double(found.1)
      else { return 0 }
      return kilobytes / 1024
    }
  }
}
