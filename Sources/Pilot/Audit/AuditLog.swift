import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The log file: lines are added at its end, by one process at a time.
struct AuditLog {
  let path: String

  /// Adds the entries that the file does not hold yet.
  ///
  /// The file itself says which those are, so an entry is written once however often a process
  /// dies in between. A line that a full disk or a power cut left unfinished is taken away first.
  ///
  /// - Parameter entries: the numbers and bodies after a number, in order.
  /// - Throws: ``PilotError`` where the file cannot be written; the entries stay for the next time.
  func append(_ entries: (_ after: Int) throws -> [(number: Int, body: String)]) throws {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure("open") }
    defer { close(file) }
    guard flock(file, LOCK_EX) == 0 else { throw failure("lock") }
    defer { _ = flock(file, LOCK_UN) }
    var (number, digest, end) = try lastEntry(file)
    var text = ""
    for entry in try entries(number) {
      precondition(entry.number == number + 1, "audit entries have consecutive numbers")
      let line = AuditChain.line(entry.number, entry.body, after: digest)
      text += line + "\n"
      (number, digest) = (entry.number, String(line.prefix(64)))
    }
    guard !text.isEmpty else { return }
    guard ftruncate(file, end) == 0 else { throw failure("trim") }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        pwrite(file, $0.baseAddress, $0.count, end + off_t(written))
      }
      guard count > 0 else {
        let error = failure("write")
        _ = ftruncate(file, end)
        throw error
      }
      written += count
    }
    guard fsync(file) == 0 else { throw failure("sync") }
    end += off_t(written)
  }

  /// The last whole line's number and digest, and where it ends.
  private func lastEntry(_ file: Int32) throws -> (number: Int, digest: String, end: off_t) {
    let size = lseek(file, 0, SEEK_END)
    var length: off_t = 1 << 16
    while true {
      let start = max(0, size - length)
      var bytes = [UInt8](repeating: 0, count: Int(size - start))
      let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, start) }
      guard count == bytes.count else { throw failure("read") }
      let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
      guard let last = ends.last else {
        if start == 0 { return (0, AuditChain.origin, 0) }
        length *= 4
        continue
      }
      let before = ends.dropLast().last
      guard before != nil || start == 0 else {
        length *= 4
        continue
      }
      let line = String(decoding: bytes[(before.map { $0 + 1 } ?? 0)..<last], as: UTF8.self)
      guard let parts = AuditChain.parts(line) else {
        throw PilotError("\(path): expected an audit log, found another last line")
      }
      return (parts.number, parts.digest, start + off_t(last) + 1)
    }
  }

  private func failure(_ action: String) -> PilotError {
    PilotError("\(path): cannot \(action) the audit log: \(String(cString: strerror(errno)))")
  }
}

extension Registry {
  /// Writes what was noted since the last time into the log file; several processes may do so.
  ///
  /// Where the end of the file is missing, it is written once more, and an entry tells so.
  ///
  /// - Throws: ``PilotError`` where the file cannot be written, as on a full disk; nothing is lost,
  ///   the next call writes it.
  package func flushAudit() throws {
    let written = try cursor(Self.auditCursor) ?? 0
    var found = written
    var end = written
    try AuditLog(path: auditPath).append { last in
      let entries = try auditEntries(after: last)
      found = last
      end = entries.last?.number ?? last
      return entries
    }
    let now = now()
    try database.write { db in
      // Another process may have written further by now.
      let latest = try Int.fetchOne(
        db, sql: "SELECT value FROM cursor WHERE name = ?", arguments: [Self.auditCursor])
      if end > latest ?? 0 { try db.setCursor(Self.auditCursor, to: end) }
      guard found < written else { return }
      try db.audit(
        AuditEntry(
          at: now, by: "audit", action: "restore the end of the log",
          change: ["expected": "\(written) entries", "found": "\(found) entries"]))
    }
    if found < written { try flushAudit() }
  }

  /// Checks the log file against its own chain and against the registry.
  package func verifyAudit(head: String? = nil) throws -> AuditVerdict {
    let written = try cursor(Self.auditCursor) ?? 0
    let text = String(
      decoding: FileManager.default.contents(atPath: auditPath) ?? Data(), as: UTF8.self)
    let known = try auditEntries(after: 0).map(\.body)
    return Pilot.verifyAudit(text, known: known, written: written, head: head)
  }

  /// The log lies beside the registry.
  package var auditPath: String {
    URL(fileURLWithPath: path).deletingLastPathComponent().appending(path: "audit.log").path
  }

  private static let auditCursor = "audit log"

  private func auditEntries(after number: Int) throws -> [(number: Int, body: String)] {
    try database.read { db in
      try Row.fetchAll(
        db, sql: "SELECT id, body FROM auditEntry WHERE id > ? ORDER BY id", arguments: [number]
      ).map { ($0["id"], $0["body"]) }
    }
  }
}
