public import Evaluation

/// A page that puts the shapes of simulated structures beside those that experts drew.
public struct ShapePage: Sendable {
  /// One sentence below the heading.
  public var subtitle: String
  /// Expert contours.
  public var real: [ShapeSample]
  /// Simulated structures.
  public var simulated: [ShapeSample]

  /// A page from its parts.
  public init(subtitle: String, real: [ShapeSample], simulated: [ShapeSample]) {
    self.subtitle = subtitle
    self.real = real
    self.simulated = simulated
  }

  /// The page as one HTML file.
  public func html() -> String {
    let title = "Simulated and real shapes"
    var body = pageHeader(title: title, subtitle: subtitle)
    body += section("Distributions", legend + "<div class=\"charts\">\(charts)</div>")
    body += section("Quantiles and distances", table)
    body += "<footer>\(Report.disclaimer) Made with Kakehashi. \(Self.source)</footer>"
    return pageText(title: title, body: body)
  }

  private static let source =
    "Real contours: Vestibular-Schwannoma-SEG, Shapey et al. 2021, "
    + "doi:10.7937/TCIA.9YTJ-5Q73, CC BY 4.0."

  private var legend: Markup {
    "<p class=\"fine\">Grey: real. Blue: simulated. Boxes are quartiles, each dot is a patient.</p>"
  }

  private var charts: [Markup] {
    ShapeMeasure.all.compactMap { measure in
      let sets = [real, simulated].map { $0.compactMap(measure.value) }
      guard let comparison = SampleComparison(measure, real: real, simulated: simulated) else {
        return nil
      }
      return DistributionChart(
        title: "\(measure.name), D = \(fixed(comparison.kolmogorovSmirnov, 2))",
        valueLabel: measure.unit.isEmpty ? "ratio" : measure.unit,
        axis: Axis(covering: sets.flatMap { $0 }, isLogarithmic: measure.isLogarithmic),
        groups: [
          .init(
            name: "real, simulated",
            boxes: sets.enumerated().map { .init(run: $0.offset, values: $0.element) })
        ]
      ).markup(colours: [0, 1])
    }
  }

  private var table: Markup {
    let rows = ShapeMeasure.all.compactMap { measure -> Markup? in
      guard let row = SampleComparison(measure, real: real, simulated: simulated) else {
        return nil
      }
      let digits = row.unit.isEmpty ? 3 : row.unit == "mm" ? 1 : 0
      let cells = { (q: SampleComparison.Quantiles) -> [Markup] in
        q.values.map { "<td>\(fixed($0, digits))</td>" }
      }
      return """
        <tr class="first"><th>\(row.name)<small>\(row.unit)</small></th><td class="run">real</td>\
        <td>\(row.real.count)</td>\(cells(row.real))<td>\(fixed(row.kolmogorovSmirnov, 3))</td>\
        <td>\(fixed(row.wasserstein, digits + 1))</td></tr>
        <tr><th></th><td class="run">simulated</td><td>\(row.simulated.count)</td>\
        \(cells(row.simulated))<td></td><td></td></tr>

        """
    }
    let heads: [Markup] = SampleComparison.fractions.map { "<th>\(Int($0 * 100)) %</th>" }
    return """
      <div class="scroll"><table class="scores"><thead><tr><th>Measure</th><th></th><th>n</th>\
      \(heads)<th>D</th><th>W</th></tr></thead><tbody>
      \(rows)</tbody></table></div>
      <p class="fine">D: Kolmogorov and Smirnov's distance of two samples, 0 to 1. W: Wasserstein's \
      distance of order 1, in the unit of the measure.</p>

      """
  }
}
