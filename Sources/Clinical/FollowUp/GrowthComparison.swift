#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An answer with its reasons, while it is being made.
struct Verdict {
  var answer: GrowthAnswer
  var reasons: [GrowthReason]
}

/// The latest reading set beside a baseline.
struct Comparison {
  let first: LesionReading
  let last: LesionReading
  /// The relative change, by the line through all readings or from first to last.
  let change: Estimate
  /// The 90 % interval of the change.
  let narrow: ClosedRange<Double>
  let annualGrowth: Estimate?
  /// The change of the two volumes alone.
  let plainChange: Double
  /// The relative increase that an unchanged tumour shows by chance in 2.5 % of such courses.
  let limit: Double
  let diameterChange: Double?
  let diameterLimit: Double
  let notes: [GrowthReason]

  /// `nil` when all readings are of one day.
  init?(
    _ readings: [LesionReading], from baseline: Int, after radiosurgery: Treatment?,
    _ criteria: GrowthCriteria
  ) {
    let course = Array(readings[baseline...])
    guard let first = course.first, let last = course.last,
      let direct = GrowthFit([first, last], criteria.error),
      let fit = GrowthFit(course, criteria.error)
    else { return nil }
    self.first = first
    self.last = last
    let isUneven = fit.isUneven
    let used = radiosurgery == nil && !isUneven ? fit : direct
    let span = last.date.years(since: first.date)
    let ratio = { (deviations: Double, years: Double) in
      exp((used.rate + deviations * used.rateDeviation) * years) - 1
    }
    change = Estimate(value: ratio(0, span), low: ratio(-1.96, span), high: ratio(1.96, span))
    narrow = ratio(-1.645, span)...ratio(1.645, span)
    annualGrowth =
      radiosurgery == nil && !isUneven
      ? Estimate(value: ratio(0, 1), low: ratio(-1.96, 1), high: ratio(1.96, 1)) : nil
    plainChange = last.volume / first.volume - 1
    let thickness = course.map(\.sliceThickness).max() ?? first.sliceThickness
    limit = exp(1.96 * used.rateDeviation * span) - 1
    diameterChange = first.diameter.flatMap { start in last.diameter.map { $0 - start } }
    diameterLimit = criteria.error.diameterLimit(
      thicknesses: first.sliceThickness, last.sliceThickness)
    var notes: [GrowthReason] = []
    let names = Set(course.map { $0.sequence ?? "?" }).sorted()
    if names.count > 1 { notes.append(.sequences(names)) }
    if names == ["?"] { notes.append(.sequenceUnknown) }
    if thickness > criteria.error.referenceThickness + 0.05 {
      notes.append(.thickSlices(thickness))
    }
    if isUneven, radiosurgery == nil { notes.append(.uneven) }
    self.notes = notes
  }

  /// The answer that volume and diameter give.
  func verdict(_ criteria: GrowthCriteria) -> Verdict {
    let margin = criteria.margin
    let size = (first.volume * last.volume).squareRoot()
    var reasons = [GrowthReason.change(change, from: first.date, to: last.date)]
    var answer = GrowthAnswer.cannotTell
    if change.low > 0 || change.high < 0 {
      answer = change.low > 0 ? .grown : .shrunk
      reasons.append(.beyondError(limit, volume: size))
      if change.low > 0, change.value < 0.2 { reasons.append(.belowRule) }
    } else if narrow.upperBound < margin, narrow.lowerBound > 1 / (1 + margin) - 1 {
      answer = .stable
      reasons.append(.changeExcluded(margin))
    } else {
      reasons.append(.undecided(limit, volume: size, margin: margin))
      if change.value >= 0.2 { reasons.append(.ruleWithinError) }
      let across = pow(6 * first.volume / .pi, 1.0 / 3)
      if narrow.upperBound < pow((across + 2) / across, 3) - 1 {
        reasons.append(.twoMillimetresExcluded(across))
      }
    }
    if let diameterChange {
      let hasGrown = diameterChange >= diameterLimit && answer != .grown
      let hasShrunk = diameterChange <= -diameterLimit && answer == .grown
      if abs(diameterChange) >= diameterLimit {
        reasons.append(.diameter(diameterChange, limit: diameterLimit))
      }
      if answer != .cannotTell, hasGrown || hasShrunk {
        answer = .cannotTell
        reasons.append(.disagreement)
      }
    }
    return Verdict(answer: answer, reasons: reasons + notes)
  }
}
