#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension GrowthAssessment {
  /// Assesses the course of one lesion.
  ///
  /// The change since the baseline comes with an interval. `grown` and `shrunk` need a 95 % interval
  /// without 0; `stable` needs a 90 % interval within the margin (two one-sided tests at 5 %);
  /// everything else is `cannot tell`. A steady course of more than two readings is fitted as one rate;
  /// after radiosurgery, and where one rate does not fit, the latest is compared with the baseline
  /// alone.
  ///
  /// - Parameters:
  ///   - readings: the readings in any order.
  ///   - treatments: the treatments in any order.
  ///   - criteria: margin, window and error model.
  ///   - notes: reasons known from elsewhere, such as from pairing.
  ///   - isComparable: `false` where the notes forbid an answer.
  /// - Source: two one-sided tests, Schuirmann, J Pharmacokinet Biopharm 15:657, 1987.
  public init(
    readings: [LesionReading], treatments: [Treatment] = [], criteria: GrowthCriteria = .init(),
    notes: [GrowthReason] = [], isComparable: Bool = true
  ) {
    let sorted = readings.sorted { $0.date < $1.date }
    let events = treatments.sorted { $0.date < $1.date }
    let course = Course(sorted, events)
    let comparison = course.baseline.flatMap {
      Comparison(sorted, from: $0, after: course.radiosurgery, criteria)
    }
    var reasons = notes
    var answer = GrowthAnswer.cannotTell
    var isTransient = false
    if let comparison {
      var verdict = comparison.verdict(criteria)
      if let event = course.radiosurgery, let last = sorted.last {
        isTransient = course.judgeSwelling(
          &verdict, since: event, last, comparison, sorted, criteria)
      }
      if isComparable { answer = verdict.answer }
      reasons += verdict.reasons
    } else if let first = sorted.first {
      let isOneDay = sorted.count > 1 && sorted.allSatisfy { $0.date == first.date }
      reasons.append(isOneDay ? .sameDay : .oneVisit)
    }
    reasons += course.notes
    self.answer = answer
    self.reasons = reasons
    self.readings = sorted
    self.treatments = events
    self.criteria = criteria
    baseline = comparison.flatMap { _ in course.baseline }
    change = comparison?.change
    annualGrowth = comparison?.annualGrowth
    doublingTime = comparison?.annualGrowth.flatMap { DoublingTime(annualGrowth: $0) }
    limitOfChange = comparison?.limit
    diameterChange = comparison?.diameterChange
    meetsTwentyPercent = comparison.map { $0.plainChange >= 0.2 }
    meetsTwoMillimetres = comparison.flatMap { c in
      c.diameterChange.map { $0 >= c.diameterLimit }
    }
    isTransientEnlargement = isTransient
  }
}

/// Which readings form the course that is judged.
private struct Course {
  /// The place of the reading that the latest is compared with.
  let baseline: Int?
  /// The radiosurgery between baseline and latest, or before the baseline.
  let radiosurgery: Treatment?
  let notes: [GrowthReason]

  init(_ readings: [LesionReading], _ treatments: [Treatment]) {
    var notes: [GrowthReason] = []
    var start = 0
    guard let last = readings.last else {
      (baseline, radiosurgery, self.notes) = (nil, nil, [])
      return
    }
    let past = treatments.filter { $0.date <= last.date }
    if let operation = past.last(where: { $0.kind == .surgery }) {
      start = readings.firstIndex { $0.date > operation.date } ?? readings.count
      notes.append(.afterSurgery(operation.date))
    }
    let event = past.last { event in
      event.kind == .radiosurgery && start < readings.count
        && !past.contains { $0.kind == .surgery && $0.date > event.date }
    }
    if let event {
      // The scan of the day itself is the planning scan.
      if let before = readings.lastIndex(where: { $0.date <= event.date }), before >= start {
        start = before
      } else {
        notes.append(.noReadingBeforeRadiosurgery(event.date))
      }
    }
    radiosurgery = event
    let isDifferentDay = start < readings.count && readings[start].date < last.date
    baseline = isDifferentDay ? start : nil
    self.notes = notes
  }

  /// Turns growth within the window after radiosurgery into a transient enlargement and adds what else
  /// is to be said; whether it did.
  func judgeSwelling(
    _ verdict: inout Verdict, since event: Treatment, _ last: LesionReading,
    _ comparison: Comparison, _ readings: [LesionReading], _ criteria: GrowthCriteria
  ) -> Bool {
    let months = Int((last.date.years(since: event.date) * 12).rounded(.down))
    let window = criteria.swellingWindow
    if verdict.answer == .grown, months < window {
      verdict.answer = .cannotTell
      let swelling = GrowthReason.transientEnlargement(
        comparison.change, months: months, window: window)
      verdict.reasons.insert(swelling, at: 0)
      return true
    }
    if verdict.answer == .grown {
      verdict.reasons.append(.lateEnlargement(months: months, window: window))
    } else if let baseline, readings[baseline].date <= event.date {
      verdict.reasons.append(.afterRadiosurgery(months: months))
    }
    guard let baseline,
      let peak = readings[(baseline + 1)...].max(by: { $0.volume < $1.volume }),
      peak.date > event.date, peak.date < last.date
    else { return false }
    let rise = peak.volume / readings[baseline].volume - 1
    if rise > comparison.limit, peak.volume / last.volume - 1 > comparison.limit {
      verdict.reasons.append(.receded(rise, on: peak.date))
    }
    return false
  }
}
