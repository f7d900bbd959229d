import Foundation
import GRDB
import Synchronization
import TestSupport

@testable import Pilot

/// A clock that stands still until a test moves it.
final class Clock: Sendable {
  private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

  var now: Date { time.withLock { $0 } }

  func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
}

/// Runs asynchronous work with a new folder that is removed afterwards.
func inTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "kakehashi-tests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}

/// A registry in a folder of its own, with a clock.
func withRegistry<Result>(_ body: (Registry, Clock) throws -> Result) throws -> Result {
  try withTemporaryFolder { folder in
    let clock = Clock()
    let registry = try Registry(
      path: folder.appending(path: "registry.sqlite").path, now: { clock.now })
    return try body(registry, clock)
  }
}

/// A series of a study of its own; the number makes the identifiers.
func arriving(_ number: Int, slices: Int = 40, refusal: String? = nil, isStable: Bool = true)
  -> ArrivingSeries
{
  var study = Study(uid: "2.25.\(number)", receivedAt: Date(timeIntervalSince1970: 1_800_000_000))
  study.patientName = "DOE^JOHN\(number)"
  study.patientID = "P\(number)"
  return ArrivingSeries(
    study: study, seriesUID: "2.25.\(number).1", source: "folder:/nowhere", slices: slices,
    isStable: isStable, refusal: refusal)
}

extension Registry {
  func item(_ id: String) throws -> PilotCase? {
    try database.read { db in try PilotCase.fetchOne(db, key: id) }
  }

  /// Receives series and brings them to a state, as workers would.
  func finish(_ numbers: Range<Int>, measures: CaseMeasures? = nil) throws -> [PilotCase] {
    let new = try receive(numbers.map { arriving($0) }, modelHash: "m")
    while var claim = try claim(owner: "test", lease: 60) {
      for state in [CaseState.fetching, .segmenting, .measuring, .sending, .done] {
        try advance(&claim, to: state, seconds: 36) { _, held in
          held.measures = try measures.map {
            String(decoding: try JSONEncoder().encode($0), as: UTF8.self)
          }
        }
      }
    }
    return new
  }

  func addAccount(_ name: String, _ role: Role) throws {
    try database.write { db in
      try Account(
        name: name, displayName: name, role: role, passwordHash: "none", createdAt: now()
      ).insert(db)
    }
  }
}
