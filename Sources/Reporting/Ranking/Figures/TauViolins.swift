import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Violins of Kendall's tau over bootstraps, one for each set of metrics.
///
/// A violin's width is the density of tau, smoothed by a Gaussian; the bar spans the quartiles, the
/// dot is the mean.
struct TauViolins {
  let stabilities: [RankingStability]

  /// The chart as a figure of a page.
  func markup() -> Markup {
    let shown = stabilities.filter { !$0.taus.isEmpty }
    guard !shown.isEmpty else { return "" }
    let lowest = shown.compactMap { $0.taus.first?.tau }.min() ?? 0
    let axis = Axis(covering: [lowest, 1])
    let frame = ChartFrame(
      width: 520, height: 300, horizontal: Axis(range: 0...1, ticks: []), vertical: axis,
      left: 64)
    func y(_ tau: Double) -> Double { frame.y(min(max(axis.position(of: tau) ?? 0, 0), 1)) }
    var body = frame.grid(
      horizontalLabel: "", verticalLabel: "Kendall’s tau", showsHorizontalTicks: false)
    let slot = (frame.x(1) - frame.x(0)) / Double(shown.count)
    for (n, stability) in shown.enumerated() {
      guard let d = stability.kendall else { continue }
      let centre = frame.x(0) + slot * (Double(n) + 0.5)
      let outline = outline(stability, axis: axis)
      let half = 0.4 * min(slot, 130)
      let right = outline.map { "\(decimal(centre + half * $0.width, 1)),\(decimal(y($0.tau), 1))" }
      let left = outline.reversed().map {
        "\(decimal(centre - half * $0.width, 1)),\(decimal(y($0.tau), 1))"
      }
      body += """
        <g class="violin c\((n + 1) % 6)">\
        <polygon points="\((right + left).joined(separator: " "))"/>\
        <line x1="\(centre)" x2="\(centre)" y1="\(y(d.lowerQuartile))" y2="\(y(d.upperQuartile))"/>\
        <circle cx="\(centre)" cy="\(y(d.mean))" r="4"/></g>\
        <text class="tick mid" x="\(centre)" y="\(frame.y(0) + 18)">\(stability.metricSet)</text>\
        <text class="tick mid" x="\(centre)" y="\(frame.y(0) + 34)">mean \(fixed(d.mean, 3))</text>
        """
    }
    return """
      <figure class="chart"><figcaption>Agreement with the ranking of all cases</figcaption>
      \(frame.svg(body, describedAs: "Kendall's tau over bootstraps for each set of metrics"))\
      </figure>

      """
  }

  /// The density between the smallest and the largest tau, its maximum scaled to 1.
  func outline(_ stability: RankingStability, axis: Axis) -> [(tau: Double, width: Double)] {
    guard let low = stability.taus.first?.tau, let high = stability.taus.last?.tau,
      let d = stability.kendall
    else { return [] }
    // Silverman's rule, but not narrower than a fortieth of the axis: tau takes few values, and
    // needles would show nothing.
    let span = axis.range.upperBound - axis.range.lowerBound
    let bandwidth = max(
      span / 40, 1.06 * (d.standardDeviation ?? 0) / pow(Double(d.count), 0.2))
    let start = low - bandwidth
    let end = min(high + bandwidth, axis.range.upperBound)
    let points = (0...80).map { start + (end - start) * Double($0) / 80 }
    let densities = points.map { point in
      stability.taus.reduce(0) { sum, entry in
        let z = (point - entry.tau) / bandwidth
        return sum + Double(entry.count) * exp(-z * z / 2)
      }
    }
    let most = densities.max() ?? 1
    return zip(points, densities).map { ($0, $1 / most) }
  }
}
