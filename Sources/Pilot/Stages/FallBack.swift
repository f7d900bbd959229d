import Clinical
import Foundation
import GRDB

/// One of the limits that make an assisted or routine pilot fall back, and where it stands.
struct LimitReading: Hashable, Sendable {
  /// What is looked at.
  enum Subject: Hashable, Sendable, CaseIterable {
    /// The share of the most recent finished cases that failed.
    case failures
    /// The shift of their tumours' volumes, in standard errors.
    case volumeShift
    /// The share of the most recent first judgements that were rejections.
    case rejections
    /// The share that were corrections or rejections.
    case edits
  }

  let subject: Subject
  /// `nil` where there are too few cases or judgements to say.
  let found: Double?
  let limit: Double
  /// How many cases or judgements are looked at.
  let window: Int

  /// Whether the pilot falls back; what is not known does not make it.
  var isCrossed: Bool { found.map { abs($0) > limit } ?? false }

  /// Why the pilot falls back.
  var reason: BilingualText {
    let found = found ?? 0
    let count = Int((found * Double(window)).rounded())
    switch subject {
    case .failures:
      return BilingualText(
        "\(count) of the last \(window) cases failed", "直近\(window)例中\(count)例の処理が失敗")
    case .volumeShift:
      let shift = String(format: "%.1f", found)
      return BilingualText(
        "tumour volumes of the last \(window) cases are shifted by \(shift) standard errors from "
          + "those of the retrospective stage",
        "直近\(window)例の腫瘍体積が段階1から標準誤差の\(shift)倍ずれている")
    case .rejections:
      return BilingualText(
        "\(count) of the last \(window) judgements were rejections",
        "直近\(window)件の判定中\(count)件が却下")
    case .edits:
      return BilingualText(
        "\(count) of the last \(window) judgements were corrections or rejections",
        "直近\(window)件の判定中\(count)件が修正または却下")
    }
  }
}

/// Where each limit of a stage stands, over the most recent cases and judgements since it began.
func limitReadings(
  _ db: Database, _ limits: FallBackLimits, stage: Stage
) throws -> [LimitReading] {
  let began = try Registry.stageBegan(db)?.changedAt ?? .distantPast
  let finished =
    try PilotCase
    .filter(Column("stage") == stage.rawValue && Column("receivedAt") >= began)
    .filter(["done", "failed"].contains(Column("state")))
    .order(Column("updatedAt").desc, Column("id")).limit(limits.window).fetchAll(db)
  let judged = try Judgement.order(Column("judgedAt").desc, Column("id").desc)
    .filter(Column("judgedAt") >= began).filter(Column("turn") == "first")
    .limit(limits.window).fetchAll(db)
  let hasCases = finished.count == limits.window
  func share(_ count: Int) -> Double? {
    judged.count == limits.window ? Double(count) / Double(judged.count) : nil
  }
  let found: [(LimitReading.Subject, Double?, Double)] = [
    (
      .failures, hasCases ? try StageEvidence(db, cases: finished).failureRate : nil,
      limits.failureRate
    ),
    (.volumeShift, hasCases ? try volumeShift(db, of: finished) : nil, limits.volumeShift),
    (.rejections, share(judged.count { $0.decision == .reject }), limits.rejectRate),
    (.edits, share(judged.count { $0.decision != .accept }), limits.editRate),
  ]
  return found.map {
    LimitReading(subject: $0.0, found: $0.1, limit: $0.2, window: limits.window)
  }
}

/// How far the mean logarithm of tumour volumes lies from that of the retrospective stage, in
/// standard errors of the difference (Welch).
///
/// - Returns: `nil` where either side has fewer than ten tumours, or no spread.
private func volumeShift(_ db: Database, of recent: [PilotCase]) throws -> Double? {
  let accepted =
    try PilotCase
    .filter(Column("stage") == Stage.retrospective.rawValue && Column("state") == "done")
    .fetchAll(db)
  let (a, b) = (logVolumes(accepted), logVolumes(recent))
  guard a.count >= 10, b.count >= 10 else { return nil }
  func variance(_ values: [Double]) -> Double {
    let centre = mean(values)
    return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
  }
  let error = (variance(a) / Double(a.count) + variance(b) / Double(b.count)).squareRoot()
  return error > 0 ? (mean(b) - mean(a)) / error : nil
}

private func logVolumes(_ cases: [PilotCase]) -> [Double] {
  cases.compactMap { item in
    guard let json = item.measures,
      let measures = try? JSONDecoder().decode(CaseMeasures.self, from: Data(json.utf8)),
      let volume = measures.volumes["VS"], volume > 0
    else { return nil }
    return log(volume)
  }
}
