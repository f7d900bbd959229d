/// A chart of one or more series of numbers over steps, such as losses over training.
public struct LineChart: Hashable, Sendable {
  /// One point of a series.
  public struct Point: Hashable, Sendable {
    /// The position along the horizontal axis, such as a training step.
    public let step: Double
    /// The value; not finite where there is none, which interrupts the line.
    public let value: Double

    /// A point from its step and its value.
    public init(step: Double, value: Double) {
      self.step = step
      self.value = value
    }
  }

  /// A named line.
  public struct Series: Hashable, Sendable {
    /// The name in the legend.
    public let name: String
    /// The points, ascending in step.
    public let points: [Point]

    /// A series from its name and its points.
    public init(name: String, points: [Point]) {
      self.name = name
      self.points = points
    }

    /// A series from its name and (step, value) pairs.
    public init(name: String, _ pairs: [(Int, Double)]) {
      self.init(
        name: name, points: pairs.map { Point(step: Double($0.0), value: $0.1) })
    }
  }

  /// The heading.
  public let title: String
  /// What the horizontal axis counts, as in "step".
  public let stepLabel: String
  /// What the vertical axis measures, with its unit.
  public let valueLabel: String
  /// Whether the vertical axis is logarithmic; values that are not positive are then left out.
  public let isLogarithmic: Bool
  /// The lines, in the order of the legend.
  public let series: [Series]

  /// A chart from its labels and its series.
  public init(
    title: String, stepLabel: String = "step", valueLabel: String, isLogarithmic: Bool = false,
    series: [Series]
  ) {
    self.title = title
    self.stepLabel = stepLabel
    self.valueLabel = valueLabel
    self.isLogarithmic = isLogarithmic
    self.series = series
  }
}

extension LineChart {
  /// The chart as a figure of a page.
  func markup() -> Markup {
    let all = series.flatMap(\.points)
    let frame = ChartFrame(
      width: 520, height: 250,
      horizontal: Axis(covering: all.map(\.step)),
      vertical: Axis(covering: all.map(\.value), isLogarithmic: isLogarithmic))
    var body = frame.grid(horizontalLabel: stepLabel, verticalLabel: valueLabel)
    for (n, line) in series.enumerated() {
      for segment in frame.segments(thinned(line.points)) {
        body += "<polyline class=\"line s\(n % 6)\" points=\"\(segment)\"/>"
      }
    }
    let legend = series.enumerated().map { n, line in
      "<span><i class=\"swatch s\(n % 6)\"></i>\(line.name)</span>" as Markup
    }
    return """
      <figure class="chart"><figcaption>\(title)</figcaption>
      <div class="legend">\(legend)</div>
      \(frame.svg(body, describedAs: "\(title): \(valueLabel) over \(stepLabel)"))</figure>

      """
  }

  /// At most 400 points: each the mean of a run of neighbours, which a line of this width shows.
  private func thinned(_ points: [Point]) -> [Point] {
    let limit = 400
    guard points.count > limit else { return points }
    let size = (points.count + limit - 1) / limit
    return stride(from: 0, to: points.count, by: size).map { start in
      let run = points[start..<min(start + size, points.count)].filter(\.value.isFinite)
      let count = Double(run.count)
      return run.isEmpty
        ? points[start]
        : Point(
          step: run.reduce(0) { $0 + $1.step } / count,
          value: run.reduce(0) { $0 + $1.value } / count)
    }
  }
}
