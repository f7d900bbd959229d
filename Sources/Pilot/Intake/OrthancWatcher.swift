import DICOM
import Foundation

/// Reads Orthanc's changes and notes the studies whose MR series are all complete.
///
/// The number of the last change that was dealt with is kept in the registry and moves in the same
/// transaction as what was noted: after a restart nothing is missed, and nothing noted twice.
struct OrthancWatcher: Sendable {
  let client: OrthancClient
  let rules: SeriesRules
  let registry: Registry
  let modelHash: String
  let log: EventLog

  private static let cursor = "orthanc changes"

  /// Deals with all changes that there are.
  ///
  /// - Throws: ``PilotError`` where Orthanc does not answer; the next call goes on from there.
  func look() async throws {
    while true {
      let last = try registry.cursor(Self.cursor) ?? 0
      let changes = try await client.changes(since: last)
      for change in changes.changes where change.changeType == "StableSeries" {
        try await seriesIsStable(change)
      }
      if changes.last > last { try registry.setCursor(Self.cursor, to: changes.last) }
      if changes.done { return }
    }
  }

  private func seriesIsStable(_ change: OrthancClient.Change) async throws {
    guard let series = try await client.series(change.id), series.isMR else { return }
    let study = try await client.series(ofStudy: series.parentStudy).filter(\.isMR)
    // The change of the last series that becomes stable comes here once more.
    guard study.allSatisfy(\.isStable) else { return }
    var candidates: [CandidateSeries] = []
    for item in study {
      if let candidate = try await candidate(item) { candidates.append(candidate) }
    }
    let new = try registry.receive(
      rules.arriving(candidates, at: registry.now()), modelHash: modelHash,
      cursor: (Self.cursor, change.seq))
    for item in new {
      log.write(.info, "series received", caseID: item.id, state: item.state, reason: item.reason)
    }
  }

  private func candidate(_ series: OrthancClient.Series) async throws -> CandidateSeries? {
    guard let instance = series.instances.first, let data = try await client.file(instance) else {
      return nil
    }
    let header = try withTemporaryFile(data) { try? readImageHeader($0.path) }
    guard let header else { return nil }
    return CandidateSeries(
      header: header, slices: series.instances.count * header.frames,
      source: "orthanc:\(series.id)")
  }
}

extension OrthancClient.Series {
  fileprivate var isMR: Bool { mainTags["Modality"] == "MR" }
}

extension SeriesRules {
  /// What the registry is told about a study: the chosen series, and each MR series that is refused.
  ///
  /// Other series, such as results that come back, are none of its business.
  func arriving(_ study: [CandidateSeries], at date: Date) -> [ArrivingSeries] {
    let (chosen, refused) = choose(from: study.filter { $0.header.modality == "MR" })
    let all: [(CandidateSeries, String?)] =
      (chosen.map { [($0, nil)] } ?? []) + refused.map { ($0.series, $0.reason) }
    return all.map { series, refusal in
      ArrivingSeries(
        study: Study(series.header, receivedAt: date), seriesUID: series.header.seriesUID,
        source: series.source, slices: series.slices, refusal: refusal)
    }
  }
}
