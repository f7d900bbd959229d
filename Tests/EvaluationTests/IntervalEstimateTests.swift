import Evaluation
import Testing

@Suite("A bootstrap interval")
struct IntervalEstimateTests {
  @Test("of equal values is that value")
  func constant() {
    #expect(
      IntervalEstimate.mean([0.5, 0.5, 0.5]) == IntervalEstimate(value: 0.5, lower: 0.5, upper: 0.5)
    )
  }

  @Test("of one value has no ends, of none does not exist")
  func small() {
    #expect(IntervalEstimate.mean([0.25]) == IntervalEstimate(value: 0.25))
    #expect(IntervalEstimate.mean([]) == nil)
  }

  @Test("of a mean is as wide as the normal approximation says, for many values")
  func width() throws {
    // 0...399: the deviation of the mean is sqrt((400^2 - 1) / 12) / sqrt(400) = 5.7735; 1.96 of it on
    // either side. The 2000 draws' quantiles scatter by about a twentieth of that.
    let estimate = try #require(IntervalEstimate.mean((0..<400).map(Double.init)))
    #expect(estimate.value == 199.5)
    let lower = try #require(estimate.lower)
    let upper = try #require(estimate.upper)
    #expect(abs(lower - (199.5 - 11.316)) < 1.2)
    #expect(abs(upper - (199.5 + 11.316)) < 1.2)
  }

  @Test("leaves out draws in which the statistic is undefined, and is nil where the sample's is")
  func undefined() throws {
    // The mean of those draws of 0 and 1 that hold both is one half.
    let estimate = try #require(
      IntervalEstimate.bootstrap(units: 2) { $0.contains(0) && $0.contains(1) ? 0.5 : nil })
    #expect(estimate == IntervalEstimate(value: 0.5, lower: 0.5, upper: 0.5))
    #expect(IntervalEstimate.bootstrap(units: 3) { _ in nil } == nil)
  }
}
