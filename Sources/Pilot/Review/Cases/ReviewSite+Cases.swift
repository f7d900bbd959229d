import Clinical
import FlyingFox
import Foundation
import GRDB
import Reporting
import Synchronization

/// A case as somebody may judge it now.
struct OpenCase: Sendable {
  let `case`: PilotCase
  let study: Study
  let readings: Readings
  let turn: Judgement.Turn
  let account: Account
}

extension ReviewSite {
  /// Everything below `/cases/ID`.
  func caseRoute(_ request: PageRequest, _ visitor: Visitor) async throws -> PageResponse {
    let account = try visitor.requireRole(.reader, .lead)
    let id = request.path[1]
    // Identifiers are hexadecimal: whatever else is asked for does not exist.
    guard id.wholeMatch(of: /[0-9a-f]{1,64}/) != nil, let found = try cases.find(id) else {
      throw PageRefusal.missing
    }
    let attention = found.case.attention ?? 0.5
    guard case .waits(let turn) = found.readings.state(cases.policy, attention: attention),
      found.readings.allows(account, turn: turn)
    else {
      throw PageRefusal(
        status: .conflict, english: "This case is judged, or not yours to judge.",
        japanese: "この症例は判定済みか、判定の対象ではありません。")
    }
    let open = OpenCase(
      case: found.case, study: found.study, readings: found.readings, turn: turn, account: account)
    switch (request.method, request.path.dropFirst(2).first, request.path.count) {
    case ("GET", nil, 2): return .text(try await show(open, visitor))
    case ("GET", "slices", 5), ("GET", "overlays", 5): return try await picture(request, open)
    case ("GET", "point", 3): return try await point(request, open)
    case ("GET", "scan.nii.gz", 3): return try download(cases.files.image(id))
    case ("GET", "labels.nii.gz", 3): return try download(cases.files.labels(id))
    case ("POST", "correction", 3): return try upload(request, open, visitor)
    case ("POST", "judgement", 3): return try await judge(request, open, visitor)
    default: throw PageRefusal.missing
    }
  }

  private func show(
    _ open: OpenCase, _ visitor: Visitor, complaint: String? = nil
  ) async throws -> String {
    let id = open.case.id
    let now = registry.now()
    sessions.withLock { $0.open(id, token: visitor.token, now: now) }
    if complaint == nil {
      try await registry.database.write { db in
        try db.audit(
          AuditEntry(
            at: now, by: open.account.name, action: "open case", caseID: id,
            model: open.case.modelHash))
      }
    }
    let list = try cases.worklist(for: open.account).map(\.case.id)
    let after = list.firstIndex(of: id).map { list[($0 + 1)...].first ?? list.first }
    let next = after.flatMap(\.self).flatMap { $0 == id ? nil : "/cases/\($0)" }
    return casePage(
      visitor.context,
      CaseView(
        case: open.case, study: open.study, turn: open.turn,
        disputed: open.turn == .adjudication ? open.readings.judgements : [],
        stacks: try await images.stacks(
          image: cases.files.image(id), labels: cases.files.labels(id)),
        viewer: options.viewerLink(open.study), next: next, complaint: complaint))
  }

  private func download(_ file: URL) throws -> PageResponse {
    .download(
      try Data(contentsOf: file), type: "application/gzip", name: file.lastPathComponent)
  }

  private func upload(
    _ request: PageRequest, _ open: OpenCase, _ visitor: Visitor
  ) throws -> PageResponse {
    guard request.contentType == "application/octet-stream" else {
      throw PageRefusal(
        status: .unsupportedMediaType, english: "Expected a NIfTI file.",
        japanese: "NIfTIファイルが必要です。")
    }
    let language = visitor.language
    do {
      let correction = try cases.files.store(
        request.body, of: open.case.id, reader: open.account.name)
      let changes = correction.structures.map { structure in
        "\(structure.structure) \(fixed(structure.proposed, 0)) → "
          + "\(fixed(structure.corrected, 0)) mm³, Dice \(fixed(structure.dice, 3))"
      }
      return try .json(
        UploadAnswer(
          message: language("Fits: ", "確認済み:") + changes.joined(separator: "; "),
          digest: correction.digest), status: .ok)
    } catch let error as CorrectionError {
      return try .json(
        UploadAnswer(message: language(error.english, error.japanese), digest: nil),
        status: .unprocessableContent)
    }
  }

  /// What the script shows after an upload.
  private struct UploadAnswer: Encodable {
    let message: String
    let digest: String?
  }

  private func judge(
    _ request: PageRequest, _ open: OpenCase, _ visitor: Visitor
  ) async throws -> PageResponse {
    guard request.form["turn"] == open.turn.rawValue else { throw PageRefusal.stale }
    let now = registry.now()
    let form: JudgementForm
    do {
      form = try JudgementForm(
        request.form, of: open, files: cases.files)
    } catch let error as CorrectionError {
      let text = visitor.language(error.english, error.japanese)
      return .text(
        try await show(open, visitor, complaint: text), status: .unprocessableContent)
    }
    let elapsed = sessions.withLock { $0.close(open.case.id, token: visitor.token, now: now) }
    guard let elapsed else { throw PageRefusal.stale }
    let judgement = Judgement(
      caseID: open.case.id, reader: open.account.name, turn: open.turn, decision: form.decision,
      reason: form.reason, seconds: min(form.visible ?? elapsed, elapsed),
      correction: form.correction, judgedAt: now)
    do {
      try cases.record(judgement, agreements: form.agreements(at: now, judgement), of: open.case)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw PageRefusal(
        status: .conflict, english: "Somebody else judged this case in the meantime.",
        japanese: "他の読影者がこの症例を先に判定しました。")
    }
    try registry.flushAudit()
    let next = try cases.worklist(for: open.account).first?.case.id
    return .redirect(next.map { "/cases/\($0)" } ?? "/worklist")
  }
}
