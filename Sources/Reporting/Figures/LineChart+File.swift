extension LineChart {
  /// The chart as an SVG file of its own, with a mark at each point: for few points, as of a learning curve.
  public var svgFile: String {
    let points = series.flatMap(\.points)
    let (width, height, head) = (520.0, 250.0, 44.0)
    let frame = ChartFrame(
      width: width, height: height, horizontal: Axis(covering: points.map(\.step)),
      vertical: Axis(covering: points.map(\.value), isLogarithmic: isLogarithmic))
    var body = frame.grid(horizontalLabel: stepLabel, verticalLabel: valueLabel)
    var left = 52.0
    var legend: Markup = ""
    for (n, line) in series.enumerated() {
      for segment in frame.segments(line.points) {
        body += "<polyline class=\"line s\(n % 6)\" points=\"\(segment)\"/>"
      }
      for point in line.points {
        guard let across = frame.horizontal.position(of: point.step),
          let up = frame.vertical.position(of: point.value)
        else { continue }
        body +=
          "<circle class=\"s\(n % 6)\" cx=\"\(frame.x(across))\" cy=\"\(frame.y(up))\" r=\"3\"/>"
      }
      legend += """
        <circle class="s\(n % 6)" cx="\(left)" cy="32" r="4"/>\
        <text class="label" x="\(left + 9)" y="36">\(line.name)</text>
        """
      // About seven pixels a letter at this size.
      left += 30 + 7 * Double(line.name.count)
    }
    let total = head + height
    let picture: Markup = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(total)" role="img" \
      aria-label="\(title)"><style>\(fileStyle)</style>\
      <rect width="\(width)" height="\(total)" fill="#fff"/>\
      <text class="title" x="52" y="16">\(title)</text>\(legend)\
      <g transform="translate(0 \(head))">\(body)</g></svg>

      """
    return picture.text
  }
}

/// What the picture needs of ``pageStyle``, without variables: picture viewers know none.
private let fileStyle: Markup = """
  svg{font-family:system-ui,sans-serif}.title{font-size:14px;font-weight:600}
  .grid{stroke:#d9dee4}.axis{stroke:#5b6470}.tick,.label{fill:#5b6470;font-size:12px}
  .mid{text-anchor:middle}.end{text-anchor:end}
  .line{fill:none;stroke-width:1.8;stroke-linejoin:round}
  .line.s0{stroke:#1f6fd6}.line.s1{stroke:#8b929b}.line.s2{stroke:#0f8a5f}.line.s3{stroke:#8a56c8}
  .line.s4{stroke:#b0651d}.line.s5{stroke:#c2437f}
  circle.s0{fill:#1f6fd6}circle.s1{fill:#8b929b}circle.s2{fill:#0f8a5f}circle.s3{fill:#8a56c8}
  circle.s4{fill:#b0651d}circle.s5{fill:#c2437f}
  """
