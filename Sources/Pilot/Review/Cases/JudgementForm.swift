import Foundation

/// The form of a judgement, checked.
struct JudgementForm {
  let decision: Judgement.Decision
  let reason: String
  /// Seconds during which the browser showed the page, as it says.
  let visible: Double?
  /// The corrected label map, relative to the pilot's folder.
  let correction: String?
  private let structures: [Correction.StructureAgreement]

  /// - Throws: ``CorrectionError`` with a sentence for the reader where something is missing.
  init(
    _ fields: [String: String], of open: OpenCase, files: CaseFiles
  ) throws {
    guard let decision = fields["decision"].flatMap(Judgement.Decision.init(rawValue:)) else {
      throw CorrectionError(
        english: "Choose accept, correct or reject.", japanese: "承認・修正・却下を選択してください。")
    }
    self.decision = decision
    let code = fields["code"].flatMap(ReasonCode.init(rawValue:))
    let written = (fields["reason"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    let words = open.study.withoutPatient(String(written.prefix(500)))
    guard decision != .reject || (code != nil && (code != .other || !words.isEmpty)) else {
      throw CorrectionError(
        english: "Say why you reject it; with “other”, in words.",
        japanese: "却下の理由を選択してください(「その他」は内容も記入)。")
    }
    reason = [code?.rawValue, words.isEmpty ? nil : words].compactMap(\.self)
      .joined(separator: ": ")
    visible = fields["visible"].flatMap(Double.init).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    guard decision == .correct else {
      correction = nil
      structures = []
      return
    }
    var owner = open.account.name
    var digest = fields["correction"] ?? ""
    if open.turn == .adjudication,
      let adopted = fields["adopt"].flatMap(Judgement.Turn.init(rawValue:)),
      let theirs = open.readings.judgement(adopted),
      let path = theirs.correction
    {
      owner = theirs.reader
      digest = String(path.dropLast(".nii.gz".count).suffix(16))
    }
    guard digest.wholeMatch(of: /[0-9a-f]{16}/) != nil,
      let stored = try files.stored(digest, of: open.case.id, reader: owner)
    else {
      throw CorrectionError(
        english: "Choose the corrected label file first.",
        japanese: "先に修正したラベルファイルを選択してください。")
    }
    correction = files.correction(open.case.id, reader: owner, digest: digest)
    structures = stored.structures
  }

  /// How the proposal agrees with the correction, for the registry.
  func agreements(at date: Date, _ judgement: Judgement) -> [Agreement] {
    structures.map {
      Agreement(
        caseID: judgement.caseID, reference: judgement.reader, structure: $0.structure,
        dice: $0.dice, volume: $0.proposed, referenceVolume: $0.corrected, measuredAt: date)
    }
  }
}
