import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

@Suite("The registry")
struct RegistryTests {
  @Test("A case identifier is the first 32 digits of SHA-256 over series and model")
  func identifier() {
    // printf '1.2.3\nabc' | sha256sum (coreutils 9.1)
    #expect(
      caseIdentifier(seriesUID: "1.2.3", modelHash: "abc") == "398f426a49213b5b91fc9ae0a51cddae")
  }

  @Test("The same series twice is one case, and another model makes another one")
  func idempotent() throws {
    try withRegistry { registry, _ in
      let first = try registry.receive([arriving(1)], modelHash: "a")
      #expect(first.count == 1)
      #expect(try registry.receive([arriving(1)], modelHash: "a").isEmpty)
      let other = try registry.receive([arriving(1)], modelHash: "b")
      #expect(other.count == 1)
      #expect(other[0].id != first[0].id)
      #expect(try registry.counts() == [.stable: 2])
    }
  }

  @Test("Forty cases taken by eight workers of two processes' connections are each taken once")
  func oneClaimEach() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "claims-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "registry.sqlite").path
    let registries = [try Registry(path: path), try Registry(path: path)]
    try registries[0].receive((0..<40).map { arriving($0) }, modelHash: "m")
    let taken = try await withThrowingTaskGroup(of: [String].self) { group in
      for worker in 0..<8 {
        group.addTask {
          var ids: [String] = []
          while let claim = try registries[worker % 2].claim(owner: "\(worker)", lease: 600) {
            ids.append(claim.case.id)
          }
          return ids
        }
      }
      return try await group.reduce(into: [String]()) { $0 += $1 }
    }
    #expect(taken.count == 40)
    #expect(Set(taken).count == 40)
  }

  @Test("Cases are taken in the order in which they came")
  func order() throws {
    try withRegistry { registry, clock in
      for number in [3, 1, 2] {
        try registry.receive([arriving(number)], modelHash: "m")
        clock.advance(1)
      }
      let series = try (0..<3).map { _ in
        try #require(try registry.claim(owner: "w", lease: 60)).case.seriesUID
      }
      #expect(series == ["2.25.3.1", "2.25.1.1", "2.25.2.1"])
    }
  }

  @Test("A case whose worker died is free when the lease ends, and the dead one can write no more")
  func lease() throws {
    try withRegistry { registry, clock in
      try registry.receive([arriving(1)], modelHash: "m")
      var old = try #require(try registry.claim(owner: "dead", lease: 60))
      try registry.advance(&old, to: .fetching)
      #expect(try registry.claim(owner: "other", lease: 60) == nil)
      clock.advance(59)
      try registry.renew(old, lease: 60)
      clock.advance(59)
      #expect(try registry.claim(owner: "other", lease: 60) == nil)
      clock.advance(1)
      let new = try #require(try registry.claim(owner: "other", lease: 60))
      #expect(new.case.state == .fetching)
      #expect(throws: LeaseLost.self) { try registry.advance(&old, to: .segmenting) }
      #expect(throws: LeaseLost.self) { try registry.fail(old, because: "late") }
      #expect(throws: LeaseLost.self) { try registry.renew(old, lease: 60) }
      #expect(try registry.item(new.case.id)?.leaseOwner == "other")
    }
  }

  @Test("Attempts rest 30, 60, 120, 240 s and fail at the fifth; a retry begins anew")
  func backOff() throws {
    try withRegistry { registry, clock in
      let id = try registry.receive([arriving(1)], modelHash: "m")[0].id
      // 30 s, doubled each time, as RetryPolicy says.
      for rest in [30.0, 60, 120, 240] {
        let claim = try #require(try registry.claim(owner: "w", lease: 60))
        try registry.fail(claim, because: "no disk")
        clock.advance(rest - 1)
        #expect(try registry.claim(owner: "w", lease: 60) == nil, "before \(rest) s")
        clock.advance(1)
      }
      let last = try #require(try registry.claim(owner: "w", lease: 60))
      try registry.fail(last, because: "no disk")
      let failed = try #require(try registry.item(id))
      #expect(failed.state == .failed)
      #expect(failed.attempts == 5)
      #expect(failed.reason == "no disk")
      clock.advance(100_000)
      #expect(try registry.claim(owner: "w", lease: 60) == nil)
      try registry.retry(id, by: "lead")
      #expect(try registry.claim(owner: "w", lease: 60)?.case.state == .stable)
      #expect(throws: PilotError.self) { try registry.retry(id, by: "lead") }
    }
  }

  @Test("A case that kills its worker ten times fails, and says in which state")
  func poison() throws {
    try withRegistry { registry, clock in
      let id = try registry.receive([arriving(1)], modelHash: "m")[0].id
      for _ in 0..<10 {
        #expect(try registry.claim(owner: "w", lease: 60) != nil)
        clock.advance(60)
      }
      #expect(try registry.claim(owner: "w", lease: 60) == nil)
      let failed = try #require(try registry.item(id))
      #expect(failed.state == .failed)
      #expect(failed.reason == "workers ended 10 times while stable")
    }
  }

  @Test("More slices try a refused series again, and mark one that is done for a human")
  func lateSlices() throws {
    try withRegistry { registry, _ in
      try registry.receive([arriving(1, slices: 5, refusal: "too few")], modelHash: "m")
      let id = caseIdentifier(seriesUID: "2.25.1.1", modelHash: "m")
      #expect(try registry.item(id)?.state == .refused)
      try registry.receive([arriving(1, slices: 5, refusal: "too few")], modelHash: "m")
      #expect(try registry.item(id)?.state == .refused)
      try registry.receive([arriving(1, slices: 40)], modelHash: "m")
      #expect(try registry.item(id)?.state == .stable)
      _ = try registry.finish(1..<2)
      try registry.receive([arriving(1, slices: 41)], modelHash: "m")
      let done = try #require(try registry.item(id))
      #expect(done.state == .done)
      #expect(done.attention == 1)
      #expect(done.reason == "slices arrived after the segmentation")
    }
  }

  @Test("A cursor moves with what was read up to there, or not at all")
  func cursor() throws {
    try withRegistry { registry, _ in
      #expect(try registry.cursor("c") == nil)
      try registry.receive([arriving(1)], modelHash: "m", cursor: ("c", 7))
      #expect(try registry.cursor("c") == 7)
      // A series without its study breaks the foreign key: the transaction is taken back.
      try registry.database.write { db in try db.execute(sql: "DROP TABLE pilotCase") }
      #expect(throws: DatabaseError.self) {
        try registry.receive([arriving(2)], modelHash: "m", cursor: ("c", 8))
      }
      #expect(try registry.cursor("c") == 7)
    }
  }

  @Test("States follow one another as the drawing says, and final ones stay")
  func states() {
    let road: [CaseState] = [
      .received, .stable, .fetching, .segmenting, .measuring, .sending, .done,
    ]
    for (index, state) in road.enumerated() {
      for (other, next) in road.enumerated() {
        #expect(state.canBecome(next) == (other == index + 1), "\(state) -> \(next)")
      }
      #expect(state.canBecome(.refused) == (state != .done), "\(state)")
      #expect(state.canBecome(.failed) == CaseState.claimable.contains(state), "\(state)")
    }
    #expect(CaseState.failed.canBecome(.stable))
    #expect(!CaseState.done.canBecome(.stable))
  }

  @Test("A registry of a newer program is refused")
  func newer() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "registry.sqlite").path
      let registry = try Registry(path: path)
      try registry.database.write { db in
        try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')")
      }
      try registry.database.close()
      #expect(throws: PilotError.self) { try Registry(path: path) }
    }
  }
}
