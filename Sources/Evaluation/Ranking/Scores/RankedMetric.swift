/// A column of scores and what is known from its name: structure, measure, direction, penalty.
///
/// `VS_Dice` is the measure `Dice` of the structure `VS`; higher is better.
public struct RankedMetric: Codable, Hashable, Sendable {
  /// The column's name, as in `Cochlea_ASSD`.
  public let name: String
  /// What is measured, as in `ASSD`, spelled as in the name.
  public let measure: String
  /// What it is measured on, as in `Cochlea`; empty where the name holds the measure alone.
  public let structure: String
  /// Whether a higher score is a better one.
  public let higherIsBetter: Bool
  /// The score of a case without a prediction: 0 where higher is better, the challenge's 350 mm
  /// for distances, 3 (the largest error of a Koos grade) for MAE.
  public let penalty: Double
  /// Whether the score is a distance in mm.
  public var isDistance: Bool { penalty == Self.distancePenalty }

  /// What the challenge gives an empty prediction instead of a distance, in mm.
  ///
  /// - Source: CrossMoDA2022-Evaluation-code, scores.py.
  public static let distancePenalty = 350.0

  /// A metric from its column's name.
  ///
  /// - Throws: ``RankingError`` of kind `header` when the name holds no measure that is known, or
  ///   two that point in opposite directions: guessing would rank the last team first.
  public init(column name: String) throws(RankingError) {
    let found = Self.measures.compactMap { known in
      known.occurrence(in: name).map { (known: known, range: $0) }
    }
    guard let best = found.first, Set(found.map(\.known.higherIsBetter)).count == 1 else {
      throw RankingError(
        .header,
        "column \(name): expected a name that tells which direction is better, such as "
          + "VS_Dice or VS_ASSD; found \(found.isEmpty ? "no known measure" : "two directions")")
    }
    self.name = name
    measure = String(name[best.range])
    structure = (name[..<best.range.lowerBound] + "_" + name[best.range.upperBound...])
      .split { !$0.isLetter && !$0.isNumber }
      .filter { $0.lowercased() != "mm" }
      .joined(separator: "_")
    higherIsBetter = best.known.higherIsBetter
    penalty = best.known.penalty
  }
}

extension RankedMetric {
  private struct Measure {
    let word: String
    let higherIsBetter: Bool
    let penalty: Double
    /// Whether the word counts inside other words; short ones must stand alone, as in `VS_HD95`.
    let isDistinctive: Bool

    func occurrence(in name: String) -> Range<String.Index>? {
      if isDistinctive {
        return name.lowercased().firstRange(of: word).map { inOriginal($0, name) }
      }
      return name.split { !$0.isLetter && !$0.isNumber }
        .first { token in
          let lower = token.lowercased()
          return lower.hasPrefix(word) && lower.dropFirst(word.count).allSatisfy(\.isNumber)
        }
        .map { $0.startIndex..<$0.endIndex }
    }

    /// The same characters of the name before it was lowercased.
    private func inOriginal(
      _ range: Range<String.Index>, _ name: String
    ) -> Range<String.Index> {
      let lower = name.lowercased()
      let start = lower.distance(from: lower.startIndex, to: range.lowerBound)
      let length = lower.distance(from: range.lowerBound, to: range.upperBound)
      // A few letters change their number when lowercased; then the whole name is the measure.
      guard lower.count == name.count else { return name.startIndex..<name.endIndex }
      let first = name.index(name.startIndex, offsetBy: start)
      return first..<name.index(first, offsetBy: length)
    }
  }

  private static let measures: [Measure] =
    ["dice", "jaccard", "nsd"].map {
      Measure(word: $0, higherIsBetter: true, penalty: 0, isDistinctive: true)
    }
    + ["assd", "hausdorff"].map {
      Measure(word: $0, higherIsBetter: false, penalty: distancePenalty, isDistinctive: true)
    }
    + ["dsc", "iou", "f1", "sensitivity", "recall", "precision", "kappa", "accuracy"].map {
      Measure(word: $0, higherIsBetter: true, penalty: 0, isDistinctive: false)
    }
    + ["hd", "asd", "msd"].map {
      Measure(word: $0, higherIsBetter: false, penalty: distancePenalty, isDistinctive: false)
    }
    + [Measure(word: "mae", higherIsBetter: false, penalty: 3, isDistinctive: false)]
}
