import Clinical
import Foundation
import Reporting

/// All judgements, for leads: figures on top, then each, the latest first.
func judgementsPage(_ context: PageContext, _ judgements: [Judgement]) -> String {
  let language = context.language
  let rows = judgements.reversed().map { judgement -> Markup in
    """
    <tr><td><code>\(String(judgement.caseID.prefix(8)))</code></td>\
    <td>\(judgement.turn.name(language))</td>\
    <td>\(judgement.reader)</td><td>\(judgement.decision.name(language))</td>\
    <td>\(reasonText(judgement.reason, language))</td>\
    <td class="number">\(duration(judgement.seconds))</td>\
    <td>\(String(utc(judgement.judgedAt).prefix(16).replacing("T", with: " ")))</td></tr>

    """
  }
  return page(
    language("Judgements", "判定一覧"), context,
    """
    \(tiles(JudgementSummary(judgements), language))
    <p>\(language("Save all as", "全件を保存:")) \
    <a href="/judgements.csv" id="export">CSV</a> · \
    <a href="/judgements.json" id="export-json">JSON</a></p>
    <div class="scroll"><table id="all"><thead><tr><th>\(language("Case", "症例"))</th>\
    <th>\(language("Turn", "読影"))</th><th>\(language("Reader", "読影者"))</th>\
    <th>\(language("Judgement", "判定"))</th><th>\(language("Reason", "理由"))</th>\
    <th class="number">\(language("Time", "所要時間"))</th><th>UTC</th></tr></thead>
    <tbody>\(rows)</tbody></table></div>
    """)
}

private func tiles(_ summary: JudgementSummary, _ language: PageLanguage) -> Markup {
  var figures: [(value: String, name: String)] = Judgement.Decision.allCases.map {
    (String(summary.outcomes[$0] ?? 0), $0.name(language))
  }
  figures.append((String(summary.cases), language("cases judged", "判定済み症例")))
  figures.append((summary.medianSeconds.map(duration) ?? "–", language("median time", "所要時間の中央値")))
  figures.append((fixed(summary.minutes, 0), language("staff minutes", "職員の時間(分)")))
  figures.append(
    (
      "\(summary.agreeing) / \(summary.readTwice)",
      language("second readers agree", "二次読影との一致")
    ))
  let items = figures.map { "<div><b>\($0.value)</b><span>\($0.name)</span></div>" as Markup }
  return "<div class=\"tiles\">\(items)</div>"
}

/// What all judgements come to.
struct JudgementSummary: Hashable, Sendable {
  /// How the judged cases ended: the last turn of each counts.
  private(set) var outcomes: [Judgement.Decision: Int] = [:]
  /// The cases that somebody judged.
  let cases: Int
  /// The median time of one judgement in seconds; `nil` for none.
  let medianSeconds: Double?
  /// The time of all judgements in minutes.
  let minutes: Double
  /// The cases that a second reader judged, and those where both decided the same.
  let readTwice: Int
  private(set) var agreeing = 0

  init(_ judgements: [Judgement]) {
    let byCase = Dictionary(grouping: judgements, by: \.caseID)
    cases = byCase.count
    medianSeconds = judgements.isEmpty ? nil : median(judgements.map(\.seconds))
    minutes = judgements.reduce(0) { $0 + $1.seconds } / 60
    let readings = byCase.values.map { Readings($0) }
    readTwice = readings.count { $0.judgement(.second) != nil }
    for reading in readings {
      let last = Judgement.Turn.allCases.reversed().lazy.compactMap(reading.judgement).first
      if let last { outcomes[last.decision, default: 0] += 1 }
      if let second = reading.judgement(.second),
        second.decision == reading.judgement(.first)?.decision
      {
        agreeing += 1
      }
    }
  }
}
