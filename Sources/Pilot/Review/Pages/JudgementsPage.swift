import Foundation
import Reporting

/// All judgements, for leads.
func judgementsPage(_ context: PageContext, _ judgements: [Judgement]) -> String {
  let language = context.language
  let rows = judgements.reversed().map { judgement -> Markup in
    """
    <tr><td><code>\(judgement.caseID)</code></td><td>\(judgement.turn.name(language))</td>\
    <td>\(judgement.reader)</td><td>\(judgement.decision.name(language))</td>\
    <td>\(judgement.reason)</td><td class="number">\(duration(judgement.seconds))</td>\
    <td>\(utc(judgement.judgedAt))</td></tr>

    """
  }
  return page(
    language("Judgements", "判定一覧"), context,
    """
    <p><a href="/judgements.csv" id="export">\(language("Save as CSV", "CSVで保存"))</a></p>
    <div class="scroll"><table><thead><tr><th>\(language("Case", "症例"))</th>\
    <th>\(language("Turn", "読影"))</th><th>\(language("Reader", "読影者"))</th>\
    <th>\(language("Judgement", "判定"))</th><th>\(language("Reason", "理由"))</th>\
    <th class="number">\(language("Time", "所要時間"))</th><th>UTC</th></tr></thead>
    <tbody>\(rows)</tbody></table></div>
    """)
}

/// All judgements as CSV (RFC 4180), without anything that tells who a patient is but what readers
/// wrote themselves.
///
/// A field that a spreadsheet would take for a formula gets an apostrophe in front.
func judgementsCSV(_ judgements: [Judgement]) -> String {
  let heading = "case,turn,reader,decision,reason,seconds,correction,judged_at"
  let lines = judgements.map { judgement in
    [
      judgement.caseID, judgement.turn.rawValue, judgement.reader, judgement.decision.rawValue,
      judgement.reason, String(format: "%.1f", judgement.seconds), judgement.correction ?? "",
      utc(judgement.judgedAt),
    ].map(csvField).joined(separator: ",")
  }
  return ([heading] + lines).map { $0 + "\r\n" }.joined()
}

private func csvField(_ text: String) -> String {
  var field = text
  if let first = field.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) {
    field = "'" + field
  }
  guard field.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
    return field
  }
  return "\"" + field.replacing("\"", with: "\"\"") + "\""
}
