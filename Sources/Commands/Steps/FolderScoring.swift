package import DataSets
package import Evaluation
package import Foundation
import Imaging

/// Which structures are scored, and what the labels in the files mean.
enum ScoredLabels {
  /// An edition's structures; where the reference is of another edition, the whole tumour and the
  /// cochlea, which every edition has.
  case edition(Edition, reference: Edition)
  /// Label values, each on its own; `nil` takes those that occur.
  case values([Int]?)
}

/// The scores of one or more cases and all that outputs need besides.
struct ScoredCases {
  var table = ScoreTable()
  /// The label values of each structure.
  var labels: [String: [Int]] = [:]
  /// The boundary ASSD in mm by case, where both tumour parts have labels of their own.
  var boundaries: [String: Double?]?
  /// The prediction and the reference file of each case.
  var files: [String: (prediction: String, reference: String)] = [:]
  /// What was doubtful, one sentence each.
  var warnings: [String] = []

  /// Scores one case; a missing prediction is scored as a failure.
  mutating func add(
    case name: String, prediction: URL?, reference: URL, scored: ScoredLabels,
    definitions: MetricDefinitions
  ) throws {
    files[name] = (prediction?.lastPathComponent ?? "", reference.lastPathComponent)
    let pair: LabelPair
    let structures: [ScoredStructure]
    switch scored {
    case .edition(let edition, let truth):
      let isMixed = truth.labelMapping != edition.labelMapping
      var expected = try checkedLabels(reference, edition: truth)
      var predicted = try prediction.map { try checkedLabels($0, edition: edition) }
      if isMixed {
        expected = truth.undivided(expected)
        predicted = predicted.map(edition.undivided)
      }
      pair = LabelPair(prediction: predicted, reference: expected, codes: [:])
      let all = (isMixed ? Edition.crossmoda2022 : edition).structures
      structures = all.map { ScoredStructure(name: $0.name, labels: $0.labels) }
      for structure in all { labels[structure.name] = structure.labels.sorted().map(Int.init) }
      if edition == .crossmoda2023, !isMixed {
        let distance = try boundary(predicted, expected, definitions)
        boundaries = boundaries ?? [:]
        boundaries?[name] = .some(distance)
      }
    case .values(let chosen):
      pair = try LabelPair(prediction: prediction, reference: reference)
      let values = chosen ?? pair.values
      if values.isEmpty { warnings.append("\(name): no label occurs, so nothing is scored") }
      structures = values.map { value in
        ScoredStructure(name: "\(value)", labels: pair.codes[value].map { [$0] } ?? [])
      }
      for value in values { labels["\(value)"] = [value] }
    }
    table.rows += try score(
      prediction: pair.prediction, reference: pair.reference, case: name,
      site: siteName(of: name), structures: structures, definitions: definitions)
  }

  /// The boundary ASSD of the two tumour parts of 2023; a missing prediction has no interface.
  private func boundary(
    _ prediction: LabelMap?, _ reference: LabelMap, _ definitions: MetricDefinitions
  ) throws -> Double? {
    let predicted = prediction ?? LabelMap(grid: reference.grid, filledWith: 0)
    return try boundaryDistances(
      prediction: predicted, reference: reference, parts: ([1], [2]),
      connectivity: definitions.connectivity, spacing: definitions.spacing(of: reference.grid)
    ).average(definitions.assd, penalty: definitions.emptyPolicy.penaltyDistance)
  }
}

/// Scores every reference of a folder; one without a prediction is scored as a failure.
///
/// - Parameters:
///   - only: the case names to score; `nil` for every reference in the folder.
///   - failsOnMissing: whether a missing prediction ends the run instead.
/// - Throws: `CommandError` for an empty folder, labels outside the edition or two files of one case;
///   `GridMismatch` when a prediction lies on another grid.
func scoreFolders(
  predictions: URL, reference: URL, scored: ScoredLabels, definitions: MetricDefinitions,
  only: Set<String>? = nil, failsOnMissing: Bool = false
) throws -> ScoredCases {
  let references = try labelFiles(in: reference).filter { only?.contains($0.key) ?? true }
  guard !references.isEmpty else {
    throw CommandError("\(reference.path): expected true label maps, found none to score")
  }
  let predicted = try labelFiles(in: predictions)
  let missing = references.keys.filter { predicted[$0] == nil }.sorted()
  if failsOnMissing, let first = missing.first {
    throw CommandError(
      "\(predictions.path): expected a prediction of each of \(references.count) cases, found none "
        + "of \(first)" + (missing.count > 1 ? " and \(missing.count - 1) more" : ""))
  }
  var result = ScoredCases()
  result.warnings += missing.map { "\($0): no prediction; scored as a failure" }
  if only == nil {
    result.warnings += predicted.keys.filter { references[$0] == nil }.sorted()
      .map { "\($0): a prediction without a reference; not scored" }
  }
  for (name, file) in references.sorted(by: { $0.key < $1.key }) {
    try result.add(
      case: name, prediction: predicted[name], reference: file, scored: scored,
      definitions: definitions)
  }
  return result
}

/// The table of ``scoreFolders(predictions:reference:scored:definitions:only:failsOnMissing:)`` for
/// predictions and references of one edition.
package func scoreFolder(
  predictions: URL, reference: URL, edition: Edition, only: Set<String>? = nil
) throws -> ScoreTable {
  try scoreFolders(
    predictions: predictions, reference: reference,
    scored: .edition(edition, reference: edition), definitions: .medPy, only: only
  ).table
}
