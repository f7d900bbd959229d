import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

@Suite("The audit log")
struct AuditTests {
  /// Three entries, written.
  private func withLog(_ body: (Registry, URL) throws -> Void) throws {
    try withRegistry { registry, _ in
      for number in 1...3 {
        try registry.database.write { db in
          try db.audit(
            AuditEntry(
              at: registry.now(), by: "tanaka", action: "judge", caseID: "c\(number)", model: "m",
              change: ["decision": "accept"]))
        }
      }
      try registry.flushAudit()
      try body(registry, URL(fileURLWithPath: registry.auditPath))
    }
  }

  @Test("A line's digest is what sha256sum says of the digest before it and the line's text")
  func digest() {
    // printf '%064d\n1 {}' 0 | sha256sum (coreutils 9.1)
    #expect(
      AuditChain.line(1, "{}", after: AuditChain.origin)
        == "5747fbe7bb1ed1a05b01ac068a34cc0f0ce6dd4997ecff4182d3093c550a66dd 1 {}")
  }

  @Test("A log as it was written is intact, alone and with its registry")
  func intact() throws {
    try withLog { registry, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let head = String(try #require(text.split(separator: "\n").last).prefix(64))
      #expect(verifyAudit(text) == .intact(entries: 3, head: head))
      #expect(try registry.verifyAudit() == .intact(entries: 3, head: head))
      #expect(verifyAudit(text, head: String(head.prefix(16))) == .intact(entries: 3, head: head))
      #expect(try registry.verifyAudit(head: head) == .intact(entries: 3, head: head))
      #expect(text.contains("\"at\":\"2027-01-15T08:00:00.000Z\""))
    }
  }

  /// What somebody might do to the lines, and the line that is named.
  enum Attack: CaseIterable, CustomTestStringConvertible {
    case editText, editDigest, deleteFirst, deleteMiddle, swap, repeatLine, insert, cutInside

    var testDescription: String { "\(self)" }

    var brokenLine: Int {
      switch self {
      case .editText, .deleteMiddle, .swap, .insert, .editDigest: 2
      case .deleteFirst: 1
      case .repeatLine: 4
      case .cutInside: 3
      }
    }

    func apply(_ text: String) -> String {
      var lines = text.split(separator: "\n").map(String.init)
      switch self {
      case .editText: lines[1] = lines[1].replacing("accept", with: "reject")
      case .editDigest: lines[1] = String(repeating: "a", count: 64) + lines[1].dropFirst(64)
      case .deleteFirst: lines.remove(at: 0)
      case .deleteMiddle: lines.remove(at: 1)
      case .swap: lines.swapAt(1, 2)
      case .repeatLine: lines.append(lines[2])
      case .insert: lines.insert(AuditChain.line(2, "{}", after: AuditChain.origin), at: 1)
      case .cutInside: return String(text.dropLast(10))
      }
      return lines.joined(separator: "\n") + "\n"
    }
  }

  @Test("The first broken line is named, without the registry", arguments: Attack.allCases)
  func attacks(_ attack: Attack) throws {
    try withLog { _, file in
      let text = attack.apply(try String(contentsOf: file, encoding: .utf8))
      guard case .broken(let line, let reason) = verifyAudit(text) else {
        Issue.record("\(attack) was not noticed")
        return
      }
      #expect(line == attack.brokenLine, "\(reason)")
    }
  }

  @Test("Whatever byte of the log is changed, whatever line is missing or moved, is noticed")
  func exhaustive() throws {
    try withLog { registry, file in
      let bytes = Array(try Data(contentsOf: file))
      let known = try registry.database.read { db in
        try String.fetchAll(db, sql: "SELECT body FROM auditEntry ORDER BY id")
      }
      func isIntact(_ text: String) -> Bool {
        guard case .intact = verifyAudit(text, known: known, written: 3) else { return false }
        return true
      }
      #expect(isIntact(String(decoding: bytes, as: UTF8.self)))
      for place in bytes.indices {
        var changed = bytes
        // The lowest bit: letters, digits and line ends become other ones.
        changed[place] ^= 1
        #expect(!isIntact(String(decoding: changed, as: UTF8.self)), "byte \(place)")
        #expect(!isIntact(String(decoding: bytes[..<place], as: UTF8.self)), "cut at \(place)")
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { $0 + "\n" }
      for a in 0..<3 {
        #expect(!isIntact(lines.enumerated().filter { $0.offset != a }.map(\.element).joined()))
        for b in 0..<3 where a != b {
          var moved = lines
          moved.insert(moved.remove(at: a), at: b)
          #expect(!isIntact(moved.joined()), "line \(a) moved to \(b)")
        }
      }
    }
  }

  @Test("A cut end is noticed with the registry, or with a digest noted elsewhere")
  func truncation() throws {
    try withLog { registry, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let head = String(try #require(text.split(separator: "\n").last).prefix(64))
      let cut = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
      try cut.write(to: file, atomically: true, encoding: .utf8)
      guard case .intact(entries: 2, _) = verifyAudit(cut) else {
        Issue.record("the chain alone cannot know")
        return
      }
      let reason = "the log ends here, 3 entries had been written: the end was cut off"
      #expect(try registry.verifyAudit() == .broken(line: 3, reason: reason))
      guard case .broken(line: 3, _) = verifyAudit(cut, head: String(head.prefix(16))) else {
        Issue.record("a noted digest was not missed")
        return
      }
    }
  }

  @Test("A log written anew by somebody who knows the method is noticed with the registry")
  func forgery() throws {
    try withLog { registry, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      var digest = AuditChain.origin
      var forged = ""
      for (index, line) in text.split(separator: "\n").enumerated() {
        let body = try #require(AuditChain.parts(line)).body
        let new = AuditChain.line(
          index + 1, index == 1 ? body.replacing("tanaka", with: "suzuki") : body, after: digest)
        forged += new + "\n"
        digest = String(new.prefix(64))
      }
      guard case .intact = verifyAudit(forged) else {
        Issue.record("the forgery is not a good one")
        return
      }
      try forged.write(to: file, atomically: true, encoding: .utf8)
      let reason = "the registry noted another entry"
      #expect(try registry.verifyAudit() == .broken(line: 2, reason: reason))
    }
  }

  @Test("A cut end is written once more, and an entry tells so")
  func restored() throws {
    try withLog { registry, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      let cut = text.split(separator: "\n").dropLast(2).joined(separator: "\n") + "\n"
      try cut.write(to: file, atomically: true, encoding: .utf8)
      try registry.flushAudit()
      let restored = try String(contentsOf: file, encoding: .utf8)
      #expect(restored.hasPrefix(text))
      #expect(restored.split(separator: "\n").count == 4)
      #expect(restored.contains("restore the end of the log"))
    }
  }

  @Test("A line that a power cut left unfinished is replaced, not joined to the next")
  func unfinished() throws {
    try withLog { registry, file in
      let text = try String(contentsOf: file, encoding: .utf8)
      try (text + "0123 half a li").write(to: file, atomically: true, encoding: .utf8)
      try registry.database.write { db in
        try db.audit(AuditEntry(at: registry.now(), by: "a", action: "b"))
      }
      try registry.flushAudit()
      guard case .intact(entries: 4, _) = try registry.verifyAudit() else {
        Issue.record("the log is broken")
        return
      }
    }
  }

  @Test("Entries noted and written from many tasks at once are each written once, in order")
  func concurrent() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "audit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "registry.sqlite").path
    let registries = [try Registry(path: path), try Registry(path: path)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          let registry = registries[task % 2]
          for _ in 0..<5 {
            try await registry.database.write { db in
              try db.audit(AuditEntry(at: Date(), by: "\(task)", action: "count"))
            }
            try registry.flushAudit()
          }
        }
      }
      try await group.waitForAll()
    }
    guard case .intact(entries: 40, _) = try registries[0].verifyAudit() else {
      Issue.record("the log is broken")
      return
    }
  }

  @Test("What a transaction takes back is not in the log")
  func rollback() throws {
    try withLog { registry, file in
      #expect(throws: CancellationError.self) {
        try registry.database.write { db in
          try db.audit(AuditEntry(at: registry.now(), by: "a", action: "never"))
          throw CancellationError()
        }
      }
      try registry.flushAudit()
      #expect(try !String(contentsOf: file, encoding: .utf8).contains("never"))
    }
  }

  @Test("A log on a full disk loses nothing: the next call writes it")
  func fullDisk() throws {
    try withLog { registry, file in
      let text = try Data(contentsOf: file)
      try registry.database.write { db in
        try db.audit(AuditEntry(at: registry.now(), by: "a", action: "later"))
      }
      // /dev/full takes no byte, as a full disk.
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createSymbolicLink(
        atPath: file.path, withDestinationPath: "/dev/full")
      #expect(throws: PilotError.self) { try registry.flushAudit() }
      try FileManager.default.removeItem(at: file)
      try text.write(to: file)
      try registry.flushAudit()
      guard case .intact(entries: 4, _) = try registry.verifyAudit() else {
        Issue.record("the log is broken")
        return
      }
    }
  }
}

extension PilotProcesses {
  @Suite("The audit log of several processes")
  struct AuditProcessTests {
    @Test("Processes that write at once keep one chain, with each entry once")
    func processes() throws {
      try withTemporaryFolder { folder in
        let world = try PilotWorld(folder)
        try world.writeConfiguration()
        let registry = try world.registry()
        try registry.addAccount("tanaka", .lead)
        let running = try (0..<6).map { _ in
          try world.kakehashi("stage", "sign-off", "--name", "tanaka", "--role", "lead")
        }
        for process in running {
          waitForEnd(process)
          #expect(process.status == 0)
        }
        guard case .intact(entries: 6, _) = try registry.verifyAudit() else {
          Issue.record("\(try registry.verifyAudit())")
          return
        }
      }
    }
  }
}
