import Clinical

/// A horizontal axis of days, labelled at the first of months or years.
struct DayAxis {
  let axis: Axis
  private let ticks: [(day: Int, label: String)]

  /// An axis that holds both dates with some room on each side.
  init(from first: VisitDate, to last: VisitDate) {
    let span = max(last.dayNumber - first.dayNumber, 60)
    let room = max(span / 16, 10)
    let (low, high) = (first.dayNumber - room, last.dayNumber + room)
    // The shortest step that leaves room for each label.
    let months = [1, 2, 3, 6, 12, 24, 60, 120, 240].first { Double(span) / 30.4 / Double($0) <= 7 }
    let step = months ?? 600
    var ticks: [(day: Int, label: String)] = []
    let start = first.year * 12 - 24
    for month in start...(last.year * 12 + 24) where month % step == 0 {
      guard let date = VisitDate(year: max(month / 12, 1), month: month % 12 + 1, day: 1),
        (low...high).contains(date.dayNumber)
      else { continue }
      let text = date.description
      ticks.append((date.dayNumber, String(text.prefix(step >= 12 ? 4 : 7))))
    }
    self.ticks = ticks
    axis = Axis(range: Double(low)...Double(high), ticks: ticks.map { Double($0.day) })
  }

  /// The picture's x of a date.
  func x(_ date: VisitDate, _ frame: ChartFrame) -> Double {
    frame.x(axis.position(of: Double(date.dayNumber)) ?? 0)
  }

  /// The labels and their marks.
  func labels(_ frame: ChartFrame) -> Markup {
    ticks.reduce(into: "") { result, tick in
      let x = frame.x(axis.position(of: Double(tick.day)) ?? 0)
      result += """
        <line class="axis" x1="\(x)" x2="\(x)" y1="\(frame.y(0))" y2="\(frame.y(0) + 5)"/>\
        <text class="tick mid" x="\(x)" y="\(frame.y(0) + 20)">\(tick.label)</text>
        """
    }
  }
}
