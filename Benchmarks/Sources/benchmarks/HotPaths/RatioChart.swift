import Foundation

/// Draws ratios as horizontal bars on a logarithmic axis, as an SVG.
struct RatioChart {
  /// One bar.
  struct Bar {
    var label: String
    var ratio: Double
    /// The least and the largest ratio of a pair of runs.
    var spread: ClosedRange<Double>
    /// What the ratio is meant to be at least.
    var goal: Double?
  }

  let title: String
  let bars: [Bar]

  private static let left = 520.0
  private static let width = 420.0
  private static let row = 22.0
  private static let top = 64.0

  /// The picture: a bar from 1 to each ratio, a line for its spread, a mark at its goal.
  var svg: String {
    let ends: [Double] = bars.flatMap { bar -> [Double] in
      [bar.ratio, bar.spread.lowerBound, bar.spread.upperBound, bar.goal ?? 1.0]
    }
    let low: Double = pow(10.0, floor(log10(ends.min() ?? 1.0)))
    let high: Double = pow(10.0, ceil(log10(max(ends.max() ?? 10.0, low * 10.0))))
    func x(_ ratio: Double) -> Double {
      Self.left + Self.width * log(ratio / low) / log(high / low)
    }
    let bottom = Self.top + Self.row * Double(bars.count)
    let size = (Self.left + Self.width + 60, bottom + 20)
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(text(size.0)) \#(text(size.1))" "#
        + #"font-family="sans-serif" font-size="12">"#,
      #"<rect width="100%" height="100%" fill="white"/>"#,
      #"<text x="10" y="22" font-size="15">\#(escaped(title))</text>"#,
    ]
    var tick = low
    while tick <= high * 1.001 {
      let place = text(x(tick))
      lines.append(
        #"<path d="M\#(place) \#(text(Self.top - 8))V\#(text(bottom))" "#
          + #"stroke="\#(abs(tick - 1) < 1e-9 ? "black" : "lightgray")"/>"#
          + #"<text x="\#(place)" y="\#(text(Self.top - 12))" text-anchor="middle">"#
          + "\(Report.short(tick))</text>")
      tick *= 10
    }
    for (n, bar) in bars.enumerated() {
      let y = Self.top + Self.row * Double(n)
      let (from, to) = (min(x(1), x(bar.ratio)), max(x(1), x(bar.ratio)))
      let isMet = bar.goal.map { bar.ratio >= $0 } ?? (bar.ratio >= 1)
      lines.append(
        #"<text x="\#(text(Self.left - 8))" y="\#(text(y + 14))" text-anchor="end">"#
          + "\(escaped(bar.label))</text>"
          + #"<rect x="\#(text(from))" y="\#(text(y + 3))" width="\#(text(to - from))" height="14" "#
          + #"fill="\#(isMet ? "steelblue" : "indianred")"/>"#
          + #"<path d="M\#(text(x(bar.spread.lowerBound))) \#(text(y + 10))"#
          + #"H\#(text(x(bar.spread.upperBound)))" stroke="black"/>"#)
      if let goal = bar.goal {
        lines.append(
          #"<path d="M\#(text(x(goal))) \#(text(y + 1))v18" stroke="black" stroke-width="2"/>"#)
      }
    }
    return (lines + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  private func text(_ value: Double) -> String { String(format: "%.1f", value) }

  private func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }
}
