import Foundation
import Testing
import Torch

// Expected factors are worked by hand from the formulas in the documentation.
@Suite("Learning-rate schedules")
struct ScheduleTests {
  static let table: [(LearningRateSchedule, Int, Double)] = [
    (.constant, 0, 1), (.constant, 99, 1),
    (.polynomial(power: 1), 0, 1), (.polynomial(power: 1), 25, 0.75),
    (.polynomial(power: 2), 50, 0.25), (.polynomial(power: 0.9), 99, 0.015_848_931_924_611_134),
    (.polynomial(power: 0.9), 100, 0), (.polynomial(power: 0.9), 120, 0),
    // Ten steps up: the first is a tenth, not 0, the tenth is 1; the cosine starts there.
    (.cosine(warmup: 10), 0, 0.1), (.cosine(warmup: 10), 4, 0.5), (.cosine(warmup: 10), 9, 1),
    (.cosine(warmup: 10), 10, 1), (.cosine(warmup: 10), 40, 0.75),
    (.cosine(warmup: 10), 55, 0.5), (.cosine(warmup: 10), 70, 0.25),
    (.cosine(warmup: 10), 100, 0), (.cosine(warmup: 10), 130, 0),
    (.cosine(warmup: 0), 0, 1), (.cosine(warmup: 0), 50, 0.5),
    (.linearDecay(start: 0.5), 0, 1), (.linearDecay(start: 0.5), 49, 1),
    (.linearDecay(start: 0.5), 50, 1), (.linearDecay(start: 0.5), 75, 0.5),
    (.linearDecay(start: 0.5), 100, 0), (.linearDecay(start: 0.5), 120, 0),
    (.linearDecay(start: 0), 25, 0.75),
  ]

  @Test("Factors of a hundred steps", arguments: table)
  func factor(_ schedule: LearningRateSchedule, _ step: Int, _ expected: Double) {
    // One power or cosine of doubles.
    #expect(abs(schedule.factor(step: step, of: 100) - expected) < 1e-12)
  }

  static let schedules: [LearningRateSchedule] = [
    .constant, .polynomial(power: 0.9), .cosine(warmup: 5), .cosine(warmup: 50),
    .linearDecay(start: 0.3), .linearDecay(start: 1),
  ]

  @Test("Factors stay within 0...1, even for no steps at all", arguments: schedules)
  func bounds(_ schedule: LearningRateSchedule) {
    for total in [0, 1, 2, 7, 50, 100] {
      for step in 0...(2 * total) {
        let factor = schedule.factor(step: step, of: total)
        #expect((0...1).contains(factor), "step \(step) of \(total): \(factor)")
      }
    }
  }

  @Test("A schedule survives JSON", arguments: schedules)
  func coding(_ schedule: LearningRateSchedule) throws {
    let data = try JSONEncoder().encode(schedule)
    #expect(try JSONDecoder().decode(LearningRateSchedule.self, from: data) == schedule)
  }
}
