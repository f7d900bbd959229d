package import Foundation
package import GRDB

/// What a stage has shown so far.
package struct StageEvidence: Codable, Sendable, Hashable {
  /// Cases that are done.
  package var done = 0
  /// Cases that failed.
  package var failed = 0
  /// Series that were refused.
  package var refused = 0
  /// Cases with a judgement.
  package var judged = 0
  /// Of those, cases that were corrected.
  package var corrected = 0
  /// Of those, cases that were rejected.
  package var rejected = 0
  /// Cases compared with somebody's contours.
  package var measured = 0
  /// The median over cases of the mean Dice over references, by structure.
  package var medianDice: [String: Double] = [:]
  /// The median over cases of the volume error's size as a share of the reference, by structure.
  package var medianVolumeError: [String: Double] = [:]
  /// Minutes that staff spent on judging.
  package var staffMinutes = 0.0
  /// Hours of computing.
  package var computeHours = 0.0

  /// The share of judged cases that were corrected or rejected; `nil` for none judged.
  package var editRate: Double? { share(corrected + rejected, of: judged) }
  /// The share of judged cases that were rejected; `nil` for none judged.
  package var rejectRate: Double? { share(rejected, of: judged) }
  /// The share of finished cases that failed; `nil` for none finished.
  package var failureRate: Double? { share(failed, of: done + failed) }

  private func share(_ part: Int, of whole: Int) -> Double? {
    whole > 0 ? Double(part) / Double(whole) : nil
  }
}

extension StageEvidence {
  /// What cases show that came in at a stage, since a date.
  ///
  /// Where a case has several judgements, the last turn counts: adjudication before second before
  /// first.
  package init(_ db: Database, stage: Stage, since date: Date?) throws {
    var request = PilotCase.filter(Column("stage") == stage.rawValue)
    if let date { request = request.filter(Column("receivedAt") >= date) }
    try self.init(db, cases: request.order(Column("receivedAt"), Column("id")).fetchAll(db))
  }

  init(_ db: Database, cases: [PilotCase]) throws {
    let ids = Set(cases.map(\.id))
    done = cases.count { $0.state == .done }
    failed = cases.count { $0.state == .failed }
    refused = cases.count { $0.state == .refused }
    computeHours = cases.reduce(0) { $0 + $1.computeSeconds } / 3600

    let judgements = try Judgement.fetchAll(db).filter { ids.contains($0.caseID) }
    staffMinutes = judgements.reduce(0) { $0 + $1.seconds } / 60
    for (_, turns) in Dictionary(grouping: judgements, by: \.caseID) {
      let order = Judgement.Turn.allCases
      let last = turns.max {
        (order.firstIndex(of: $0.turn) ?? 0) < (order.firstIndex(of: $1.turn) ?? 0)
      }
      judged += 1
      if last?.decision == .correct { corrected += 1 }
      if last?.decision == .reject { rejected += 1 }
    }

    let agreements = try Agreement.fetchAll(db).filter { ids.contains($0.caseID) }
    measured = Set(agreements.map(\.caseID)).count
    for (structure, rows) in Dictionary(grouping: agreements, by: \.structure) {
      let byCase = Dictionary(grouping: rows, by: \.caseID).values
      medianDice[structure] = median(byCase.map { mean($0.map(\.dice)) })
      let errors = byCase.compactMap { rows in
        let sizes = rows.compactMap(\.relativeVolumeError).map { abs($0) }
        return sizes.isEmpty ? nil : mean(sizes)
      }
      if !errors.isEmpty { medianVolumeError[structure] = median(errors) }
    }
  }
}

/// The mean of at least one value.
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// The median of at least one value; for an even number the mean of the middle two.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
