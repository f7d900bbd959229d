package import ArgumentParser
import Pilot

/// Shows what of a pilot is older than its rules allow, and removes it when told to.
package struct RetentionVerb: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "retention",
    abstract: "Lists what the pilot's retention rules would remove, and removes it with --apply.",
    discussion: """
      The gateway does this once a day by itself; the rules are "retention" in the configuration. Every
      removal is in the audit log. Without --apply nothing changes.

      Examples:
        kakehashi retention --config pilot.json
        kakehashi retention --config pilot.json --apply
      """)

  @OptionGroup var pilot: PilotOptions

  @Flag(help: "Remove what is listed.")
  var apply = false

  package init() {}

  package func run() throws {
    let configuration = try pilot.configuration()
    let folder = try PilotFolder(configuration.folder)
    let registry = try Registry(path: folder.registry)
    let due = try dueRemovals(configuration.retention, folder: folder, registry: registry)
    for removal in due { print("\(removal.kind.rawValue): \(removal.name), \(removal.days) days") }
    guard apply else {
      print("\(due.count) due; nothing was removed (--apply removes)")
      return
    }
    let count = try applyRetention(configuration.retention, folder: folder, registry: registry)
    try registry.flushAudit()
    print("\(count) removed")
  }
}
