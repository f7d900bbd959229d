import Clinical
import Evaluation
import Foundation

/// How well grades and operations were told on simulated patients.
struct KoosStudyResult: Encodable {
  /// One way of grading: which masks, and whether the neighbours' were used.
  struct Row: Encodable {
    let masks: String
    let neighbours: Bool
    let macroAveragedError: Double?
    let macroF1: Double?
    let kappa: Double?
    let confusion: [[Int]]
  }

  /// How often an operation was seen where there was one, and where there was none.
  struct Operations: Encodable {
    let masks: String
    let operated: Int
    let found: Int
    let untouched: Int
    let falselyFound: Int
  }

  let seed: UInt64
  let patients: Int
  let surfaceDeviation: Double
  /// Patients of each true grade, 1 to 4, and operated ones.
  let grades: [Int]
  let operated: Int
  let rows: [Row]
  let operations: [Operations]

  init(
    _ cases: [KoosStudyCase], classifiers: KoosClassifiers, seed: UInt64, deviation: Double
  ) {
    self.seed = seed
    patients = cases.count
    surfaceDeviation = deviation
    grades = KoosScores.grades.map { grade in cases.count { $0.grade == grade } }
    operated = cases.count { $0.grade == nil }
    let kinds: [(String, KeyPath<KoosStudyCase, KoosStudyCase.Measured>)] = [
      ("exact", \.exact), ("degraded", \.degraded),
    ]
    rows = kinds.flatMap { name, path in
      [true, false].map { neighbours in
        let classifier =
          neighbours ? classifiers.withNeighbours : classifiers.withoutNeighbours
        // Whether a case was taken for an operated one is scored below and does not count here.
        let pairs = cases.compactMap { entry -> (predicted: Int, expected: Int?)? in
          guard let grade = entry.grade else { return nil }
          // A tumour lost altogether counts as the grade farthest from the truth.
          guard let features = entry[keyPath: path].features else {
            return (grade > 2 ? 1 : 4, grade)
          }
          return (KoosClassifier.median(classifier.probabilities(features)), grade)
        }
        let scores = KoosScores(pairs)
        return Row(
          masks: name, neighbours: neighbours, macroAveragedError: scores.macroAveragedError,
          macroF1: scores.macroF1, kappa: scores.quadraticWeightedKappa,
          confusion: scores.confusion)
      }
    }
    operations = kinds.map { name, path in
      let seen = { (entry: KoosStudyCase) in entry[keyPath: path].cue?.isOperated ?? false }
      let done = cases.filter { $0.grade == nil }
      let not = cases.filter { $0.grade != nil }
      return Operations(
        masks: name, operated: done.count, found: done.count(where: seen), untouched: not.count,
        falselyFound: not.count(where: seen))
    }
  }

  /// The tables as plain text.
  var text: String {
    var lines = [
      "seed \(seed), \(patients) patients: Koos I \(grades[0]), II \(grades[1]), III \(grades[2]), "
        + "IV \(grades[3]), operated \(operated)", "",
      pad("masks", 10) + pad("brainstem", 11) + pad("MA-MAE", 8) + pad("macro-F1", 10)
        + pad("kappa", 8) + "rows: true I to IV",
    ]
    for row in rows {
      let confusion = row.confusion.map { $0.map(String.init).joined(separator: " ") }
      lines.append(
        pad(row.masks, 10) + pad(row.neighbours ? "known" : "unknown", 11)
          + pad(decimals(row.macroAveragedError, 3), 8) + pad(decimals(row.macroF1, 3), 10)
          + pad(decimals(row.kappa, 3), 8) + confusion.joined(separator: " | "))
    }
    lines.append("")
    for row in operations {
      lines.append(
        "\(row.masks): operation seen in \(row.found) of \(row.operated) operated, "
          + "\(row.falselyFound) of \(row.untouched) untouched")
    }
    return lines.joined(separator: "\n")
  }
}
