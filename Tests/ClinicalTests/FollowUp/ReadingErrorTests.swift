import Foundation
import Testing

@testable import Clinical

@Suite("Error of one reading")
struct ReadingErrorTests {
  @Test(
    "limits of agreement pass the published figures",
    // PMID 38980343: 26.8 % in the smallest quarter (below 193 mm3), 7.3 % in the largest (above 3101),
    // below 20 % from about 200 mm3 on.
    arguments: [(40.0, 0.268), (83, 0.268), (200, 0.2), (4200, 0.073), (27_000, 0.073)])
  func limits(volume: Double, limit: Double) {
    #expect(abs(ObserverAgreement.relativeLimits(volume: volume) - limit) < 1e-3)
  }

  @Test("the deviation of one reader follows from the limits with the mean of five")
  func deviation() {
    // By hand: 0.2 / (1.96 * sqrt(0.8)) = 0.11408.
    let error = ReadingError()
    #expect(abs(error.deviation(volume: 200, thickness: 1) - 0.11408) < 1e-4)
    #expect(
      error.deviation(volume: 200, thickness: 1.5) == error.deviation(volume: 200, thickness: 1))
  }

  @Test("slices of 3 mm make the volume less certain by the square root of two")
  func slices() {
    // By hand: (1 + 1 + 2^2) / 3 = 2.
    let error = ReadingError()
    let ratio =
      error.deviation(volume: 900, thickness: 3) / error.deviation(volume: 900, thickness: 1.5)
    #expect(abs(ratio - 2.0.squareRoot()) < 1e-12)
    // Diameters: 2 mm * sqrt((1 + 4) / 2).
    #expect(abs(error.diameterLimit(thicknesses: 1, 3) - 2 * 2.5.squareRoot()) < 1e-12)
    #expect(error.diameterLimit(thicknesses: 0.8, 1.5) == 2)
  }
}

@Suite("Rate of growth")
struct GrowthFitTests {
  @Test("two readings give the line through both")
  func twoReadings() throws {
    // By hand: ln 2 in 365 days; both errors by the mean size, 1000 mm3: 0.2 (200/1000)^(1/3) /
    // (1.96 sqrt(0.8)) = 0.066715, times sqrt(2), per 365 / 365.25 years.
    let half = 1000 / 2.0.squareRoot()
    let fit = try #require(GrowthFit(readings([half, 2 * half]), ReadingError()))
    #expect(abs(fit.rate - 0.693147 * 365.25 / 365) < 1e-5)
    #expect(abs(fit.rateDeviation - 0.066715 * 1.414214 * 365.25 / 365) < 1e-5)
    #expect(fit.chiSquare < 1e-20 && !fit.isUneven)
  }

  @Test("five even readings agree with weighted least squares by hand")
  func regression() throws {
    // Ordinary least squares, as all errors are equal: the slope is sum (t - mean) y / sum (t - mean)^2,
    // and its deviation sigma / sqrt(sum (t - mean)^2) with t = 0...4 years of 365 days.
    let volumes = [1000.0, 1050, 1200, 1180, 1300]
    let fit = try #require(GrowthFit(readings(volumes), ReadingError()))
    let years = 365 / 365.25
    let logs = volumes.map { log($0) }
    let slope = (-2 * logs[0] - logs[1] + logs[3] + 2 * logs[4]) / 10 / years
    #expect(abs(fit.rate - slope) < 1e-12)
    let mean = exp(logs.reduce(0, +) / 5)
    let sigma = ReadingError().deviation(volume: mean, thickness: 1.5)
    #expect(abs(fit.rateDeviation - sigma / 10.0.squareRoot() / years) < 1e-12)
    #expect(fit.degreesOfFreedom == 3 && !fit.isUneven)
  }

  @Test("a change of sequence widens a comparison by the sequences' spread")
  func sequences() throws {
    let same = try #require(GrowthFit(readings([900, 900]), ReadingError()))
    let other = try #require(
      GrowthFit(readings([900, 900], sequences: ["ceT1", "T2"]), ReadingError()))
    let years = 365 / 365.25
    let extra =
      (other.rateDeviation * other.rateDeviation
      - same.rateDeviation * same.rateDeviation).squareRoot()
    #expect(abs(extra * years - 0.1) < 1e-9)
  }

  @Test("a sequence's shift cancels among its own readings")
  func shiftCancels() throws {
    // T2 reads 30 % more throughout: two pairs, each without growth.
    let course = [
      readings([900, 900]), readings([1170, 1170], sequences: ["T2"]),
    ].flatMap { $0 }.sorted { $0.date < $1.date }
    let fit = try #require(GrowthFit(course, ReadingError()))
    #expect(abs(fit.rate) < 1e-9)
  }

  @Test("swelling and shrinking is no one rate, noise within the error is")
  func uneven() throws {
    #expect(try #require(GrowthFit(readings([2000, 3000, 2000]), ReadingError())).isUneven)
    #expect(!(try #require(GrowthFit(readings([2000, 2100, 2000]), ReadingError())).isUneven))
  }

  @Test("readings of one day have no rate")
  func oneDay() {
    #expect(GrowthFit(readings([900, 950], daysApart: 0), ReadingError()) == nil)
    #expect(GrowthFit(readings([900]), ReadingError()) == nil)
    #expect(GrowthFit([], ReadingError()) == nil)
  }
}
