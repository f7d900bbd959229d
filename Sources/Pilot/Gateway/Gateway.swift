import Foundation

/// Everything of a pilot that runs: watchers, workers, health and metrics.
package struct Gateway: Sendable {
  /// The configuration.
  package let settings: PilotConfiguration
  /// The pilot's folder.
  package let folder: PilotFolder
  /// The registry.
  package let registry: Registry
  /// The model's hash.
  package let modelHash: String
  let log: EventLog
  let client: OrthancClient?

  /// Opens the pilot of a configuration.
  ///
  /// - Throws: ``PilotError`` where the model, the folder or Orthanc's password is missing.
  package init(_ settings: PilotConfiguration, log: EventLog) throws {
    self.settings = settings
    self.log = log
    folder = try PilotFolder(settings.folder)
    registry = try Registry(path: folder.registry)
    modelHash = try Pilot.modelHash(of: URL(fileURLWithPath: settings.model, isDirectory: true))
    client = settings.orthanc.url.isEmpty ? nil : try OrthancClient(settings.orthanc)
    try ModelCard.check(settings, registry: registry, modelHash: modelHash)
  }

  /// A worker of this pilot.
  package func worker(_ number: Int) -> Worker {
    var sources: [String: any SeriesSource] = ["folder": FolderSource()]
    sources["orthanc"] = client
    return Worker(
      name:
        "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier):\(number)",
      steps: CaseSteps(
        settings: settings, folder: folder, registry: registry, sources: sources,
        receiver: client), log: log)
  }

  /// Runs until the task is cancelled.
  ///
  /// - Parameter watches: whether new series are looked for, and health and metrics answered;
  ///   without it there are workers alone.
  /// - Throws: ``PilotError`` where the port of health and metrics is taken.
  package func run(watches: Bool) async throws {
    let status = StatusServer(self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...settings.workers {
        group.addTask { await worker(number).run() }
      }
      if watches {
        group.addTask { await keepHouse() }
        group.addTask { await fillAgreement() }
        group.addTask { await watchFolder() }
        group.addTask { await watchOrthanc() }
        if settings.statusPort != 0 { group.addTask { try await status.run() } }
      }
      log.write(.info, watches ? "gateway runs" : "workers run", count: settings.workers)
      try await group.waitForAll()
    }
  }

  private func watchFolder() async {
    guard !settings.watch.folder.isEmpty else { return }
    var watcher = FolderWatcher(
      settings.watch, rules: settings.selection, registry: registry, modelHash: modelHash, log: log)
    while !Task.isCancelled {
      do {
        try watcher.look()
      } catch {
        log.write(.error, "watch folder", reason: sentence(of: error))
      }
      try? await Task.sleep(for: .seconds(settings.watch.pollSeconds))
    }
  }

  /// An Orthanc that does not answer is asked again, at most half a minute later.
  private func watchOrthanc() async {
    guard let client else { return }
    let watcher = OrthancWatcher(
      client: client, rules: settings.selection, registry: registry, modelHash: modelHash, log: log)
    var failures = 0
    while !Task.isCancelled {
      do {
        try await watcher.look()
        failures = 0
      } catch {
        if failures == 0 { log.write(.error, "watch Orthanc", reason: sentence(of: error)) }
        failures += 1
      }
      let pause = settings.orthanc.pollSeconds * exp2(Double(min(failures, 4)))
      try? await Task.sleep(for: .seconds(min(pause, max(30, settings.orthanc.pollSeconds))))
    }
  }

  /// In the retrospective stage, compares each case once with contours that came with it.
  private func fillAgreement() async {
    let filling = AgreementFilling(self)
    var tried: Set<String> = []
    var failed: Set<String> = []
    while !Task.isCancelled {
      let isRetrospective = (try? registry.stage()) == .retrospective
      let ids = isRetrospective ? try? filling.caseIDs(withoutAgreement: true) : nil
      for id in ids ?? [] where !tried.contains(id) && !Task.isCancelled {
        do {
          let found = try await filling.compare(id)
          tried.insert(id)
          if !found.isEmpty {
            log.write(.info, "compared with contours", caseID: id, count: found.count)
          }
        } catch  where failed.insert(id).inserted {
          log.write(.warning, "compare with contours", caseID: id, reason: sentence(of: error))
        } catch {
          // Said once; Orthanc may be away, so the next round tries again.
        }
      }
      try? await Task.sleep(for: .seconds(settings.leaseSeconds / 10))
    }
  }

  /// Once a minute: limits that make the pilot fall back, and once a day retention.
  private func keepHouse() async {
    var lastRetention = Date.distantPast
    while !Task.isCancelled {
      do {
        if let change = try registry.fallBackIfNeeded(settings.gates.fallBack) {
          log.write(.error, "fall back", reason: change.reason, count: change.to.rawValue)
        }
        if registry.now().timeIntervalSince(lastRetention) > 86_400 {
          let removed = try applyRetention(settings.retention, folder: folder, registry: registry)
          lastRetention = registry.now()
          log.write(.info, "retention", count: removed)
        }
        try registry.flushAudit()
      } catch {
        log.write(.error, "housekeeping", reason: sentence(of: error))
      }
      try? await Task.sleep(for: .seconds(60))
    }
  }
}
