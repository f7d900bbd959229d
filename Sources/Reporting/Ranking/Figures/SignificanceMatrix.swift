import Evaluation

/// A map of who is significantly better than whom: the row's team than the column's.
struct SignificanceMatrix {
  let map: SignificanceMap

  /// Beyond so many teams the cells are too small to be read.
  static let largestTeamCount = 60

  /// The chart as a figure of a page.
  func markup() -> Markup {
    let teams = map.teams
    let cell = min(34.0, max(8, 340 / Double(max(teams.count, 1))))
    let left = 168.0
    let top = 26.0
    let width = max(520, left + cell * Double(teams.count) + 12)
    let height = top + cell * Double(teams.count) + 8
    var body: Markup = ""
    for (row, team) in teams.enumerated() {
      let y = top + cell * Double(row)
      body += """
        <text class="tick end" x="\(left - 8)" y="\(y + cell / 2 + 4)">\
        \(shortened(team, to: 20)) \(row + 1)</text>\
        <text class="tick mid" x="\(left + cell * (Double(row) + 0.5))" y="18">\(row + 1)</text>
        """
      for (column, other) in teams.enumerated() where row != column {
        let isBetter = map.isBetter(team, than: other)
        let p = map.comparison(of: team, with: other)?.adjustedPValue
        body += """
          <rect class="\(isBetter ? "better" : "level")" x="\(left + cell * Double(column) + 1)" \
          y="\(y + 1)" width="\(cell - 2)" height="\(cell - 2)" rx="2"><title>\(team) \
          \(isBetter ? "is" : "is not") significantly better than \(other), \
          p = \(pText(p))</title></rect>
          """
      }
    }
    return """
      <figure class="chart"><figcaption>Significantly better than</figcaption>
      <div class="legend"><span><i class="swatch better"></i>the row’s team is better than the \
      column’s</span><span><i class="swatch level"></i>it is not</span></div>
      <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="Which team is significantly \
      better than which">\(body)</svg></figure>

      """
  }
}

/// A p-value as papers print it: three decimals, or "< 0.001".
func pText(_ p: Double?) -> String {
  guard let p, p.isFinite else { return noFigure }
  return p < 0.001 ? "< 0.001" : fixed(p, 3)
}
