import Foundation
import GRDB

/// What a model is for, as `model-card.json` beside its weights says.
///
/// ```json
/// { "name": "...", "version": "...", "intendedUse": "...", "licence": "...",
///   "anatomy": "inner ear", "modality": "MR", "contrast": "T2" }
/// ```
package struct ModelCard: Codable, Sendable, Hashable {
  /// The model's name.
  package var name: String
  /// Its version.
  package var version: String
  /// What it may be used for, in words.
  package var intendedUse: String
  /// The licence of the weights; weights without one are not used.
  package var licence: String
  /// "inner ear".
  package var anatomy: String
  /// "MR".
  package var modality: String
  /// "T2".
  package var contrast: String

  /// Checks at start that the model is made for what the pilot does, and notes which one runs.
  ///
  /// - Throws: ``PilotError`` that says what is missing or does not fit. The retrospective stage
  ///   runs without a card: the model's evidence is only being gathered.
  static func check(_ settings: PilotConfiguration, registry: Registry, modelHash: String) throws {
    let stage = try registry.stage()
    let file = URL(fileURLWithPath: settings.model, isDirectory: true)
      .appending(path: "model-card.json")
    let card: ModelCard?
    if let data = FileManager.default.contents(atPath: file.path) {
      do {
        card = try JSONDecoder().decode(ModelCard.self, from: data)
      } catch {
        throw PilotError(
          "model-card.json: expected name, version, intendedUse, licence, anatomy, modality and "
            + "contrast, found another form")
      }
    } else {
      card = nil
      guard stage == .retrospective else {
        throw PilotError(
          "model-card.json: expected one beside the model from the silent stage on, found none")
      }
    }
    if let card { try card.check() }
    let now = registry.now()
    try registry.database.write { db in
      try db.audit(
        AuditEntry(
          at: now, by: "gateway", action: "start", model: modelHash,
          change: [
            "model": card.map { "\($0.name) \($0.version)" } ?? "without a card",
            "stage": "\(stage.rawValue)",
          ]))
    }
  }

  private func check() throws {
    for (key, value, expected) in [
      ("modality", modality, "MR"), ("contrast", contrast, "T2"), ("anatomy", anatomy, "inner ear"),
    ] where value != expected {
      throw PilotError("model-card.json: \(key): expected \(expected), found \(value)")
    }
    for (key, value) in [("licence", licence), ("intendedUse", intendedUse)] where value.isEmpty {
      throw PilotError("model-card.json: \(key): expected words, found none")
    }
  }
}
