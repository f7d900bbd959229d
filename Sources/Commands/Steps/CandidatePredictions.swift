import DataSets
import Evaluation
import Foundation
import Imaging
import NIfTI

/// One candidate of a selection: a folder of judged predictions.
struct CandidatePredictions {
  let name: String
  let folder: String
  let quality: PredictionQuality

  /// A candidate from FOLDER or NAME=FOLDER; the name of a folder is its recipe's.
  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    let isNamed = parts.count == 2 && !isFolder(fileURL(text))
    folder = isNamed ? parts[1] : text
    quality = try readQuality(folder)
    name = isNamed ? parts[0] : quality.recipe
    guard !quality.cases.isEmpty else {
      throw CommandError("\(folder)/quality.json: expected cases, found none")
    }
  }

  static func requireSameCases(_ pool: [CandidatePredictions]) throws {
    guard let first = pool.first else { throw CommandError("expected candidates, found none") }
    for other in pool.dropFirst() {
      guard other.quality.cases.map(\.name) == first.quality.cases.map(\.name),
        other.quality.edition == first.quality.edition
      else {
        throw CommandError(
          "\(other.folder): expected the cases and edition of \(first.folder), found others; "
            + "predict the same scans")
      }
    }
  }

  /// By candidate the mean Dice of tumour and cochleas with every other one over all cases; empty for one
  /// candidate.
  ///
  /// A pair without a structure counts 0.
  static func agreement(_ pool: [CandidatePredictions]) throws -> [String: Double] {
    guard pool.count > 1 else { return [:] }
    var sums: [String: Double] = [:]
    let structures = try edition(of: pool[0].quality, in: pool[0].folder).structures
      .filter { ["VS", "cochlea"].contains($0.name) }
    let files = try pool.map { try labelFiles(in: fileURL($0.folder)) }
    for judged in pool[0].quality.cases {
      let maps = try zip(pool, files).map { candidate, files in
        guard let file = files[judged.name] else {
          throw CommandError("\(candidate.folder): expected a prediction of \(judged.name)")
        }
        return try readNIfTILabels(file.path).labels
      }
      for structure in structures {
        let masks = maps.map { $0.mask(of: structure.labels) }
        for i in masks.indices {
          for j in 0..<i {
            let dice = try diceScore(masks[i], masks[j]) ?? 0
            sums[pool[i].name, default: 0] += dice
            sums[pool[j].name, default: 0] += dice
          }
        }
      }
    }
    let pairs = Double(structures.count * pool[0].quality.cases.count * (pool.count - 1))
    return sums.mapValues { $0 / pairs }
  }
}

/// The log of everything that was tried: a JSON object a line.
struct SelectionLog {
  let file: URL

  /// One candidate of one selection.
  struct Line: Codable {
    /// When, in UTC.
    var time: String
    var candidate: String
    var recipe: String
    /// The hash of the candidate's weights.
    var model: String
    var cases: Int
    var criteria: ModelSelection.Criteria
    var meanRank: Double
    var isChosen: Bool
  }

  /// Appends a line for each candidate, best first; what is there stays.
  func append(_ selection: ModelSelection, of pool: [CandidatePredictions]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let time = Date.now.ISO8601Format()
    var text = (try? Data(contentsOf: file)) ?? Data()
    for (place, candidate) in selection.candidates.enumerated() {
      guard let own = pool.first(where: { $0.name == candidate.name }) else { continue }
      text += try encoder.encode(
        Line(
          time: time, candidate: candidate.name, recipe: own.quality.recipe,
          model: own.quality.model, cases: own.quality.cases.count, criteria: candidate.criteria,
          meanRank: candidate.meanRank, isChosen: place == 0))
      text += Data("\n".utf8)
    }
    try text.write(to: file, options: .atomic)
  }
}
