import Evaluation

/// A podium plot of one metric: who stood on which place, and with which score.
///
/// Each place holds one column a team, in the order of the ranking. A dot is a case on which the
/// team took the place, a thin line joins the dots of one case, and the bars below count the dots.
///
/// - Source: Eugster, Hothorn, Leisch, "Exploratory and inferential analysis of benchmark
///   experiments", 2008; as challengeR draws it.
struct Podium {
  let metric: RankedMetric
  let teams: [String]
  /// The scores of each team, in the order of `teams`.
  let values: [[Double]]

  /// Beyond so many teams the columns are thinner than a dot.
  static let largestTeamCount = 16

  init(_ scores: ChallengeScores, metric m: Int, order: [String]) {
    let boxes = ScoreBoxes(scores, metric: m, order: order)
    (metric, teams, values) = (boxes.metric, boxes.teams, boxes.values)
  }

  /// The place of each team on each case: 1 + the number of strictly better teams.
  func places() -> [[Int]] {
    values.map { own in
      own.indices.map { c in
        1
          + values.count {
            metric.higherIsBetter ? $0[c] > own[c] : $0[c] < own[c]
          }
      }
    }
  }

  /// The chart as a figure of a page.
  func markup() -> Markup {
    let unit = metric.isDistance ? "\(metric.measure), mm" : metric.measure
    let bars = 60.0
    let frame = ChartFrame(
      width: 1072, height: 300 + bars, horizontal: Axis(range: 0...1, ticks: []),
      vertical: metricAxis(
        values.flatMap { $0 }, isDistance: metric.isDistance,
        higherIsBetter: metric.higherIsBetter),
      bottom: 26 + bars)
    var body = frame.grid(horizontalLabel: "", verticalLabel: unit, showsHorizontalTicks: false)
    let places = places()
    let count = Double(teams.count)
    let most = Double(
      places.flatMap { own in (1...teams.count).map { place in own.count { $0 == place } } }.max()
        ?? 1)
    let slot = (frame.x(1) - frame.x(0)) / count
    let column = 0.88 * slot / count
    for place in 1...teams.count {
      let left = frame.x(Double(place - 1) / count)
      body += """
        <line class="grid" x1="\(left)" x2="\(left)" y1="\(frame.y(0) + bars)" y2="\(frame.y(1))"/>\
        <text class="tick mid" x="\(left + slot / 2)" y="\(frame.y(0) + bars + 17)">\(place)</text>
        """
    }
    func x(_ place: Int, _ t: Int) -> Double {
      frame.x(Double(place - 1) / count) + 0.06 * slot + column * (Double(t) + 0.5)
    }
    func y(_ t: Int, _ c: Int) -> Double {
      frame.y(min(max(frame.vertical.position(of: values[t][c]) ?? 0, 0), 1))
    }
    body += caseLines(places) { t, c in (x(places[t][c], t), y(t, c)) }
    for t in teams.indices {
      var dots = Dots()
      var columns: Markup = ""
      for place in 1...teams.count {
        let x = x(place, t)
        var standing = 0
        for (c, own) in places[t].enumerated() where own == place {
          standing += 1
          dots.add(x, y(t, c))
        }
        guard standing > 0 else { continue }
        columns += """
          <rect x="\(x - column * 0.45)" y="\(frame.y(0) + 3)" width="\(column * 0.9)" \
          height="\((bars - 8) * Double(standing) / max(most, 1))"/>
          """
      }
      body += "<g class=\"podium \(TeamSlots.colour(t))\">\(dots.markup)\(columns)</g>"
    }
    return """
      <figure class="chart podium-figure"><figcaption>\(metric.name)</figcaption>
      \(frame.svg(body, describedAs: "Podium plot of \(metric.name): places and scores"))</figure>

      """
  }

  /// A line for each case through its dots, from the first place to the last, as one path.
  ///
  /// Its strokes grow fainter with the number of cases, so that a bundle shows and a case does not.
  private func caseLines(
    _ places: [[Int]], at point: (_ team: Int, _ case: Int) -> (x: Double, y: Double)
  ) -> Markup {
    let cases = values.first?.indices ?? 0..<0
    let path = cases.map { c in
      let order = teams.indices.sorted { (places[$0][c], $0) < (places[$1][c], $1) }
      return order.enumerated().map { n, t in
        let (x, y) = point(t, c)
        return "\(n == 0 ? "M" : "L")\(decimal(x, 1)) \(decimal(y, 1))"
      }.joined()
    }.joined()
    let opacity = decimal(min(0.5, max(0.06, 16 / Double(max(cases.count, 1)))), 2)
    return "<path class=\"case-lines\" stroke-opacity=\"\(opacity)\" d=\"\(path)\"/>"
  }
}
