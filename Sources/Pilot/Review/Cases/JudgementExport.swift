import Evaluation
import Foundation
import GRDB

/// All judgements with what was judged, for others to count: nothing of a patient is in it, as far as
/// ``Study/withoutPatient(_:)`` finds it in readers' own words.
struct JudgementExport: Encodable, Sendable {
  /// One judgement.
  struct Entry: Encodable, Sendable {
    let judgement: Judgement
    /// SHA-256 of the model that made the result.
    let model: String
    /// The pilot's stage when the case came in.
    let stage: Int
    /// How the result agrees with the reader's correction; empty where there is none.
    let structures: [Agreement]

    private enum Key: String, CodingKey {
      case id = "case"
      case model, stage, turn, reader, decision, reason, seconds, correction, judgedAt, structures
    }

    private struct Structure: Encodable {
      let structure: String
      let dice: Double
      let volume: Double
      let correctedVolume: Double
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(judgement.caseID, forKey: .id)
      try container.encode(model, forKey: .model)
      try container.encode(stage, forKey: .stage)
      try container.encode(judgement.turn, forKey: .turn)
      try container.encode(judgement.reader, forKey: .reader)
      try container.encode(judgement.decision, forKey: .decision)
      try container.encode(judgement.reason, forKey: .reason)
      try container.encode(judgement.seconds, forKey: .seconds)
      try container.encodeIfPresent(judgement.correction, forKey: .correction)
      try container.encode(utc(judgement.judgedAt), forKey: .judgedAt)
      let rows = structures.map {
        Structure(
          structure: $0.structure, dice: $0.dice, volume: $0.volume,
          correctedVolume: $0.referenceVolume)
      }
      try container.encode(rows, forKey: .structures)
    }
  }

  let researchUseOnly = true
  /// When it was made, UTC.
  let exportedAt: String
  /// In the order they were made.
  let judgements: [Entry]
}

extension ReviewCases {
  /// All judgements with what was judged.
  func export() throws -> JudgementExport {
    let entries = try registry.database.read { db in
      let cases = Dictionary(
        uniqueKeysWithValues: try PilotCase.fetchAll(db).map { ($0.id, $0) })
      let agreements = Dictionary(
        grouping: try Agreement.order(Column("structure")).fetchAll(db)
      ) { [$0.caseID, $0.reference] }
      return try Judgement.order(Column("id")).fetchAll(db).compactMap { judgement in
        cases[judgement.caseID].map { item in
          JudgementExport.Entry(
            judgement: judgement, model: item.modelHash, stage: item.stage.rawValue,
            structures: judgement.decision == .correct
              ? agreements[[judgement.caseID, judgement.reader]] ?? [] : [])
        }
      }
    }
    return JudgementExport(exportedAt: utc(registry.now()), judgements: entries)
  }
}

extension JudgementExport {
  /// As CSV (RFC 4180): one line a judgement.
  ///
  /// A field that a spreadsheet would take for a formula gets an apostrophe in front.
  var csv: String {
    let heading =
      "case,turn,reader,decision,reason,seconds,correction,judged_at,stage,model,tumour_dice"
    let lines = judgements.map { entry in
      let judgement = entry.judgement
      let tumour = entry.structures.first { $0.structure == "VS" }
      return [
        judgement.caseID, judgement.turn.rawValue, judgement.reader, judgement.decision.rawValue,
        judgement.reason, String(format: "%.1f", judgement.seconds), judgement.correction ?? "",
        utc(judgement.judgedAt), String(entry.stage), entry.model,
        tumour.map { String(format: "%.4f", $0.dice) } ?? "",
      ].map(safeField).joined(separator: ",")
    }
    return ([heading] + lines).map { $0 + "\r\n" }.joined()
  }
}

/// A field that a spreadsheet takes for no formula.
private func safeField(_ text: String) -> String {
  let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
  return csvField(isFormula ? "'" + text : text)
}
