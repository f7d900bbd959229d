import Evaluation

/// A blob plot of rank stability: how often each team took each rank, as areas.
///
/// The line beside the blobs spans the 2.5th to the 97.5th percentile.
///
/// - Source: Wiesenfarth et al., Sci Rep 11, 2021 (challengeR), figure 6.
struct RankBlobs {
  let stability: RankingStability

  /// The chart as a figure of a page.
  func markup() -> Markup {
    let teams = stability.teams.map(\.team)
    let count = teams.count
    // Rank 1 on top: the axis points up, so ranks stand on it as negative numbers.
    let step = max(1, (count + 11) / 12)
    let ranks = Axis(
      range: (-Double(count) - 0.5)...(-0.5),
      ticks: stride(from: 1, through: count, by: step).map { -Double($0) })
    let frame = ChartFrame(
      width: 520, height: 400, horizontal: Axis(range: 0...1, ticks: []), vertical: ranks,
      bottom: TeamSlots.bottom)
    func y(_ rank: Double) -> Double { frame.y(ranks.position(of: -rank) ?? 0) }
    let slots = TeamSlots(teams: teams)
    var body = slots.labels(in: frame)
    for tick in ranks.ticks {
      body += """
        <line class="grid" x1="\(frame.x(0))" x2="\(frame.x(1))" \
        y1="\(y(-tick))" y2="\(y(-tick))"/>\
        <text class="tick end" x="\(frame.x(0) - 7)" y="\(y(-tick) + 4)">\(Int(-tick))</text>
        """
    }
    let middle = (frame.y(0) + frame.y(1)) / 2
    body += """
      <text class="label mid" x="13" y="\(middle)" transform="rotate(-90 13 \(middle))">rank</text>
      """
    let largest = 0.46 * min(slots.width(in: frame), y(2) - y(1))
    for (t, team) in stability.teams.enumerated() {
      let x = frame.x(slots.middle(t))
      body += "<g class=\"blobs \(TeamSlots.colour(t))\">"
      for (n, times) in team.counts.enumerated() where times > 0 {
        let radius = largest * (Double(times) / Double(stability.bootstraps)).squareRoot()
        body += """
          <circle cx="\(x)" cy="\(y(Double(n + 1)))" r="\(max(radius, 0.8))">\
          <title>\(team.team): rank \(n + 1) in \(times) of \(stability.bootstraps)</title></circle>
          """
      }
      let beside = x + largest + 2
      body += """
        <line x1="\(beside)" x2="\(beside)" y1="\(y(Double(team.interval.lowest)) - 3)" \
        y2="\(y(Double(team.interval.highest)) + 3)"/></g>
        """
    }
    return """
      <figure class="chart"><figcaption>\(stability.metricSet)</figcaption>
      \(frame.svg(body, describedAs: "How often each team took each rank, \(stability.metricSet)"))\
      </figure>

      """
  }
}
