package import Clinical
import Foundation
import GRDB
import Reporting

/// One page for managers: where the pilot stands, what it cost, what is missing for the next stage.
package struct StatusPage: Sendable {
  let say: PageLanguage
  let stage: Stage
  /// When the present stage began; in the first stage, when the first case came in.
  let since: Date?
  let gate: GateReport?
  let reason: BilingualText?
  let now: StageEvidence
  let all: [(stage: Stage, evidence: StageEvidence)]
  let changes: [StageChange]
  let waiting: Int
  let limits: [LimitReading]
  let auditHead: String
  let date: Date

  /// What the registry says at this moment.
  package init(_ registry: Registry, _ settings: GateSettings, language: PageLanguage) throws {
    say = language
    gate = try registry.gate(settings)
    date = registry.now()
    switch try registry.verifyAudit() {
    case .intact(let entries, let head):
      let count = language("intact, \(entries) entries, last digest", "正常、\(entries)件、最後のダイジェスト")
      auditHead = "\(count) \(head.prefix(16))"
    case .broken(let line, let reason):
      auditHead = "\(language("BROKEN at line", "破損。行")) \(line): \(reason)"
    }
    (stage, since, now, all, changes, waiting, limits) = try registry.database.read { db in
      let stage = try Registry.stage(db)
      let began = try Registry.stageBegan(db)
      return (
        stage,
        try began?.changedAt ?? Date.fetchOne(db, sql: "SELECT MIN(receivedAt) FROM pilotCase"),
        try StageEvidence(db, stage: stage, since: began?.changedAt),
        try Stage.allCases.map { ($0, try StageEvidence(db, stage: $0, since: nil)) },
        try StageChange.order(Column("id").desc).limit(4).fetchAll(db),
        try PilotCase.filter(CaseState.claimable.map(\.rawValue).contains(Column("state")))
          .fetchCount(db),
        stage < .assisted ? [] : try limitReadings(db, settings.fallBack, stage: stage)
      )
    }
    reason = settings[stage]?.reason
  }

  /// The page as one HTML file with its styles, made to be printed on one sheet of A4.
  package func html() -> String { document("<style>\(statusStyle)</style>", top: "") }

  /// The same as a page of the review server, which allows no style inside a page.
  func servedHTML() -> String {
    document(
      "<link rel=\"stylesheet\" href=\"/assets/status.css\">",
      top: "<p class=\"back\"><a href=\"/\">← \(say("Back", "戻る"))</a></p>")
  }

  private func document(_ style: Markup, top: Markup) -> String {
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="\(say.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(say("Pilot status", "パイロットの状況"))</title>
      \(style)</head><body><main>
      \(top)<h1>\(say("Pilot of automatic segmentation", "自動抽出パイロットの状況"))</h1>
      <p class="when">\(day(date))</p>
      \(steps())
      \(gateSection())
      \(limitSection())
      \(costSection())
      \(historySection())
      <footer>\(researchNotice(say))
      \(say("Audit log", "監査ログ")): \(auditHead)</footer>
      </main></body></html>

      """
    return page.text
  }

  /// The same in lines of text.
  package func text() -> String {
    var lines = [
      "\(say("Stage", "段階")) \(stage.rawValue): \(stage.name(in: say)). \(stage.meaning(in: say))"
    ]
    for criterion in gate?.criteria ?? [] {
      let remedy = outlook.remedy(for: criterion, in: say)
      lines.append(
        "  \(criterion.isMet ? "✓" : "✗") \(criterion.sentence(in: say))"
          + (remedy.isEmpty ? "" : " → \(remedy)"))
    }
    for limit in limits {
      lines.append("  \(limit.title(in: say)): \(foundText(limit)) / \(limit.text(limit.limit))")
    }
    lines.append(verdict)
    let total = totals
    lines.append(
      "\(say("So far", "これまで")): \(total.done) \(say("cases", "症例")), "
        + "\(fixed(total.staffMinutes, 0)) \(say("staff minutes", "分(職員)")), "
        + "\(fixed(total.computeHours, 1)) \(say("hours of computing", "時間(計算)"))")
    lines.append("\(say("Audit log", "監査ログ")): \(auditHead)")
    return lines.joined(separator: "\n")
  }

  var verdict: String {
    guard let gate, let next = stage.next else {
      return say("This is the last stage.", "最終段階です。")
    }
    let missing = gate.criteria.count { !$0.isMet }
    return gate.isOpen
      ? say("The gate to stage \(next.rawValue) is open.", "段階\(next.rawValue)へ進めます。")
      : say(
        "The gate to stage \(next.rawValue) is shut: \(missing) of \(gate.criteria.count) "
          + "criteria are not met.",
        "段階\(next.rawValue)へはまだ進めません:\(gate.criteria.count)項目中\(missing)項目が未達です。")
  }

  var totals: StageEvidence {
    all.reduce(into: StageEvidence()) { sum, item in
      sum.done += item.evidence.done
      sum.failed += item.evidence.failed
      sum.judged += item.evidence.judged
      sum.staffMinutes += item.evidence.staffMinutes
      sum.computeHours += item.evidence.computeHours
    }
  }

  var outlook: Outlook {
    let days = since.map { date.timeIntervalSince($0) / 86_400 } ?? 0
    return Outlook(evidence: now, all: totals, days: days)
  }
}
