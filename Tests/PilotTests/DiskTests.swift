import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

/// Whether `scripts/test-pilot` runs these, and a small disk may be mounted.
private let mayMount =
  ProcessInfo.processInfo.environment["KAKEHASHI_TEST_PILOT"] != nil && getuid() == 0
  && locate("mount") != nil

extension PilotProcesses {
  @Suite(
    "A pilot whose disk fills up",
    .enabled(if: mayMount, "only scripts/test-pilot mounts a small disk, as root"))
  struct DiskTests {
    private func run(_ world: PilotWorld, _ words: String...) throws {
      let process = try world.start("/usr/bin/env", words, log: "tools.log")
      waitForEnd(process)
      try #require(process.status == 0)
    }

    @Test(
      "Nothing is lost: what could not be written is done once there is room",
      // Nothing fits; the registry fits, and results do not.
      arguments: [0, 250_000])
    func full(_ free: Int) throws {
      try withTemporaryFolder { folder in
        let world = try PilotWorld(folder)
        try world.writeConfiguration()
        let disk = folder.appending(path: "pilot").path
        try FileManager.default.createDirectory(
          atPath: disk, withIntermediateDirectories: true)
        try run(world, "mount", "-t", "tmpfs", "-o", "size=8m", "none", disk)
        defer { try? run(world, "umount", disk) }
        let registry = try world.registry()
        // The write-ahead log needs room before the disk is full.
        try registry.setCursor("first", to: 1)
        let filler = URL(fileURLWithPath: disk).appending(path: "filler")
        let rest = try freeBytes(at: folder.appending(path: "pilot")) - free
        try Data(count: max(rest - 65_536, 0)).write(to: filler)

        for number in 1...3 {
          _ = try world.makeSeries(number, in: folder.appending(path: "in/\(number)"))
        }
        let gateway = try world.kakehashi("serve")
        let hasFailed = try world.wait(20) {
          try String(contentsOf: folder.appending(path: "kakehashi.log"), encoding: .utf8)
            .contains(/"level":"(warning|error)"/)
        }
        #expect(hasFailed, "the disk was not full")
        #expect(gateway.status == nil, "the gateway ended")
        try FileManager.default.removeItem(at: filler)
        let isDone = try world.wait(60) { try registry.counts() == [.done: 3] }
        stop(gateway)
        let counts = try registry.counts()
        #expect(isDone, "\(counts)")
        try registry.flushAudit()
        guard case .intact = try registry.verifyAudit() else {
          Issue.record("the audit log is broken")
          return
        }
      }
    }
  }
}
