/// The arithmetic of the log: each line's digest covers its own text and the digest before it.
///
/// A line is `DIGEST NUMBER JSON`; DIGEST is SHA-256 of `PREVIOUS-DIGEST`, a newline and
/// `NUMBER JSON`, so `sha256sum` checks a line without this program. Numbers count from 1.
enum AuditChain {
  /// What stands before the first line.
  static let origin = String(repeating: "0", count: 64)

  static func line(_ number: Int, _ body: String, after previous: String) -> String {
    let text = "\(number) \(body)"
    return "\(sha256("\(previous)\n\(text)")) \(text)"
  }

  /// The parts of a line; `nil` where it has another form.
  static func parts(_ line: some StringProtocol) -> (digest: String, number: Int, body: String)? {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 64, let number = Int(parts[1]) else {
      return nil
    }
    return (String(parts[0]), number, String(parts[2]))
  }
}

/// Whether a log is as it was written.
package enum AuditVerdict: Hashable, Sendable {
  /// So many entries, and the digest of the last one.
  case intact(entries: Int, head: String)
  /// The first line that is wrong, from 1, and why.
  case broken(line: Int, reason: String)
}

/// Checks a log's lines.
///
/// The chain alone cannot tell that its last lines are missing, or that somebody who knows the
/// method wrote all lines anew. `known` can: what another place, the registry, says was written.
///
/// - Parameters:
///   - text: the file's content.
///   - known: the bodies of all entries, in order; `nil` where nothing else is known.
///   - written: how many of them were written into the log before.
///   - head: the digest of some line or how it begins, noted earlier elsewhere, as on a signed page.
package func verifyAudit(
  _ text: String, known: [String]? = nil, written: Int = 0, head: String? = nil
) -> AuditVerdict {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  let tail = lines.popLast() ?? ""
  var previous = AuditChain.origin
  var sawHead = head.map(AuditChain.origin.hasPrefix) ?? true
  for (index, line) in lines.enumerated() {
    let number = index + 1
    guard let parts = AuditChain.parts(line) else {
      return .broken(line: number, reason: "expected DIGEST NUMBER JSON, found another form")
    }
    guard parts.number == number else {
      return .broken(
        line: number,
        reason: "expected entry \(number), found \(parts.number): "
          + "lines were deleted, added or moved")
    }
    let expected = AuditChain.line(number, parts.body, after: previous)
    guard expected == String(line) else {
      return .broken(
        line: number,
        reason: "the digest does not fit: this line or the digest of the one before "
          + "was edited")
    }
    if let known {
      guard number <= known.count else {
        return .broken(line: number, reason: "the registry knows \(known.count) entries only")
      }
      guard known[index] == parts.body else {
        return .broken(line: number, reason: "the registry noted another entry")
      }
    }
    previous = parts.digest
    if let head, previous.hasPrefix(head) { sawHead = true }
  }
  guard tail.isEmpty else {
    return .broken(line: lines.count + 1, reason: "the line was cut off: it has no end")
  }
  if written > lines.count {
    return .broken(
      line: lines.count + 1,
      reason: "the log ends here, \(written) entries had been written: the end was cut off")
  }
  guard sawHead else {
    return .broken(
      line: lines.count + 1,
      reason: "no line has the digest that was noted: "
        + "the end was cut off, or all was written anew")
  }
  return .intact(entries: lines.count, head: previous)
}
