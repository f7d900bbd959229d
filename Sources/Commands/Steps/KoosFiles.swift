import DataSets
import Evaluation
import Foundation

/// Koos grades that were read from two tables and scored.
struct ScoredKoos: Encodable {
  let scores: KoosScores
  let warnings: [String]

  private enum Key: String, CodingKey {
    case cases, excluded, macroAveragedError, macroF1, quadraticWeightedKappa, confusion, warnings
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(scores.cases, forKey: .cases)
    try container.encode(scores.excluded, forKey: .excluded)
    try container.encode(scores.macroAveragedError, forKey: .macroAveragedError)
    try container.encode(scores.macroF1, forKey: .macroF1)
    try container.encode(scores.quadraticWeightedKappa, forKey: .quadraticWeightedKappa)
    try container.encode(scores.confusion, forKey: .confusion)
    try container.encode(warnings, forKey: .warnings)
  }

  /// Scores the grades of a submission ("case","class") against a table of true grades.
  ///
  /// A missing prediction counts as the grade farthest from the truth, or ends the run.
  init(predictions: URL, reference: URL, failsOnMissing: Bool) throws {
    try self.init(
      predicted: grades(in: predictions, allowsOther: false), path: predictions.path,
      reference: reference, failsOnMissing: failsOnMissing)
  }

  /// Scores grades by case, `nil` where none was given, against a table of true grades.
  ///
  /// - Parameter cases: only these rows of the table count; `nil` for all.
  init(
    predicted: [String: Int?], path: String, reference: URL, failsOnMissing: Bool,
    among cases: Set<String>? = nil
  ) throws {
    let expected = try grades(in: reference, allowsOther: true)
      .filter { cases?.contains($0.key) ?? true }
    guard !expected.isEmpty else {
      throw CommandError("\(reference.path): expected true Koos grades, found no case")
    }
    var warnings: [String] = []
    var pairs: [(predicted: Int, expected: Int?)] = []
    for (name, truth) in expected.sorted(by: { $0.key < $1.key }) {
      // A prediction of an operated case may be absent: it is not scored anyway.
      guard let truth else {
        pairs.append((KoosScores.grades.lowerBound, nil))
        continue
      }
      if let grade = predicted[name] ?? nil {
        pairs.append((grade, truth))
        continue
      }
      guard !failsOnMissing else {
        throw CommandError("\(path): expected a Koos grade of \(name), found none")
      }
      warnings.append("\(name): no Koos grade; scored as the grade farthest from the truth")
      let (low, high) = (KoosScores.grades.lowerBound, KoosScores.grades.upperBound)
      pairs.append((truth - low > high - truth ? low : high, truth))
    }
    for name in predicted.keys.sorted() where expected[name] == nil {
      warnings.append("\(name): a Koos grade without a reference; not scored")
    }
    scores = KoosScores(pairs)
    self.warnings = warnings
  }

  /// The measures and the confusion matrix as plain text.
  var text: String {
    var lines = [
      "cases \(scores.cases), post-operative \(scores.excluded)",
      "MA-MAE \(decimals(scores.macroAveragedError, 4))",
      "macro-F1 \(decimals(scores.macroF1, 4))",
      "quadratic weighted kappa \(decimals(scores.quadraticWeightedKappa, 4))", "",
      pad("true\\predicted", 16) + KoosScores.grades.map { pad("\($0)", 5) }.joined(),
    ]
    for (grade, row) in zip(KoosScores.grades, scores.confusion) {
      lines.append(pad("\(grade)", 16) + row.map { pad("\($0)", 5) }.joined())
    }
    return lines.joined(separator: "\n")
  }
}

/// The grades of a table by case; `nil` for a case that was operated on.
///
/// The columns are `case` or `crossmoda_name`, and `class` or `koos`.
private func grades(in file: URL, allowsOther: Bool) throws -> [String: Int?] {
  let rows = CSV.rows(try readText(file))
  let header = rows.first?.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? []
  guard let nameColumn = header.firstIndex(where: { ["case", "crossmoda_name"].contains($0) }),
    let gradeColumn = header.firstIndex(where: { ["class", "koos"].contains($0) })
  else {
    throw CommandError(
      "\(file.path): expected columns case and class (or crossmoda_name and koos), found "
        + (header.isEmpty ? "an empty table" : header.joined(separator: ",")))
  }
  var grades: [String: Int?] = [:]
  for (n, row) in rows.enumerated().dropFirst() {
    guard row.count == header.count else {
      throw CommandError(
        "\(file.path): row \(n + 1): expected \(header.count) fields, found \(row.count)")
    }
    let name = row[nameColumn].trimmingCharacters(in: .whitespaces)
    let text = row[gradeColumn].trimmingCharacters(in: .whitespaces)
    let number = Double(text).flatMap { Int(exactly: $0) }
    let grade = number.flatMap { KoosScores.grades.contains($0) ? $0 : nil }
    guard grade != nil || (allowsOther && text.hasPrefix("post-operative")) else {
      throw CommandError(
        "\(file.path): row \(n + 1): expected a Koos grade 1 to 4"
          + (allowsOther ? " or post-operative" : "") + ", found \(text.isEmpty ? "nothing" : text)"
      )
    }
    guard grades.updateValue(grade, forKey: name) == nil else {
      throw CommandError("\(file.path): row \(n + 1): expected one row a case, found \(name) twice")
    }
  }
  return grades
}

/// A text file's content.
func readText(_ file: URL) throws -> String {
  do {
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  } catch {
    throw CommandError("\(file.path): cannot be read")
  }
}
