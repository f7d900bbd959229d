package import ArgumentParser
import Foundation
import Pilot

/// Checks the audit log.
package struct AuditVerb: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Checks the pilot's audit log.",
    subcommands: [Verify.self])

  package init() {}

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Says whether the log is as it was written, or which line is the first that is not.",
      discussion: """
        A file is checked by its own chain: an edited, deleted, added or moved line breaks it. With
        the pilot's folder, the registry beside it also tells when the end was cut off or all was
        written anew. --head takes the digest noted on a signed status page.

        Examples:
          kakehashi audit verify pilot/
          kakehashi audit verify audit.log --head 5d41402abc4b2a76...
        """)

    @Argument(help: "The log file, or the pilot's folder.")
    var path: String

    @Option(help: "The digest of some line, noted elsewhere; its first 16 digits will do.")
    var head: String?

    func validate() throws {
      guard head?.count ?? 16 >= 16 else {
        throw ValidationError("--head: expected at least 16 digits, found \(head?.count ?? 0)")
      }
    }

    func run() throws {
      switch try verdict() {
      case .intact(let entries, let head):
        print("\(path): intact, \(entries) entries, head \(head)")
      case .broken(let line, let reason):
        throw CommandError("\(path): broken at line \(line): \(reason)")
      }
    }

    private func verdict() throws -> AuditVerdict {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw CommandError("\(path): expected an audit log or a pilot's folder, found nothing")
      }
      guard isFolder.boolValue else {
        return verifyAudit(
          String(decoding: try Data(contentsOf: fileURL(path)), as: UTF8.self), head: head)
      }
      let file = fileURL(path).appending(path: "registry.sqlite").path
      guard FileManager.default.fileExists(atPath: file) else {
        throw CommandError("\(path): expected registry.sqlite in the pilot's folder, found none")
      }
      return try Registry(path: file).verifyAudit(head: head)
    }
  }
}
