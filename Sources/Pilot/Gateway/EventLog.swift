package import Foundation
import Synchronization

/// The structured log: one JSON object a line, without anything of a patient.
///
/// Only the fields below can be written, and none takes a text from a file: events are words of the
/// program itself, cases are named by ``PilotCase/id``, reasons are sentences of ``PilotError``.
package final class EventLog: Sendable {
  /// How serious an event is.
  package enum Level: String, Codable, Sendable {
    /// As it should be.
    case info
    /// Tried again by itself.
    case warning
    /// Needs somebody.
    case error
  }

  private struct Line: Encodable {
    var at: String
    var level: Level
    var event: String
    var worker: String?
    var caseID: String?
    var state: CaseState?
    var reason: String?
    var count: Int?
    var seconds: Double?
  }

  private let output: FileHandle?
  private let lock = Mutex(())

  /// A log on standard error; a quiet one writes nothing.
  package init(isQuiet: Bool = false) { output = isQuiet ? nil : .standardError }

  /// A log that is added to a file.
  package init(to output: FileHandle) { self.output = output }

  /// Writes one line.
  package func write(
    _ level: Level, _ event: StaticString, worker: String? = nil, caseID: String? = nil,
    state: CaseState? = nil, reason: String? = nil, count: Int? = nil, seconds: Double? = nil
  ) {
    guard let output else { return }
    let line = Line(
      at: utc(Date()), level: level, event: "\(event)", worker: worker, caseID: caseID,
      state: state, reason: reason, count: count,
      seconds: seconds.map { ($0 * 1000).rounded() / 1000 })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let text = try? encoder.encode(line) else { return }
    // Without its log, as on a full disk, the gateway goes on: the audit log is what must not fail.
    lock.withLock { _ in try? output.write(contentsOf: text + [UInt8(ascii: "\n")]) }
  }
}
