import Foundation

/// Takes cases from the registry, one after another, and brings each as far as it goes.
package struct Worker: Sendable {
  /// How the log and the registry name it.
  package let name: String
  let steps: CaseSteps
  let log: EventLog

  private var settings: PilotConfiguration { steps.settings }
  private var registry: Registry { steps.registry }

  /// Works until the task is cancelled, looking for cases every `pause` while there are none.
  package func run(pause: Duration = .seconds(1)) async {
    while !Task.isCancelled {
      var hasWorked = false
      do {
        hasWorked = try await workOnce()
      } catch {
        log.write(.error, "worker", worker: name, reason: sentence(of: error))
      }
      if !hasWorked { try? await Task.sleep(for: pause) }
    }
  }

  /// Takes one case and brings it as far as it goes.
  ///
  /// - Returns: `false` where no case is ready or the disk is too full to begin one.
  /// - Throws: where the registry cannot be read or written.
  package func workOnce() async throws -> Bool {
    try registry.flushAudit()
    guard try freeBytes(at: steps.folder.root) >= settings.minimumFreeBytes else {
      log.write(.error, "disk too full to begin a case", worker: name)
      return false
    }
    guard
      let claim = try registry.claim(
        owner: name, lease: settings.leaseSeconds, policy: settings.retry)
    else { return false }
    await handle(claim)
    try? FileManager.default.removeItem(at: steps.folder.work(claim.token))
    try registry.flushAudit()
    return true
  }

  private func handle(_ claim: Claim) async {
    let id = claim.case.id
    log.write(.info, "take case", worker: name, caseID: id, state: claim.case.state)
    let start = ContinuousClock.now
    do {
      do {
        try await whileHolding(claim) { try await advanceToEnd(claim) }
        log.write(
          .info, "case done", worker: name, caseID: id,
          seconds: (ContinuousClock.now - start) / .seconds(1))
      } catch let refusal as Refusal {
        log.write(.info, "case refused", worker: name, caseID: id, reason: refusal.reason)
        try registry.refuse(claim, because: refusal.reason)
      } catch let lost as LeaseLost {
        throw lost
      } catch  where Task.isCancelled {
        try registry.release(claim)
      } catch {
        let reason = sentence(of: error)
        log.write(.warning, "attempt failed", worker: name, caseID: id, reason: reason)
        try registry.fail(
          claim, because: reason, seconds: (ContinuousClock.now - start) / .seconds(1),
          policy: settings.retry)
      }
    } catch {
      // The registry is closed, or another worker has the case: it is taken up when its lease ends.
      log.write(.warning, "case let go", worker: name, caseID: id, reason: sentence(of: error))
    }
  }

  private func advanceToEnd(_ claim: Claim) async throws {
    var claim = claim
    while !claim.case.state.isFinal {
      let start = ContinuousClock.now
      try Task.checkCancellation()
      try await steps.advance(&claim)
      log.write(
        .info, "step done", worker: name, caseID: claim.case.id, state: claim.case.state,
        seconds: (ContinuousClock.now - start) / .seconds(1))
    }
  }

  /// Renews the lease three times in its length while the body runs; a lost lease cancels the body.
  private func whileHolding(_ claim: Claim, _ body: @escaping @Sendable () async throws -> Void)
    async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask(operation: body)
      group.addTask {
        while true {
          try await Task.sleep(for: .seconds(settings.leaseSeconds / 3))
          try registry.renew(claim, lease: settings.leaseSeconds)
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

/// The bytes that are free where a folder lies.
func freeBytes(at folder: URL) throws -> Int {
  let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder.path)
  return (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? .max
}
