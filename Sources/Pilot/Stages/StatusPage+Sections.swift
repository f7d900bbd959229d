import Clinical
import Foundation
import Reporting

/// The parts of the page.
extension StatusPage {
  func steps() -> Markup {
    let items = Stage.allCases.map { item in
      """
      <li class="\(item == stage ? "here" : item < stage ? "past" : "ahead")"><b>\(item.rawValue) \
      \(item.name(in: say))</b><span>\(item.meaning(in: say))</span></li>
      """ as Markup
    }
    return "<ol class=\"steps\">\(items)</ol>"
  }

  func gateSection() -> Markup {
    guard let gate else { return "<p class=\"verdict open\">\(verdict)</p>" }
    let rows = gate.criteria.map { item in
      """
      <tr class="\(item.isMet ? "met" : "unmet")"><td>\(item.isMet ? "✓" : "✗")</td>\
      <th>\(item.title(in: say))</th><td>\(item.limitText(in: say))</td>\
      <td>\(item.foundText(in: say))</td>\
      <td>\(outlook.remedy(for: item, in: say))</td></tr>

      """ as Markup
    }
    let why = reason.map { "<p class=\"why\">\($0[say])</p>" as Markup } ?? ""
    return """
      <p class="verdict \(gate.isOpen ? "open" : "shut")">\(verdict)</p>
      <table><thead><tr><td></td><th>\(say("Criterion", "項目"))</th>\
      <th>\(say("Required", "基準"))</th><th>\(say("Found", "現状"))</th>\
      <th>\(say("What is missing", "必要なこと"))</th></tr></thead>
      <tbody>\(rows)</tbody></table>\(why)
      """
  }

  func limitSection() -> Markup {
    guard !limits.isEmpty else { return "" }
    let rows = limits.map { limit in
      """
      <tr class="\(limit.isCrossed ? "unmet" : "met")"><td>\(limit.isCrossed ? "✗" : "✓")</td>\
      <th>\(limit.title(in: say))</th><td>\(limit.text(limit.limit))</td>\
      <td>\(foundText(limit))</td></tr>

      """ as Markup
    }
    return """
      <h2>\(say("Limits for automatic fall-back", "自動で前の段階に戻る限度"))</h2>
      <table class="limits"><thead><tr><td></td><th>\(say("Limit on", "項目"))</th>\
      <th>\(say("At most", "上限"))</th><th>\(say("Now", "現状"))</th></tr></thead>
      <tbody>\(rows)</tbody></table>
      """
  }

  func foundText(_ limit: LimitReading) -> String {
    limit.found.map(limit.text) ?? say("too few yet", "件数不足")
  }

  func costSection() -> Markup {
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

  func historySection() -> Markup {
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

  func day(_ date: Date) -> String { utc(date).prefix(16).replacing("T", with: " ") + " UTC" }
}
