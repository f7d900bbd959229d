import Foundation

/// Looks at a folder whose subfolders are deliveries, and notes those that no longer change.
///
/// One subfolder is what `storescp --sort-on-study-uid` or a router makes for one study. Files that
/// lie in the folder itself are left alone. What was dealt with is kept in the registry, so a
/// delivery is looked at again only when it changes.
struct FolderWatcher: Sendable {
  let settings: WatchSettings
  let rules: SeriesRules
  let registry: Registry
  let modelHash: String
  let log: EventLog
  /// What each delivery looked like, and since when.
  private var seen: [String: (signature: Int, since: Date)] = [:]

  init(
    _ settings: WatchSettings, rules: SeriesRules, registry: Registry, modelHash: String,
    log: EventLog
  ) {
    self.settings = settings
    self.rules = rules
    self.registry = registry
    self.modelHash = modelHash
    self.log = log
  }

  /// Looks once.
  ///
  /// - Throws: ``PilotError`` where the folder cannot be read.
  mutating func look() throws {
    let root = URL(fileURLWithPath: settings.folder, isDirectory: true)
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: root.path) else {
      throw PilotError("watch.folder: expected a folder that can be read, found none")
    }
    seen = seen.filter { names.contains($0.key) }
    for name in names.sorted() where !name.hasPrefix(".") {
      let delivery = root.appending(path: name, directoryHint: .isDirectory)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: delivery.path, isDirectory: &isFolder),
        isFolder.boolValue
      else { continue }
      let signature = try signature(of: delivery)
      let cursor = "delivery \(sha256(name).prefix(32))"
      guard try registry.cursor(cursor) != signature else { continue }
      let now = registry.now()
      if seen[name]?.signature != signature { seen[name] = (signature, now) }
      guard let since = seen[name]?.since, now.timeIntervalSince(since) >= settings.settleSeconds
      else { continue }
      let found = try findSeries(in: delivery).map(\.series)
      let new = try registry.receive(
        rules.arriving(found, at: now), modelHash: modelHash, cursor: (cursor, signature))
      for item in new {
        log.write(.info, "series received", caseID: item.id, state: item.state, reason: item.reason)
      }
    }
  }

  /// A number that changes with the names, sizes and times of a delivery's files.
  private func signature(of delivery: URL) throws -> Int {
    var text = ""
    for file in try regularFiles(below: delivery) {
      let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
      let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
      let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      text += "\(file.path) \(size) \(time)\n"
    }
    return Int(sha256(text).prefix(15), radix: 16) ?? 0
  }
}
