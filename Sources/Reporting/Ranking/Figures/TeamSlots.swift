/// Teams side by side along the horizontal axis, their names slanted below it.
struct TeamSlots {
  let teams: [String]

  /// The room below a chart that slanted names need.
  static let bottom = 96.0

  /// The middle of a team's slot as a share 0...1 of the axis.
  func middle(_ n: Int) -> Double { (Double(n) + 0.5) / Double(max(teams.count, 1)) }

  /// The width of a slot in the picture.
  func width(in frame: ChartFrame) -> Double {
    (frame.x(1) - frame.x(0)) / Double(max(teams.count, 1))
  }

  /// The names below the axis.
  func labels(in frame: ChartFrame) -> Markup {
    teams.indices.map { n in
      let x = frame.x(middle(n)) + 3
      let y = frame.y(0) + 13
      return """
        <text class="tick end" x="\(x)" y="\(y)" transform="rotate(-40 \(x) \(y))">\
        \(shortened(teams[n], to: 20))</text>
        """ as Markup
    }
    .reduce("", +)
  }

  /// The colour class of a team: twelve colours, then again the first.
  static func colour(_ n: Int) -> Markup { "t\(n % 12)" }
}

/// A name of at most so many characters, cut with an ellipsis.
func shortened(_ name: String, to limit: Int) -> String {
  name.count <= limit ? name : name.prefix(limit - 1) + "…"
}

/// Points as one path of dots: a tenth of the size of as many circles.
struct Dots {
  private var path = ""

  mutating func add(_ x: Double, _ y: Double) {
    path += "M\(decimal(x, 1)) \(decimal(y, 1))h0"
  }

  /// The path; nothing where there is no dot.
  var markup: Markup { path.isEmpty ? "" : "<path class=\"dots\" d=\"\(path)\"/>" }
}

/// The axis of a metric: 0 to 1 for shares, logarithmic for distances, which span decades.
func metricAxis(_ values: [Double], isDistance: Bool, higherIsBetter: Bool) -> Axis {
  if isDistance, values.contains(where: { $0 > 0 }) {
    return Axis(covering: values, isLogarithmic: true)
  }
  if higherIsBetter, values.allSatisfy({ $0 >= 0 && $0 <= 1 }) {
    return Axis(range: 0...1, ticks: [0, 0.2, 0.4, 0.6, 0.8, 1])
  }
  return Axis(covering: values)
}
