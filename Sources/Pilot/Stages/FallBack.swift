import Foundation
import GRDB

/// The first limit that the most recent cases of a stage cross, in words; `nil` for none.
func crossedLimit(_ db: Database, _ limits: FallBackLimits, stage: Stage) throws -> String? {
  let began = try Registry.stageBegan(db)?.changedAt ?? .distantPast
  let finished =
    try PilotCase
    .filter(Column("stage") == stage.rawValue && Column("receivedAt") >= began)
    .filter(["done", "failed"].contains(Column("state")))
    .order(Column("updatedAt").desc, Column("id")).limit(limits.window).fetchAll(db)
  if finished.count == limits.window {
    let evidence = try StageEvidence(db, cases: finished)
    if let rate = evidence.failureRate, rate > limits.failureRate {
      return "\(evidence.failed) of the last \(limits.window) cases failed"
    }
    if let shift = try volumeShift(db, of: finished), abs(shift) > limits.volumeShift {
      return "tumour volumes of the last \(limits.window) cases are shifted by "
        + String(format: "%.1f", shift) + " standard errors from those of the retrospective stage"
    }
  }
  let last = try Judgement.order(Column("judgedAt").desc, Column("id").desc)
    .filter(Column("judgedAt") >= began).filter(Column("turn") == "first")
    .limit(limits.window).fetchAll(db)
  guard last.count == limits.window else { return nil }
  let rejected = last.count { $0.decision == .reject }
  let edited = last.count { $0.decision != .accept }
  if Double(rejected) / Double(last.count) > limits.rejectRate {
    return "\(rejected) of the last \(limits.window) judgements were rejections"
  }
  if Double(edited) / Double(last.count) > limits.editRate {
    return "\(edited) of the last \(limits.window) judgements were corrections or rejections"
  }
  return nil
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
