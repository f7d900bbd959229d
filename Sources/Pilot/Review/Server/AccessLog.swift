import Foundation

/// One line of JSON for each request, for operators: nothing in it tells who a patient is.
///
/// Only the kind of page is written, never a path or query; what people did stands in the audit
/// log.
struct AccessLog: Sendable {
  /// A request that was answered.
  struct Line: Codable, Sendable {
    let at: String
    let method: String
    /// The first part of the path, where it is one of the server's own.
    let page: String
    let status: Int
    let milliseconds: Int
    /// Who was signed in.
    let user: String?
  }

  /// Where lines go; by default to standard error.
  let write: @Sendable (String) -> Void

  init(
    write: @escaping @Sendable (String) -> Void = {
      FileHandle.standardError.write(Data(($0 + "\n").utf8))
    }
  ) { self.write = write }

  func log(_ line: Line) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(line) else { return }
    write(String(decoding: data, as: UTF8.self))
  }
}
