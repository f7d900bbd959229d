import Clinical
import Foundation
import Reporting

/// The cases that somebody may judge now, most urgent first, and why each stands where it does.
func worklistPage(_ context: PageContext, _ items: [WorklistItem]) -> String {
  let language = context.language
  let rows = items.map { item -> Markup in
    let urgency = item.urgency
    return """
      <tr><td><a class="case" href="/cases/\(item.case.id)">\(title(item.study, language))</a></td>\
      <td>\(item.study.patientID)</td><td>\(date(item.study.studyDate))</td>\
      <td>\(item.turn.name(language))</td>\
      <td class="number"><b>\(fixed(urgency.value, 2))</b></td>\
      <td class="number">\(fixed(urgency.attention, 2))</td>\
      <td class="number">\(fixed(urgency.days, 1))</td>\
      <td class="flags">\(flagNames(item.case, language))</td></tr>

      """
  }
  let table: Markup = """
    <div class="scroll"><table id="worklist"><thead><tr>\
    <th>\(language("Patient", "患者"))</th><th>ID</th>\
    <th>\(language("Study date", "検査日"))</th><th>\(language("Turn", "読影"))</th>\
    <th class="number">\(language("Urgency", "優先度"))</th>\
    <th class="number">\(language("Stands out", "要注意度"))</th>\
    <th class="number">\(language("Days waiting", "待機日数"))</th>\
    <th>\(language("What stands out", "注意項目"))</th></tr></thead>
    <tbody>\(rows)</tbody></table></div>
    """
  let rule = language(
    "Most urgent first. Urgency = what stands out (0 to 1) + 0.05 for each day of waiting "
      + "+ 1 where two readers differ.",
    "優先度の高い順に並んでいます。優先度=要注意度(0〜1)+待機1日につき0.05+判定が分かれた症例は1。")
  let keys: Markup = """
    <kbd>J</kbd> <kbd>K</kbd> \(language("choose", "選択")) · \
    <kbd>Enter</kbd> \(language("open", "開く"))
    """
  let count = language(
    items.count == 1 ? "1 case waits." : "\(items.count) cases wait.", "判定待ち \(items.count) 件")
  return page(
    language("Worklist", "作業リスト"), context,
    """
    <p id="count">\(count) \(items.isEmpty ? "" : keys)</p>
    \(items.isEmpty ? nothingWaits(language) : table)
    <p class="fine">\(rule)</p>
    """)
}

private func nothingWaits(_ language: PageLanguage) -> Markup {
  "<p>\(language("Nothing waits for you. Thank you.", "判定待ちの症例はありません。お疲れさまでした。"))</p>"
}

/// What stands out about a case, in words.
func flagNames(_ item: PilotCase, _ language: PageLanguage) -> String {
  (item.foundMeasures?.notices(language) ?? [])
    .joined(separator: language(", ", "、"))
}

/// What a case is called: the patient's name as DICOM writes it, or that there is none.
func title(_ study: Study, _ language: PageLanguage) -> String {
  let name = study.patientName.split(separator: "=").joined(separator: " ")
    .replacing("^", with: " ").trimmingCharacters(in: .whitespaces)
  return name.isEmpty ? language("No name", "名前なし") : name
}

/// A DICOM date as people write it.
func date(_ dicom: String) -> String {
  guard dicom.count == 8, dicom.allSatisfy(\.isNumber) else { return dicom }
  return "\(dicom.prefix(4))-\(dicom.dropFirst(4).prefix(2))-\(dicom.suffix(2))"
}
