import Evaluation

/// Box plots with every case as a dot: one group per site, one box per run.
struct DistributionChart {
  /// One box: the values of a run at a site.
  struct Box {
    /// The run's place among the runs, which is its colour.
    let run: Int
    let values: [Double]
  }

  /// The boxes of one site.
  struct Group {
    let name: String
    let boxes: [Box]
  }

  let title: String
  let valueLabel: String
  let axis: Axis
  let groups: [Group]
}

extension DistributionChart {
  /// The Dice scores of one structure, per site and run; sites come first when there are several.
  init(diceOf structure: String, runs: [ReportRun]) {
    let sites = Set(runs.flatMap(\.scores.sites)).sorted()
    title = structure
    valueLabel = "Dice"
    axis = Axis(range: 0...1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1])
    groups = sites.map { site in
      Group(
        name: site,
        boxes: runs.enumerated().map { n, run in
          Box(
            run: n,
            values: run.scores.rows(structure: structure, site: site).compactMap(\.dice))
        })
    }
  }

  /// The chart as a figure of a page, with the runs' colours.
  func markup(colours: [Int]) -> Markup {
    let frame = ChartFrame(
      width: 520, height: 260, horizontal: Axis(range: 0...1, ticks: []), vertical: axis)
    var body = frame.grid(
      horizontalLabel: "", verticalLabel: valueLabel, showsHorizontalTicks: false)
    let groupWidth = 1 / Double(max(groups.count, 1))
    for (g, group) in groups.enumerated() {
      let start = Double(g) * groupWidth
      body += """
        <text class="tick mid" x="\(frame.x(start + groupWidth / 2))" \
        y="\(frame.y(0) + 18)">\(group.name)</text>
        """
      // Boxes share 80 % of the group; a lone box does not grow past a sixth of the picture.
      let slot = 0.8 * groupWidth / Double(max(group.boxes.count, 1))
      let width = min(0.66 * slot, 0.16) * (frame.x(1) - frame.x(0))
      for (n, box) in group.boxes.enumerated() {
        let centre = frame.x(start + 0.1 * groupWidth + slot * (Double(n) + 0.5))
        body += draw(box, in: frame, at: centre, width: width, colour: colours[box.run])
      }
    }
    return """
      <figure class="chart"><figcaption>\(title)</figcaption>
      \(frame.svg(body, describedAs: "\(valueLabel) of \(title) per site and run"))</figure>

      """
  }

  private func draw(
    _ box: Box, in frame: ChartFrame, at centre: Double, width: Double, colour: Int
  ) -> Markup {
    guard let d = Distribution(box.values) else { return "" }
    func y(_ value: Double) -> Double { frame.y(axis.position(of: value) ?? 0) }
    // Tukey's whiskers: the outermost values within 1.5 interquartile ranges of the box.
    let reach = 1.5 * (d.upperQuartile - d.lowerQuartile)
    let inner = box.values.filter {
      $0 >= d.lowerQuartile - reach && $0 <= d.upperQuartile + reach
    }
    let low = inner.min() ?? d.minimum
    let high = inner.max() ?? d.maximum
    var result: Markup = """
      <g class="box c\(colour)">\
      <line x1="\(centre)" x2="\(centre)" y1="\(y(low))" y2="\(y(d.lowerQuartile))"/>\
      <line x1="\(centre)" x2="\(centre)" y1="\(y(high))" y2="\(y(d.upperQuartile))"/>\
      <rect x="\(centre - width / 2)" y="\(y(d.upperQuartile))" width="\(width)" \
      height="\(max(y(d.lowerQuartile) - y(d.upperQuartile), 0.5))" rx="2"/>\
      <line class="median" x1="\(centre - width / 2)" x2="\(centre + width / 2)" \
      y1="\(y(d.median))" y2="\(y(d.median))"/>
      """
    for (n, value) in box.values.enumerated() {
      // A fixed sequence (golden ratio) spreads the dots: evenly, and the same in every report.
      let spread = (Double(n) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) - 0.5
      result += """
        <circle cx="\(centre + spread * width * 0.8)" cy="\(y(value))" r="2.2"/>
        """
    }
    return result + "</g>"
  }
}
