import Clinical
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

@Suite("Stages and their gates")
struct StageTests {
  /// A gate that a few cases can open.
  private var settings: GateSettings {
    var settings = GateSettings()
    settings.retrospective = Gate(
      cases: 4, judged: 0, measured: 3, editRate: 1, rejectRate: 1, failureRate: 0.25,
      medianDice: ["VS": 0.8], medianVolumeError: ["VS": 0.15], signOffs: [.lead, .admin],
      reason: "small, for this test")
    return settings
  }

  private func agree(_ registry: Registry, _ item: PilotCase, dice: Double, volume: Double) throws {
    try registry.database.write { db in
      var row = Agreement(
        caseID: item.id, reference: "expert", structure: "VS", dice: dice, volume: volume,
        referenceVolume: 1000, measuredAt: registry.now())
      try row.insert(db)
    }
  }

  @Test("A shut gate names each criterion that is not met, and the stage stays")
  func shut() throws {
    try withRegistry { registry, _ in
      try registry.addAccount("lead", .lead)
      _ = try registry.finish(0..<3)
      let error = #expect(throws: PilotError.self) {
        try registry.advanceStage(settings, by: "lead")
      }
      #expect(
        error?.message
          == "the gate after stage 1 stays shut: Cases done: at least 4, found 3; "
          + "Cases compared with contours: at least 3, found 0; "
          + "Median Dice, VS: at least 0.800, found none yet; "
          + "Median volume error, VS: at most 15.0 %, found none yet; "
          + "Signature: lead: required, found missing; Signature: admin: required, found missing")
      #expect(try registry.stage() == .retrospective)
    }
  }

  @Test("An open gate lets a lead on, and only cases of the new stage count for the next gate")
  func open() throws {
    try withRegistry { registry, clock in
      try registry.addAccount("lead", .lead)
      try registry.addAccount("admin", .admin)
      try registry.addAccount("reader", .reader)
      let cases = try registry.finish(0..<4)
      // Medians by hand: Dice 0.7, 0.8, 0.9 -> 0.8; errors 0.1, 0.15, 0.3 -> 0.15.
      for (item, values) in zip(cases, [(0.7, 1100.0), (0.8, 850), (0.9, 700)]) {
        try agree(registry, item, dice: values.0, volume: values.1)
      }
      try registry.signOff(name: "lead", role: .lead, comment: "")
      try registry.signOff(name: "admin", role: .admin, comment: "budget agreed")
      let report = try #require(try registry.gate(settings))
      #expect(report.criteria.filter { !$0.isMet }.isEmpty)
      let found = report.criteria.first { $0.subject == .volumeError("VS") }?.found
      #expect(abs((found ?? 0) - 0.15) < 1e-12)
      #expect(throws: PilotError.self) { try registry.advanceStage(settings, by: "reader") }
      #expect(throws: PilotError.self) { try registry.advanceStage(settings, by: "nobody") }
      clock.advance(60)
      try registry.advanceStage(settings, by: "lead")
      #expect(try registry.stage() == .silent)
      #expect(try registry.gate(GateSettings())?.criteria.first?.found == 0)
      let next = try registry.receive([arriving(9)], modelHash: "m")
      #expect(next[0].stage == .silent)
      #expect(!next[0].isShown)
    }
  }

  @Test("Nobody signs in a role that is not theirs, nor with a closed account, nor twice")
  func signatures() throws {
    try withRegistry { registry, _ in
      try registry.addAccount("lead", .lead)
      #expect(throws: PilotError.self) {
        try registry.signOff(name: "lead", role: .admin, comment: "")
      }
      #expect(throws: PilotError.self) {
        try registry.signOff(name: "nobody", role: .lead, comment: "")
      }
      var two = settings
      two.retrospective.signOffs = [.lead, .lead]
      try registry.signOff(name: "lead", role: .lead, comment: "")
      try registry.signOff(name: "lead", role: .lead, comment: "again")
      let report = try #require(try registry.gate(two))
      let signed = report.criteria.filter { $0.subject == .signOff(.lead) }.map(\.isMet)
      #expect(signed == [true, false])
      try registry.database.write { db in
        try db.execute(sql: "UPDATE account SET isActive = 0")
      }
      #expect(throws: PilotError.self) {
        try registry.signOff(name: "lead", role: .lead, comment: "")
      }
    }
  }

  @Test("Of several judgements of a case the last turn counts, and all minutes")
  func evidence() throws {
    try withRegistry { registry, _ in
      try registry.addAccount("a", .reader)
      let cases = try registry.finish(0..<3)
      let rows: [(Int, Judgement.Turn, Judgement.Decision)] = [
        (0, .first, .accept), (1, .first, .accept), (1, .second, .reject),
        (1, .adjudication, .correct), (2, .first, .reject),
      ]
      try registry.database.write { db in
        for (number, turn, decision) in rows {
          var row = Judgement(
            caseID: cases[number].id, reader: "a", turn: turn, decision: decision, seconds: 90,
            judgedAt: registry.now())
          try row.insert(db)
        }
      }
      let evidence = try registry.database.read { db in
        try StageEvidence(db, stage: .retrospective, since: nil)
      }
      #expect(evidence.judged == 3)
      #expect(evidence.corrected == 1)
      #expect(evidence.rejected == 1)
      #expect(evidence.editRate == 2.0 / 3)
      // Five judgements of 90 s; three cases of five steps of 36 s.
      #expect(evidence.staffMinutes == 7.5)
      #expect(abs(evidence.computeHours - 0.15) < 1e-12)
    }
  }

  /// What goes wrong, and the words of the fall-back.
  enum Trouble: CaseIterable, CustomTestStringConvertible {
    case none, failures, rejections, edits, largerTumours
    var testDescription: String { "\(self)" }

    var words: String? {
      switch self {
      case .none: nil
      case .failures: "4 of the last 10 cases failed"
      case .rejections: "3 of the last 10 judgements were rejections"
      case .edits: "5 of the last 10 judgements were corrections or rejections"
      case .largerTumours: "tumour volumes of the last 10 cases are shifted"
      }
    }
  }

  @Test(
    "An assisted pilot falls back by itself where a limit is crossed", arguments: Trouble.allCases)
  func fallBack(_ trouble: Trouble) throws {
    try withRegistry { registry, clock in
      var limits = FallBackLimits()
      limits.window = 10
      func volumes(_ number: Int, _ scale: Double) -> CaseMeasures {
        CaseMeasures(volumes: ["VS": scale * (500 + 100 * Double(number % 10))], flags: [])
      }
      for number in 0..<12 {
        _ = try registry.finish(number..<number + 1, measures: volumes(number, 1))
      }
      clock.advance(10)
      try registry.database.write { db in
        var row = StageChange(
          from: .silent, to: .assisted, reason: "test", by: "test", changedAt: registry.now())
        try row.insert(db)
      }
      try registry.addAccount("a", .reader)
      #expect(try registry.fallBackIfNeeded(limits) == nil)
      var cases: [PilotCase] = []
      for number in 100..<110 {
        let scale = trouble == .largerTumours ? 4.0 : 1
        cases += try registry.finish(number..<number + 1, measures: volumes(number, scale))
      }
      try registry.database.write { [cases] db in
        if trouble == .failures {
          for item in cases.prefix(4) {
            try db.execute(
              sql: "UPDATE pilotCase SET state = 'failed' WHERE id = ?", arguments: [item.id])
          }
        }
        for (index, item) in cases.enumerated() {
          let decision: Judgement.Decision =
            switch trouble {
            case .rejections where index < 3: .reject
            case .edits where index < 5: .correct
            default: .accept
            }
          var row = Judgement(
            caseID: item.id, reader: "a", turn: .first, decision: decision, seconds: 30,
            judgedAt: registry.now())
          try row.insert(db)
        }
      }
      let change = try registry.fallBackIfNeeded(limits)
      if let words = trouble.words {
        #expect(change?.reason.hasPrefix(words) == true, "\(change?.reason ?? "no fall-back")")
        #expect(try registry.stage() == .silent)
        #expect(change?.by == "automatic")
      } else {
        #expect(change == nil, "\(change?.reason ?? "")")
        #expect(try registry.stage() == .assisted)
      }
    }
  }

  @Test("A fall-back says why in both languages, in the page's history and in the audit log")
  func fallBackIsTold() throws {
    try withRegistry { registry, clock in
      try assist(registry, clock)
      var settings = GateSettings()
      settings.fallBack.window = 4
      let cases = try registry.finish(0..<4)
      try judge(cases, registry, seconds: 90) { $0 < 2 ? .reject : .accept }
      let before = try StatusPage(registry, settings, language: .japanese).html()
      #expect(before.contains("自動で前の段階に戻る限度") && before.contains("50 %"))
      #expect(try registry.fallBackIfNeeded(settings.fallBack)?.to == .silent)
      try registry.flushAudit()
      for language in [PageLanguage.english, .japanese] {
        let page = try StatusPage(registry, settings, language: language).html()
        #expect(page.contains("2 of the last 4 judgements were rejections"))
        #expect(page.contains("直近4件の判定中2件が却下"))
        #expect(page.contains("3 → 2"))
      }
      let log = try String(contentsOfFile: registry.auditPath, encoding: .utf8)
      #expect(log.contains("2 of the last 4 judgements were rejections"))
      // Once fallen back it stays there: the silent stage has no such limits.
      #expect(try registry.fallBackIfNeeded(settings.fallBack) == nil)
    }
  }

  @Test("What is missing is said in cases, days and staff minutes")
  func outlook() throws {
    try withRegistry { registry, clock in
      try assist(registry, clock)
      let cases = try registry.finish(0..<8)
      try judge(Array(cases.prefix(4)), registry, seconds: 90) { _ in .accept }
      clock.advance(2 * 86_400)
      let text = try StatusPage(registry, GateSettings(), language: .english).text()
      // By hand: 192 of 200 cases at 8 in 2 days; 196 judgements at 1.5 minutes.
      #expect(text.contains("192 more: about 48 days at 4.0 a day"))
      #expect(text.contains("196 more: about 294 staff minutes"))
      #expect(text.contains("contours of 30 more cases"))
      #expect(text.contains("to be signed by a lead"))
      let japanese = try StatusPage(registry, GateSettings(), language: .japanese).html()
      #expect(japanese.contains("あと192例(1日4.0例で約48日)"))
      #expect(japanese.contains("あと196例(職員の時間で約294分)"))
      #expect(japanese.contains("大半の結果が修正不要"))
    }
  }

  private func assist(_ registry: Registry, _ clock: Clock) throws {
    try registry.addAccount("a", .reader)
    try registry.database.write { db in
      var row = StageChange(
        from: .silent, to: .assisted, reason: "test", by: "test", changedAt: registry.now())
      try row.insert(db)
    }
    clock.advance(1)
  }

  private func judge(
    _ cases: [PilotCase], _ registry: Registry, seconds: Double,
    _ decision: (Int) -> Judgement.Decision
  ) throws {
    try registry.database.write { db in
      for (n, item) in cases.enumerated() {
        var row = Judgement(
          caseID: item.id, reader: "a", turn: .first, decision: decision(n), seconds: seconds,
          judgedAt: registry.now())
        try row.insert(db)
      }
    }
  }

  @Test("The page for managers says in both languages what is missing, and escapes names")
  func page() throws {
    try withRegistry { registry, _ in
      _ = try registry.finish(0..<3)
      try registry.flushAudit()
      try registry.addAccount("<b>lead", .lead)
      try registry.signOff(name: "<b>lead", role: .lead, comment: "")
      try registry.flushAudit()
      let english = try StatusPage(registry, settings, language: .english).html()
      #expect(english.contains("The gate to stage 2 is shut: 5 of 7 criteria are not met."))
      #expect(english.contains("&lt;b&gt;lead"))
      #expect(!english.contains("<b>lead"))
      let japanese = try StatusPage(registry, settings, language: .japanese).html()
      #expect(japanese.contains("<html lang=\"ja\">"))
      #expect(japanese.contains("段階2へはまだ進めません:7項目中5項目が未達です。"))
    }
  }
}
