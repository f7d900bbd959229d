import Clinical

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A lesion's volumes over time with the error of each reading, treatments, and the fitted course.
struct GrowthChart {
  let assessment: GrowthAssessment
  let language: PageLanguage

  /// The figure; nothing for a lesion without a reading.
  func markup() -> Markup {
    let readings = assessment.readings
    guard let first = readings.first?.date, let last = readings.last?.date else { return "" }
    let events = assessment.treatments.filter { $0.date <= last }
    let start = min(first, events.first?.date ?? first)
    let days = DayAxis(from: start, to: last)
    let errors = readings.map { reading -> (low: Double, high: Double) in
      let deviation = assessment.criteria.error.deviation(
        volume: reading.volume, thickness: reading.sliceThickness)
      return (reading.volume * exp(-1.96 * deviation), reading.volume * exp(1.96 * deviation))
    }
    let frame = ChartFrame(
      width: 720, height: 300, horizontal: days.axis,
      vertical: Axis(covering: [0] + errors.map(\.high)), left: 64)
    var body = window(frame, days, last)
    body += frame.grid(
      horizontalLabel: "", verticalLabel: BilingualText("Volume, mm³", "体積(mm³)")[language],
      showsHorizontalTicks: false)
    body += days.labels(frame)
    body += course(frame, days)
    for event in events { body += line(event, frame, days) }
    for (reading, error) in zip(readings, errors) {
      body += mark(reading, error, frame, days)
    }
    let title = BilingualText("Volume at each visit", "検査ごとの体積")[language]
    return """
      <figure class="chart growth"><figcaption>\(title)</figcaption>
      <div class="legend">\(legend(events))</div>
      \(frame.svg(body, describedAs: title))</figure>

      """
  }

  /// The time after radiosurgery in which swelling is expected, shaded.
  private func window(_ frame: ChartFrame, _ days: DayAxis, _ last: VisitDate) -> Markup {
    assessment.treatments.filter { $0.kind == .radiosurgery && $0.date < last }.reduce(into: "") {
      let length = Int(Double(assessment.criteria.swellingWindow) * 365.25 / 12)
      let end = min($1.date.adding(days: length), last)
      let (left, right) = (days.x($1.date, frame), days.x(end, frame))
      $0 += """
        <rect class="window" x="\(left)" y="\(frame.y(1))" width="\(right - left)" \
        height="\(frame.y(0) - frame.y(1))"/>
        """
    }
  }

  /// The fitted course since the baseline, where there is one rate.
  private func course(_ frame: ChartFrame, _ days: DayAxis) -> Markup {
    guard let growth = assessment.annualGrowth, let baseline = assessment.baseline,
      let last = assessment.readings.last?.date
    else { return "" }
    let used = assessment.readings[baseline...]
    guard let first = used.first?.date else { return "" }
    let rate = log1p(growth.value)
    // The line's height is what the readings say when each is brought to the baseline's date.
    let level = used.reduce(0) { $0 + log($1.volume) - rate * $1.date.years(since: first) }
    let start = exp(level / Double(used.count))
    let span = last.dayNumber - first.dayNumber
    let points = (0...48).map { n -> String in
      let date = first.adding(days: span * n / 48)
      let volume = start * exp(rate * date.years(since: first))
      let up = frame.vertical.position(of: volume) ?? 0
      return "\(decimal(days.x(date, frame), 1)),\(decimal(frame.y(up), 1))"
    }
    return "<polyline class=\"fit\" points=\"\(points.joined(separator: " "))\"/>"
  }

  private func line(_ event: Treatment, _ frame: ChartFrame, _ days: DayAxis) -> Markup {
    let x = days.x(event.date, frame)
    let isLate = x > (frame.x(0) + frame.x(1)) / 2
    return """
      <line class="event" x1="\(x)" x2="\(x)" y1="\(frame.y(0))" y2="\(frame.y(1))"/>\
      <text class="tick\(isLate ? " end" : "")" x="\(x + (isLate ? -5 : 5))" \
      y="\(frame.y(1) + 12)">\(FollowUpWords.treatment(event.kind)[language])</text>
      """
  }

  /// A reading with its error bar: a disc on ceT1, a square on T2, a diamond where it is not known.
  private func mark(
    _ reading: LesionReading, _ error: (low: Double, high: Double), _ frame: ChartFrame,
    _ days: DayAxis
  ) -> Markup {
    let x = days.x(reading.date, frame)
    let y = { (volume: Double) in frame.y(frame.vertical.position(of: volume) ?? 0) }
    let (top, bottom, middle) = (y(error.high), y(error.low), y(reading.volume))
    let bar: Markup = """
      <line x1="\(x)" x2="\(x)" y1="\(top)" y2="\(bottom)"/>\
      <line x1="\(x - 5)" x2="\(x + 5)" y1="\(top)" y2="\(top)"/>\
      <line x1="\(x - 5)" x2="\(x + 5)" y1="\(bottom)" y2="\(bottom)"/>
      """
    let words = "\(reading.date): \(fixed(reading.volume, 0)) mm³"
    return """
      <g class="reading">\(bar)\(Self.symbol(reading.sequence, x, middle))<title>\(words)</title></g>
      """
  }

  private static func symbol(_ sequence: String?, _ x: Double, _ y: Double) -> Markup {
    switch sequence?.lowercased() {
    case "cet1": return "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5\"/>"
    case "t2":
      return "<rect class=\"hollow\" x=\"\(x - 4.5)\" y=\"\(y - 4.5)\" width=\"9\" height=\"9\"/>"
    default:
      return "<polygon points=\"\(x),\(y - 6) \(x + 6),\(y) \(x),\(y + 6) \(x - 6),\(y)\"/>"
    }
  }

  private func legend(_ events: [Treatment]) -> Markup {
    var items: [Markup] = []
    var seen: Set<String> = []
    for reading in assessment.readings where seen.insert(reading.sequence ?? "").inserted {
      let unknown = BilingualText("sequence not stated", "シーケンス不明")[language]
      items.append(
        """
        <span><svg class="key reading" viewBox="0 0 14 14">\(Self.symbol(reading.sequence, 7, 7))\
        </svg>\(reading.sequence ?? unknown)</span>
        """)
    }
    items.append(
      "<span>\(BilingualText("bars: 95 % of one reading", "縦線:1回の計測の95%範囲")[language])</span>")
    if assessment.annualGrowth != nil {
      items.append("<span>\(BilingualText("line: fitted rate", "線:推定した増大速度")[language])</span>")
    }
    if events.contains(where: { $0.kind == .radiosurgery }) {
      let window = assessment.criteria.swellingWindow
      let words = BilingualText(
        "shaded: \(window) months of possible swelling", "網掛け:一過性腫大がありうる\(window)か月")
      items.append("<span>\(words[language])</span>")
    }
    return items.reduce("", +)
  }
}
