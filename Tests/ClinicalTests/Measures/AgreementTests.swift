import Clinical
import Testing

@Suite("Agreement and limits")
struct AgreementTests {
  @Test("Bias and limits are those of the relative differences")
  func limits() throws {
    // By hand: 110 of 100 is 10 / 105, 90 of 100 is -10 / 95; their mean is -2 / 399 and their
    // deviation the difference over the root of 2.
    let pairs = [(measured: 110.0, truth: 100.0), (90, 100)]
    let a = try #require(Agreement(pairs))
    #expect(a.count == 2)
    #expect(abs(a.bias + 2.0 / 399) < 1e-12)
    let difference = 10.0 / 105 + 10.0 / 95
    #expect(abs(a.halfWidth - 1.96 * difference / 2.0.squareRoot()) < 1e-12)
    #expect(abs(a.limits.upperBound - a.limits.lowerBound - 2 * a.halfWidth) < 1e-12)
    #expect(Agreement([(measured: 1.0, truth: 1.0)]) == nil)
  }

  @Test("Quarters hold all pairs once, in order of size")
  func quarters() {
    let pairs = (1...17).map { (measured: Double($0) * 1.1, truth: Double($0)) }
    let quarters = Agreement.quarters(pairs)
    // Borders at 1, 5, 9, 13 and 17; the last value belongs to the last quarter.
    #expect(quarters.map(\.agreement.count) == [4, 4, 4, 5])
    #expect(quarters.map(\.truth.lowerBound) == [1, 5, 9, 13])
    // 0.1 over the mean of 1 and 1.1.
    for quarter in quarters { #expect(abs(quarter.agreement.bias - 0.1 / 1.05) < 1e-12) }
    #expect(Agreement.quarters([]).isEmpty)
  }

  @Test(
    "Experts' limits pass the published figures",
    arguments: [
      // 20 % at 200 mm3, the published bounds beyond, and the cube root in between: 8 times the volume
      // is half of the limit.
      (200.0, 0.2), (1600, 0.1), (20, 0.268), (20_000, 0.073), (1e-12, 0.268),
    ])
  func observers(_ volume: Double, _ expected: Double) {
    #expect(abs(ObserverAgreement.relativeLimits(volume: volume) - expected) < 1e-12)
  }

  @Test(
    "Size classes are those of whole millimetres",
    arguments: [
      (nil as Double?, SizeGrade.intrameatal), (0.6, .small), (10.4, .small), (10.5, .medium),
      (20.4, .medium), (20.6, .moderatelyLarge), (30.4, .moderatelyLarge), (31, .large),
      (40.4, .large), (40.5, .giant),
    ])
  func grades(_ diameter: Double?, _ expected: SizeGrade) {
    #expect(SizeGrade(extraMeatalDiameter: diameter) == expected)
  }
}
