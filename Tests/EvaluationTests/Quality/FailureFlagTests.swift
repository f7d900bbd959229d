@testable import Evaluation

import Testing

@Suite("A flag on failed predictions")
struct FailureFlagTests {
  /// Cases whose second view shares some of the first one's eight tumour voxels; below half failed.
  private static func examples(_ shared: [Int]) throws -> [FailureExample] {
    try shared.map { count in
      let whole = [UInt8](repeating: 1, count: 8) + [0, 2, 0, 2]
      let part = (0..<8).map { UInt8($0 < count ? 1 : 0) } + [0, 2, 0, 2]
      return FailureExample(
        evidence: try evidence(views: [whole, part]), hasFailed: count < 4)
    }
  }

  @Test("finds the chosen part of separable failures and flags no other case")
  func separable() throws {
    let flag = try FailureFlag(Self.examples([0, 1, 2, 3, 5, 6, 7, 8]), sensitivity: 1)
    let performance = FlagPerformance(flag, on: try Self.examples([0, 2, 3, 6, 7, 8, 8]))
    #expect(performance.cases == 7)
    #expect(performance.failures == 3)
    #expect(performance.sensitivity?.value == 1)
    #expect(performance.falseAlarmRate?.value == 0)
    #expect(performance.areaUnderCurve?.value == 1)
  }

  @Test("gives a reason in words, the strongest first")
  func reasons() throws {
    let examples = try Self.examples([0, 1, 2, 3, 5, 6, 7, 8])
    let flag = try FailureFlag(examples)
    let reasons = flag.reasons(examples[1].evidence)
    // One voxel of eight: 2 * 1 / 9.
    #expect(reasons.first == "views disagree on the tumour (Dice 0.22)")
    #expect(flag.reasons(examples[7].evidence).isEmpty)
  }

  @Test("with a lower sensitivity has no lower threshold", arguments: [0.25, 0.5, 0.75, 1])
  func threshold(sensitivity: Double) throws {
    let examples = try Self.examples([0, 1, 2, 3, 4, 5, 6, 7, 8, 2, 6])
    let all = try FailureFlag(examples, sensitivity: 1)
    #expect(try FailureFlag(examples, sensitivity: sensitivity).threshold >= all.threshold)
  }

  @Test("is not calibrated on fewer than three failures or three others")
  func tooFew() throws {
    let few = try Self.examples([0, 1, 6, 7, 8])
    let error = #expect(throws: CalibrationError.self) { try FailureFlag(few) }
    #expect(error?.description.hasSuffix("found 2 and 3") == true)
  }

  @Test("performance of a known list, worked by hand")
  func performance() {
    // Failures at 0.9 and 0.4, others at 0.6, 0.4 and 0.1: of six pairs 0.9 wins three, 0.4 wins one, ties
    // one, loses one: 4.5 of 6.
    let performance = FlagPerformance([
      (0.9, true, true), (0.4, false, true), (0.6, true, false), (0.4, false, false),
      (0.1, false, false),
    ])
    #expect(performance.sensitivity?.value == 0.5)
    #expect(performance.falseAlarmRate?.value == 1.0 / 3)
    #expect(performance.areaUnderCurve?.value == 0.75)
  }
}
