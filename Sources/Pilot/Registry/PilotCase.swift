package import Foundation
import GRDB

/// One series to be segmented by one model: the unit of the queue, the worklist and the gates.
///
/// The identifier follows from the series and the model, so the same series twice is one case, and
/// a new model is a new case.
package struct PilotCase: Codable, Sendable, Hashable, Identifiable {
  /// What ``caseIdentifier(seriesUID:modelHash:)`` makes of series and model.
  ///
  /// No patient can be told from it: logs use it.
  package let id: String
  /// The study the series belongs to: ``Study/uid``.
  package var studyUID: String
  /// Series Instance UID.
  package var seriesUID: String
  /// SHA-256 of the model folder, in hex: ``modelHash(of:)``.
  package var modelHash: String
  /// Where the series is fetched from: `folder:PATH` or `orthanc:IDENTIFIER`.
  package var source: String
  /// The slices that the series had when it was last looked at.
  package var slices = 0
  /// The pilot's stage when the case came in, from 1 to 4.
  package var stage: Stage
  /// Where it stands.
  package var state: CaseState = .received
  /// Why it was refused or failed, or why the last attempt did not succeed; one sentence for staff,
  /// without anything of the patient.
  package var reason: String?
  /// Attempts that ended in an error.
  package var attempts = 0
  /// How often a worker took the case since its state last changed; workers that die are counted.
  package var claims = 0
  /// The case rests until then.
  package var nextAttemptAt: Date?
  /// Which worker holds it.
  package var leaseOwner: String?
  /// What that worker shows when it writes; another one that took the case has another token.
  package var leaseToken: String?
  /// Until when the worker holds it.
  package var leaseUntil: Date?
  /// When it was first seen.
  package var receivedAt: Date
  /// When anything last changed.
  package var updatedAt: Date
  /// How much it needs a human, from 0 (nothing stands out) to 1 (look first); the worklist's order.
  package var attention: Double?
  /// What the measuring step wrote, as JSON: ``CaseMeasures``.
  package var measures: String?
  /// Seconds of computing over all steps and attempts that ended.
  package var computeSeconds: Double = 0
}

extension PilotCase: FetchableRecord, PersistableRecord {
  package static let databaseTableName = "pilotCase"
}

extension PilotCase {
  /// A case that was just seen.
  package init(
    study: String, series: String, modelHash: String, source: String, stage: Stage, at date: Date
  ) {
    self.init(
      id: caseIdentifier(seriesUID: series, modelHash: modelHash), studyUID: study,
      seriesUID: series, modelHash: modelHash, source: source, stage: stage, receivedAt: date,
      updatedAt: date)
  }

  /// Whether readers see the result: in the silent stage it is stored and not shown.
  package var isShown: Bool { state == .done && stage != .silent }
}

/// What identifies the segmentation of a series by a model: 32 hex digits of a SHA-256.
package func caseIdentifier(seriesUID: String, modelHash: String) -> String {
  String(sha256("\(seriesUID)\n\(modelHash)").prefix(32))
}
