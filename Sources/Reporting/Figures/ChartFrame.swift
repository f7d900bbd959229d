/// The plot area of a chart: margins, grid lines, tick labels, and where a point lies.
struct ChartFrame {
  let width: Double
  let height: Double
  let horizontal: Axis
  let vertical: Axis

  private let left: Double
  private let right = 12.0
  private let top = 10.0
  private let bottom: Double

  /// A frame; long labels need wider margins.
  init(
    width: Double, height: Double, horizontal: Axis, vertical: Axis, left: Double = 52,
    bottom: Double = 42
  ) {
    self.width = width
    self.height = height
    self.horizontal = horizontal
    self.vertical = vertical
    self.left = left
    self.bottom = bottom
  }

  /// The picture's x of a share 0...1 of the horizontal axis.
  func x(_ share: Double) -> Double { left + share * (width - left - right) }

  /// The picture's y of a share 0...1 of the vertical axis, which points up.
  func y(_ share: Double) -> Double { height - bottom - share * (height - top - bottom) }

  /// Grid lines and labels of both axes; the horizontal ticks are optional.
  func grid(
    horizontalLabel: String, verticalLabel: String, showsHorizontalTicks: Bool = true
  ) -> Markup {
    var result: Markup = ""
    for tick in vertical.ticks {
      guard let share = vertical.position(of: tick) else { continue }
      result += """
        <line class="grid" x1="\(x(0))" x2="\(x(1))" y1="\(y(share))" y2="\(y(share))"/>\
        <text class="tick end" x="\(x(0) - 7)" y="\(y(share) + 4)">\(vertical.label(tick))</text>
        """
    }
    for tick in showsHorizontalTicks ? horizontal.ticks : [] {
      guard let share = horizontal.position(of: tick) else { continue }
      result += """
        <text class="tick mid" x="\(x(share))" y="\(y(0) + 17)">\(horizontal.label(tick))</text>
        """
    }
    let middle = (y(0) + y(1)) / 2
    result += """
      <line class="axis" x1="\(x(0))" x2="\(x(1))" y1="\(y(0))" y2="\(y(0))"/>\
      <text class="label mid" x="\(x(0.5))" y="\(height - 7)">\(horizontalLabel)</text>\
      <text class="label mid" x="13" y="\(middle)" \
      transform="rotate(-90 13 \(middle))">\(verticalLabel)</text>
      """
    return result
  }

  /// The SVG's point lists: a line is interrupted where a value cannot be shown.
  func segments(_ points: [LineChart.Point]) -> [String] {
    var result: [String] = []
    var current: [String] = []
    for point in points {
      if let across = horizontal.position(of: point.step),
        let up = vertical.position(of: point.value)
      {
        current.append("\(decimal(x(across), 1)),\(decimal(y(up), 1))")
      } else if !current.isEmpty {
        result.append(current.joined(separator: " "))
        current = []
      }
    }
    if !current.isEmpty { result.append(current.joined(separator: " ")) }
    return result
  }

  /// The whole picture; it scales with the page.
  func svg(_ body: Markup, describedAs description: String) -> Markup {
    """
    <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(description)">\(body)</svg>
    """
  }
}
