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

  /// The Dice scores of predicted brainstems near the inner ears.
  struct Brainstem: Encodable {
    let cases: Int
    let mean: Double
    let median: Double
    let lowest: Double

    /// `nil` without any score.
    init?(_ scores: [Double]) {
      guard let scores = Distribution(scores) else { return nil }
      (cases, mean, median, lowest) = (scores.count, scores.mean, scores.median, scores.minimum)
    }
  }

  let seed: UInt64
  let patients: Int
  let surfaceDeviation: Double
  /// Patients of each true grade, 1 to 4, and operated ones.
  let grades: [Int]
  let operated: Int
  let rows: [Row]
  let operations: [Operations]
  /// How good predicted masks of the brainstem are; `nil` without any.
  let brainstem: Brainstem?

  init(
    _ cases: [KoosStudyCase], classifiers: KoosClassifiers, seed: UInt64, deviation: Double
  ) {
    self.seed = seed
    patients = cases.count
    surfaceDeviation = deviation
    grades = KoosScores.grades.map { grade in cases.count { $0.grade == grade } }
    operated = cases.count { $0.grade == nil }
    brainstem = Brainstem(cases.compactMap { $0.predicted?.brainstemDice })
    let kinds: [(String, [KoosStudyCase.Measured?])] = [
      ("exact", cases.map(\.exact)), ("degraded", cases.map(\.degraded)),
      ("predicted", cases.map(\.predicted)),
    ].filter { !$0.1.contains { $0 == nil } }
    rows = kinds.flatMap { name, measured in
      [true, false].map { neighbours in
        // Whether a case was taken for an operated one is scored below and does not count here.
        let pairs = zip(cases, measured).compactMap { entry, found in
          entry.grade.map { grade in
            (
              predicted: Self.grade(
                found?.features, truth: grade, classifiers, usesNeighbours: neighbours),
              expected: Int?.some(grade)
            )
          }
        }
        let scores = KoosScores(pairs)
        return Row(
          masks: name, neighbours: neighbours, macroAveragedError: scores.macroAveragedError,
          macroF1: scores.macroF1, kappa: scores.quadraticWeightedKappa,
          confusion: scores.confusion)
      }
    }
    operations = kinds.map { name, measured in
      let seen = measured.map { $0?.cue?.isOperated ?? false }
      let isDone = cases.map { $0.grade == nil }
      func count(done: Bool, seen isSeen: Bool? = nil) -> Int {
        zip(isDone, seen).count { $0 == done && (isSeen == nil || $1 == isSeen) }
      }
      return Operations(
        masks: name, operated: count(done: true), found: count(done: true, seen: true),
        untouched: count(done: false), falselyFound: count(done: false, seen: true))
    }
  }

  /// The grade of measured masks; the one farthest from the truth where the tumour is lost altogether.
  private static func grade(
    _ features: KoosFeatures?, truth: Int, _ classifiers: KoosClassifiers, usesNeighbours: Bool
  ) -> Int {
    guard let features else { return truth > 2 ? 1 : 4 }
    let classifier =
      usesNeighbours ? classifiers.withNeighbours : classifiers.withoutNeighbours
    return KoosClassifier.median(classifier.probabilities(features))
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
    if let brainstem {
      lines.append(
        "predicted brainstem, Dice: mean \(decimals(brainstem.mean, 3)), median "
          + "\(decimals(brainstem.median, 3)), lowest \(decimals(brainstem.lowest, 3))")
    }
    return lines.joined(separator: "\n")
  }
}
