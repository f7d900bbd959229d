import Clinical
import DataSets

/// A table with a line a lesion, and below each the reasons for its answer.
func followUpText(_ patients: [PatientFollowUp]) -> String {
  let width = max(patients.map(\.patient.count).max() ?? 0, 7) + 2
  var lines = [
    pad("patient", width) + pad("lesion", 10) + pad("visits", 8) + pad("from", 12) + pad("to", 12)
      + pad("mm3", 16) + pad("change", 9) + pad("95 %", 17) + pad("20 %", 6) + pad("2 mm", 6)
      + "answer"
  ]
  for patient in patients {
    for lesion in patient.lesions {
      let a = lesion.assessment
      let first = a.baseline.map { a.readings[$0] } ?? a.readings.first
      let last = a.readings.last
      let volumes = [first, last].compactMap { $0.map { decimals($0.volume, 0) } }
      let interval = a.change.map { "\(percent($0.low)) to \(percent($0.high))" } ?? "-"
      lines.append(
        pad(patient.patient, width)
          + pad("\(lesion.number) \(lesion.isRightSided ? "right" : "left")", 10)
          + pad(String(a.readings.count), 8) + pad(first?.date.description ?? "-", 12)
          + pad(last?.date.description ?? "-", 12)
          + pad(volumes.joined(separator: " > "), 16)
          + pad(a.change.map { percent($0.value) } ?? "-", 9) + pad(interval, 17)
          + pad(yesNo(a.meetsTwentyPercent), 6) + pad(yesNo(a.meetsTwoMillimetres), 6)
          + a.answer.rawValue)
      lines += a.reasons.map { "    \($0.english)" }
    }
    if patient.lesions.isEmpty { lines.append(pad(patient.patient, width) + "no lesion") }
    let said = Set(patient.lesions.flatMap(\.assessment.reasons))
    lines += patient.notes.filter { !said.contains($0) }.map { "    \($0.english)" }
  }
  lines.append("Research use only. Not a medical device.")
  return lines.joined(separator: "\n")
}

/// A row a lesion, for spreadsheets and programs.
func followUpCSV(_ patients: [PatientFollowUp]) -> String {
  let header = [
    "patient", "lesion", "side", "readings", "baseline_date", "last_date", "baseline_mm3",
    "last_mm3", "change", "change_low", "change_high", "limit_of_change", "doubling_years",
    "doubling_low", "doubling_high", "diameter_change_mm", "meets_20_percent", "meets_2_mm",
    "transient_enlargement", "answer", "reasons",
  ]
  let rows = patients.flatMap { patient in
    patient.lesions.map { lesion -> [String] in
      let a = lesion.assessment
      let first = a.baseline.map { a.readings[$0] }
      let number = { (value: Double?, digits: Int) in value.map { decimals($0, digits) } ?? "" }
      let flag = { (value: Bool?) in value.map { $0 ? "true" : "false" } ?? "" }
      return [
        patient.patient, String(lesion.number), lesion.isRightSided ? "right" : "left",
        String(a.readings.count), first?.date.description ?? "",
        a.readings.last?.date.description ?? "", number(first?.volume, 1),
        number(a.readings.last?.volume, 1), number(a.change?.value, 4),
        number(a.change?.low, 4), number(a.change?.high, 4), number(a.limitOfChange, 4),
        number(a.doublingTime?.years, 3), number(a.doublingTime?.low, 3),
        number(a.doublingTime?.high, 3), number(a.diameterChange, 2),
        flag(a.meetsTwentyPercent), flag(a.meetsTwoMillimetres), flag(a.isTransientEnlargement),
        a.answer.rawValue, a.reasons.map(\.code).joined(separator: ";"),
      ]
    }
  }
  return CSV.text([header] + rows)
}

private func percent(_ change: Double) -> String {
  let text = decimals(100 * change, 0)
  return text == "-0" ? "0 %" : (change > 0 && text != "0" ? "+" : "") + text + " %"
}

private func yesNo(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "-" }
