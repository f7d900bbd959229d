import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

@Suite("Retention and the model card")
struct PrivacyTests {
  /// Two finished cases with files and a correction of the first.
  private func withCases(
    _ body: (Registry, PilotFolder, Clock, [PilotCase]) throws -> Void
  ) throws {
    try withTemporaryFolder { root in
      let clock = Clock()
      let folder = try PilotFolder(root.appending(path: "pilot").path)
      let registry = try Registry(path: folder.registry, now: { clock.now })
      let cases = try registry.finish(1..<3)
      for item in cases {
        let files = CaseFolder(item.id, in: folder)
        try FileManager.default.createDirectory(
          at: files.series, withIntermediateDirectories: true)
        for file in [files.series.appending(path: "1.dcm"), files.log, files.scan, files.labels] {
          try Data("PLANTED".utf8).write(to: file)
        }
      }
      let correction = "corrections/\(cases[0].id)-rei-0123456789abcdef.nii.gz"
      try Data("x".utf8).write(to: folder.root.appending(path: correction))
      try body(registry, folder, clock, cases)
    }
  }

  private func settings(_ series: Int, _ identity: Int, _ files: Int) -> RetentionSettings {
    var settings = RetentionSettings()
    (settings.seriesDays, settings.identityDays, settings.caseDays) = (series, identity, files)
    return settings
  }

  private func exists(_ url: URL) -> Bool { FileManager.default.fileExists(atPath: url.path) }

  @Test("Before its day nothing is due; on it the series is, and goes without the rest")
  func series() throws {
    try withCases { registry, folder, clock, cases in
      let rules = settings(30, 0, 0)
      clock.advance(30 * 86_400)
      #expect(try dueRemovals(rules, folder: folder, registry: registry).isEmpty)
      clock.advance(1)
      let due = try dueRemovals(rules, folder: folder, registry: registry)
      #expect(due.map(\.kind) == [.series, .series])
      #expect(Set(due.map(\.name)) == Set(cases.map(\.id)))
      #expect(due.allSatisfy { $0.days == 30 })
      // Looking changed nothing.
      #expect(cases.allSatisfy { exists(CaseFolder($0.id, in: folder).series) })
      #expect(try applyRetention(rules, folder: folder, registry: registry) == 2)
      for item in cases {
        let files = CaseFolder(item.id, in: folder)
        #expect(!exists(files.series) && !exists(files.log))
        #expect(exists(files.scan) && exists(files.labels))
      }
      #expect(try applyRetention(rules, folder: folder, registry: registry) == 0)
    }
  }

  @Test("A case's files go with its corrections, and only those of finished cases")
  func files() throws {
    try withCases { registry, folder, clock, cases in
      try registry.database.write { db in
        try db.execute(
          sql: "UPDATE pilotCase SET state = 'segmenting' WHERE id = ?", arguments: [cases[1].id])
      }
      clock.advance(91 * 86_400)
      #expect(try applyRetention(settings(0, 0, 90), folder: folder, registry: registry) == 1)
      #expect(!exists(folder.folder(of: cases[0].id)))
      #expect(exists(folder.folder(of: cases[1].id)))
      let left = try FileManager.default.contentsOfDirectory(
        atPath: folder.root.appending(path: "corrections").path)
      #expect(left.isEmpty)
    }
  }

  @Test("The patient is forgotten in the registry, and numbers stay")
  func identity() throws {
    try withCases { registry, folder, clock, cases in
      clock.advance(366 * 86_400)
      #expect(try applyRetention(settings(0, 365, 0), folder: folder, registry: registry) == 2)
      let studies = try registry.database.read { db in try Study.fetchAll(db) }
      #expect(studies.count == 2)
      for study in studies { #expect(study.patientName.isEmpty && study.patientID.isEmpty) }
      #expect(try registry.counts() == [.done: 2])
      let text = try registry.database.read { db in
        try ["study", "pilotCase", "auditEntry"].map { table in
          try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map(\.description).joined()
        }.joined()
      }
      #expect(!text.contains("DOE") && !text.contains("JOHN"))
    }
  }

  @Test("Each removal is in the audit log, which names no patient")
  func audited() throws {
    try withCases { registry, folder, clock, cases in
      clock.advance(400 * 86_400)
      #expect(try applyRetention(settings(30, 365, 90), folder: folder, registry: registry) == 6)
      try registry.flushAudit()
      let log = try String(contentsOfFile: registry.auditPath, encoding: .utf8)
      for kind in DueRemoval.Kind.allCases {
        let lines = log.split(separator: "\n").filter { $0.contains("\"\(kind.rawValue)\"") }
        #expect(lines.count == 2, "\(kind)")
        #expect(lines.allSatisfy { $0.contains("\"by\":\"retention\"") })
      }
      for planted in ["DOE", "JOHN", "PLANTED", "2.25."] { #expect(!log.contains(planted)) }
      guard case .intact = try registry.verifyAudit() else {
        Issue.record("the log is broken")
        return
      }
    }
  }

  @Test("With 0 days everything is kept for ever")
  func kept() throws {
    try withCases { registry, folder, clock, _ in
      clock.advance(100_000 * 86_400)
      let due = try dueRemovals(settings(0, 0, 0), folder: folder, registry: registry)
      #expect(due.isEmpty)
    }
  }

  private static let card = [
    "name": "m", "version": "1", "intendedUse": "research", "licence": "CC BY 4.0",
    "anatomy": "inner ear", "modality": "MR", "contrast": "T2",
  ]

  @Test(
    "A model whose card does not fit is not started",
    arguments: [
      ("contrast", "T1", "contrast: expected T2, found T1"),
      ("modality", "CT", "modality: expected MR, found CT"),
      ("anatomy", "knee", "anatomy: expected inner ear, found knee"),
      ("licence", "", "licence: expected words, found none"),
      ("intendedUse", "", "intendedUse: expected words, found none"),
      ("version", nil, "expected name, version"),
    ])
  func cards(key: String, value: String?, words: String) throws {
    try withCard(
      Self.card.merging([key: value ?? ""]) { $1 }.filter { value != nil || $0.key != key }
    ) { start, _ in
      let error = #expect(throws: PilotError.self) { try start() }
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }
  }

  @Test("A card that fits is noted in the audit log with the model's hash")
  func cardNoted() throws {
    try withCard(Self.card) { start, registry in
      try start()
      let body = try registry.database.read { db in
        try String.fetchOne(db, sql: "SELECT body FROM auditEntry WHERE body LIKE '%start%'")
      }
      #expect(body?.contains("\"model\":\"m 1\"") == true)
      #expect(body?.contains("\"model\":\"hash\"") == true)
    }
  }

  @Test("Without a card a model runs on existing data, and from the silent stage on it does not")
  func noCard() throws {
    try withCard(nil) { start, registry in
      try start()
      try registry.database.write { db in
        var change = StageChange(
          from: .retrospective, to: .silent, reason: "test", by: "test", changedAt: Date())
        try change.insert(db)
      }
      let error = #expect(throws: PilotError.self) { try start() }
      #expect(error?.message.contains("from the silent stage on, found none") == true)
    }
  }

  private func withCard(
    _ card: [String: String]?, _ body: (() throws -> Void, Registry) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let registry = try Registry(path: folder.appending(path: "registry.sqlite").path)
      if let card {
        try JSONEncoder().encode(card).write(to: folder.appending(path: "model-card.json"))
      }
      var settings = PilotConfiguration()
      settings.model = folder.path
      try body(
        { try ModelCard.check(settings, registry: registry, modelHash: "hash") }, registry)
    }
  }
}
