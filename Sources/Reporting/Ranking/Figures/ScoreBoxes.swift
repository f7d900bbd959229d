import Evaluation

/// Box plots of one metric, one box a team in the order of the ranking.
struct ScoreBoxes {
  let metric: RankedMetric
  let teams: [String]
  /// The scores of each team, in the order of `teams`.
  let values: [[Double]]

  init(_ scores: ChallengeScores, metric m: Int, order: [String]) {
    metric = scores.metrics[m]
    teams = order
    values = order.map { team in
      scores.teams.firstIndex(of: team).map { scores.values(team: $0, metric: m) } ?? []
    }
  }

  /// The chart as a figure of a page.
  func markup() -> Markup {
    let unit = metric.isDistance ? "\(metric.measure), mm" : metric.measure
    let frame = ChartFrame(
      width: 520, height: 330, horizontal: Axis(range: 0...1, ticks: []),
      vertical: metricAxis(
        values.flatMap { $0 }, isDistance: metric.isDistance,
        higherIsBetter: metric.higherIsBetter),
      bottom: TeamSlots.bottom)
    let slots = TeamSlots(teams: teams)
    var body = frame.grid(horizontalLabel: "", verticalLabel: unit, showsHorizontalTicks: false)
    body += slots.labels(in: frame)
    for n in teams.indices {
      body += box(
        values[n], in: frame, at: frame.x(slots.middle(n)),
        width: min(0.6 * slots.width(in: frame), 60), colour: TeamSlots.colour(n))
    }
    return """
      <figure class="chart"><figcaption>\(metric.name)</figcaption>
      \(frame.svg(body, describedAs: "\(metric.name) of each team as box plots"))</figure>

      """
  }

  private func box(
    _ values: [Double], in frame: ChartFrame, at centre: Double, width: Double, colour: Markup
  ) -> Markup {
    guard let d = Distribution(values) else { return "" }
    func y(_ value: Double) -> Double {
      frame.y(min(max(frame.vertical.position(of: value) ?? 0, 0), 1))
    }
    // Tukey's whiskers: the outermost values within 1.5 interquartile ranges of the box.
    let reach = 1.5 * (d.upperQuartile - d.lowerQuartile)
    let inside = (d.lowerQuartile - reach)...(d.upperQuartile + reach)
    let inner = values.filter(inside.contains)
    var dots = Dots()
    for (n, value) in values.enumerated() where !inside.contains(value) {
      // A fixed sequence (golden ratio) spreads the dots: the same in every report.
      let spread = (Double(n) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) - 0.5
      dots.add(centre + spread * width * 0.6, y(value))
    }
    return """
      <g class="box \(colour)">\
      <line x1="\(centre)" x2="\(centre)" y1="\(y(inner.min() ?? d.minimum))" \
      y2="\(y(d.lowerQuartile))"/>\
      <line x1="\(centre)" x2="\(centre)" y1="\(y(inner.max() ?? d.maximum))" \
      y2="\(y(d.upperQuartile))"/>\
      <rect x="\(centre - width / 2)" y="\(y(d.upperQuartile))" width="\(width)" \
      height="\(max(y(d.lowerQuartile) - y(d.upperQuartile), 0.5))" rx="2"/>\
      <line class="median" x1="\(centre - width / 2)" x2="\(centre + width / 2)" \
      y1="\(y(d.median))" y2="\(y(d.median))"/>\(dots.markup)</g>
      """
  }
}
