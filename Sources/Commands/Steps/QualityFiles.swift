import DataSets
import Evaluation
import Foundation

/// The `quality.json` of a folder of predictions.
///
/// - Throws: `CommandError` where there is none, or it is damaged.
func readQuality(_ folder: String) throws -> PredictionQuality {
  let file = fileURL(folder).appending(path: "quality.json")
  guard let data = try? Data(contentsOf: file) else {
    throw CommandError("\(file.path): expected what predict --quality writes, found none")
  }
  do {
    return try JSONDecoder().decode(PredictionQuality.self, from: data)
  } catch {
    throw CommandError("\(file.path): expected what predict --quality writes, found: \(error)")
  }
}

/// The edition of predictions, which gives their labels a meaning.
func edition(of quality: PredictionQuality, in folder: String) throws -> Edition {
  guard let edition = Edition(rawValue: quality.edition) else {
    throw CommandError("\(folder): expected a known edition, found \(quality.edition)")
  }
  return edition
}

/// Scores of tumour and cochlea by case, for judged predictions.
func scoresByCase(
  _ quality: PredictionQuality, predictions: String, truth: String
) throws -> [String: [CaseScore]] {
  let table = try scoreFolder(
    predictions: fileURL(predictions), reference: fileURL(truth),
    edition: edition(of: quality, in: predictions), only: Set(quality.cases.map(\.name)))
  return Dictionary(
    grouping: table.rows.filter { ["VS", "cochlea"].contains($0.structure) }, by: \.case)
}
