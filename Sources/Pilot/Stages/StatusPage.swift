import Foundation
import GRDB
import Reporting

/// One page for managers: where the pilot stands, what it cost, what is missing for the next stage.
package struct StatusPage: Sendable {
  private let say: PageLanguage
  private let stage: Stage
  private let began: StageChange?
  private let gate: GateReport?
  private let reason: String?
  private let now: StageEvidence
  private let all: [(stage: Stage, evidence: StageEvidence)]
  private let changes: [StageChange]
  private let waiting: Int
  private let auditHead: String
  private let date: Date

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
    (stage, began, now, all, changes, waiting) = try registry.database.read { db in
      let stage = try Registry.stage(db)
      let began = try Registry.stageBegan(db)
      return (
        stage, began, try StageEvidence(db, stage: stage, since: began?.changedAt),
        try Stage.allCases.map { ($0, try StageEvidence(db, stage: $0, since: nil)) },
        try StageChange.order(Column("id").desc).limit(4).fetchAll(db),
        try PilotCase.filter(CaseState.claimable.map(\.rawValue).contains(Column("state")))
          .fetchCount(db)
      )
    }
    reason = settings[stage]?.reason
  }

  /// The page as one HTML file with its styles, made to be printed on one sheet of A4.
  package func html() -> String {
    let body: Markup = """
      <h1>\(say("Pilot of automatic segmentation", "自動抽出パイロットの状況"))</h1>
      <p class="when">\(day(date))</p>
      \(steps())
      \(gateSection())
      \(costSection())
      \(historySection())
      <footer>\(say("Research use only. Not a medical device.", "研究用です。医療機器ではありません。"))
      \(say("Audit log", "監査ログ")): \(auditHead)</footer>
      """
    let page: Markup = """
      <!DOCTYPE html>
      <html lang="\(say.rawValue)"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(say("Pilot status", "パイロットの状況"))</title>
      <style>\(statusStyle)</style></head><body><main>
      \(body)
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
      lines.append("  \(criterion.isMet ? "✓" : "✗") \(criterion.sentence(in: say))")
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

  private var verdict: String {
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

  private var totals: StageEvidence {
    all.reduce(into: StageEvidence()) { sum, item in
      sum.done += item.evidence.done
      sum.failed += item.evidence.failed
      sum.judged += item.evidence.judged
      sum.staffMinutes += item.evidence.staffMinutes
      sum.computeHours += item.evidence.computeHours
    }
  }

  private func steps() -> Markup {
    let items = Stage.allCases.map { item in
      """
      <li class="\(item == stage ? "here" : item < stage ? "past" : "ahead")"><b>\(item.rawValue) \
      \(item.name(in: say))</b><span>\(item.meaning(in: say))</span></li>
      """ as Markup
    }
    return "<ol class=\"steps\">\(items)</ol>"
  }

  private func gateSection() -> Markup {
    guard let gate else { return "<p class=\"verdict open\">\(verdict)</p>" }
    let rows = gate.criteria.map { item in
      """
      <tr class="\(item.isMet ? "met" : "unmet")"><td>\(item.isMet ? "✓" : "✗")</td>\
      <th>\(item.title(in: say))</th><td>\(item.limitText(in: say))</td>\
      <td>\(item.foundText(in: say))</td></tr>

      """ as Markup
    }
    // Reasons are the hospital's own words, in the language of its configuration.
    let why: Markup =
      if let reason, say == .english { "<p class=\"why\">\(reason)</p>" } else { "" }
    return """
      <p class="verdict \(gate.isOpen ? "open" : "shut")">\(verdict)</p>
      <table><thead><tr><td></td><th>\(say("Criterion", "項目"))</th>\
      <th>\(say("Required", "基準"))</th><th>\(say("Found", "現状"))</th></tr></thead>
      <tbody>\(rows)</tbody></table>\(why)
      """
  }

  private func costSection() -> Markup {
    let rows = all.map { item in
      let e = item.evidence
      let each = e.judged > 0 ? fixed(e.staffMinutes / Double(e.judged), 1) : "–"
      return """
        <tr><th>\(item.stage.rawValue) \(item.stage.name(in: say))</th><td>\(e.done)</td>\
        <td>\(e.failed)</td><td>\(e.refused)</td><td>\(e.judged)</td>\
        <td>\(fixed(e.staffMinutes, 0))</td><td>\(each)</td><td>\(fixed(e.computeHours, 1))</td></tr>

        """ as Markup
    }
    let heads = [
      say("Stage", "段階"), say("Done", "完了"), say("Failed", "失敗"), say("Refused", "対象外"),
      say("Judged", "判定"), say("Staff min", "職員(分)"), say("min/case", "分/症例"),
      say("Computing h", "計算(時間)"),
    ].map { "<th>\($0)</th>" as Markup }
    return """
      <h2>\(say("Cost so far", "これまでの費用"))</h2>
      <table class="numbers"><thead><tr>\(heads)</tr></thead><tbody>\(rows)</tbody></table>
      <p class="why">\(say("Waiting now", "処理待ち")): \(waiting)</p>
      """
  }

  private func historySection() -> Markup {
    guard !changes.isEmpty else { return "" }
    let rows = changes.map { item in
      """
      <tr><td>\(day(item.changedAt))</td><td>\(item.from.rawValue) → \(item.to.rawValue)</td>\
      <td>\(item.by)</td><td>\(item.reason)</td></tr>

      """ as Markup
    }
    return """
      <h2>\(say("Changes of stage", "段階の変更履歴"))</h2>
      <table><tbody>\(rows)</tbody></table>
      """
  }

  private func day(_ date: Date) -> String { String(utc(date).prefix(16)) + "Z" }
}
