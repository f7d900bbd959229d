/// How well Koos grades, 1 to 4, were predicted.
///
/// Cases whose true grade is `nil`, the post-operative ones, are counted and excluded.
public struct KoosScores: Codable, Hashable, Sendable {
  /// The grades of the classification of Koos et al., in ascending order.
  public static let grades = 1...4

  /// For each true grade, in ascending order, how often each grade was predicted.
  public let confusion: [[Int]]
  /// The scored cases.
  public let cases: Int
  /// The cases without a true grade: operated on already.
  public let excluded: Int

  /// The scores of predicted against true grades; a true grade of `nil` excludes the case.
  ///
  /// Grades must lie in 1...4.
  public init(_ pairs: [(predicted: Int, expected: Int?)]) {
    let count = Self.grades.count
    var confusion = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    var scored = 0
    for pair in pairs {
      guard let expected = pair.expected else { continue }
      precondition(
        Self.grades.contains(expected) && Self.grades.contains(pair.predicted),
        "a Koos grade is 1 to 4, not \(pair.predicted) for \(expected)")
      confusion[expected - 1][pair.predicted - 1] += 1
      scored += 1
    }
    self.confusion = confusion
    cases = scored
    excluded = pairs.count - scored
  }
}
