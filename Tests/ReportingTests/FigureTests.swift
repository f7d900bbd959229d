import TestSupport
import Testing

@testable import Reporting

@Suite("Figures and numbers")
struct FigureTests {
  @Test(
    "Numbers with fixed decimals",
    arguments: [
      (0.8125, 3, "0.813"), (0.0004, 3, "0.000"), (-0.0004, 3, "0.000"), (-1.5, 0, "\u{2212}2"),
      (12, 2, "12.00"), (0.05, 1, "0.1"), (.nan, 2, "–"), (.infinity, 2, "–"),
      (999.996, 2, "1000.00"),
    ] as [(Double, Int, String)])
  func fixedDecimals(_ c: (value: Double, decimals: Int, expected: String)) {
    #expect(fixed(c.value, c.decimals) == c.expected)
  }

  @Test(
    "Durations as people say them",
    arguments: [
      (0.42, "0.4 s"), (9.99, "10 s"), (59.6, "1 min 0 s"), (185, "3 min 5 s"),
      (7630, "2 h 7 min"), (-1, "–"),
    ] as [(Double, String)])
  func durations(_ c: (seconds: Double, expected: String)) {
    #expect(duration(c.seconds) == c.expected)
  }

  @Test("SVG coordinates have no trailing zeros and an ASCII minus")
  func coordinates() {
    #expect(decimal(12, 2) == "12")
    #expect(decimal(-0.5, 2) == "-0.5")
    #expect(decimal(100, 0) == "100")
    #expect(decimal(.nan, 2) == "0")
  }

  @Test("Interpolated text is escaped, interpolated markup is not")
  func markup() {
    let name = "<a href='x'>&\"</a>"
    let inner: Markup = "<b>\(name)</b>"
    let outer: Markup = "<p>\(inner)\(3)\(0.50)</p>"
    #expect(
      outer.text == "<p><b>&lt;a href=&#39;x&#39;&gt;&amp;&quot;&lt;/a&gt;</b>30.5</p>")
  }

  @Test("Linear axes end on round numbers that hold all values")
  func linearAxis() {
    let axis = Axis(covering: [3, 47])
    #expect(axis.range == 0...50)
    #expect(axis.ticks == [0, 10, 20, 30, 40, 50])
    #expect(axis.position(of: 25) == 0.5)
    #expect(axis.label(20) == "20")
    #expect(Axis(covering: [0.1, 0.92]).label(0.2) == "0.2")
    #expect(Axis(covering: [5, 5]).range.contains(5))
    #expect(Axis(covering: []).range == 0...1)
    #expect(Axis(covering: [.nan, 1, 2]).position(of: .nan) == nil)
  }

  @Test("Logarithmic axes end on 1, 2 or 5 and leave out what is not positive")
  func logarithmicAxis() throws {
    let axis = Axis(covering: [0.003, 0.4, -1, 0], isLogarithmic: true)
    #expect(abs(axis.range.lowerBound - 0.002) < 1e-12)
    #expect(abs(axis.range.upperBound - 0.5) < 1e-12)
    #expect(axis.position(of: 0) == nil)
    #expect(abs(try #require(axis.position(of: axis.range.upperBound)) - 1) < 1e-12)
    #expect(axis.label(0.01) == "0.01")
  }

  @Test("A line is interrupted where a value is missing")
  func gaps() {
    let chart = LineChart(
      title: "Loss", valueLabel: "loss",
      series: [.init(name: "a", [(0, 1), (1, 2), (2, .nan), (3, 1), (4, 2)])])
    #expect(chart.markup().text.split(separator: "<polyline").count == 1 + 2)
  }

  @Test(
    "A chart as a file of its own has its style in it, and a mark at each point that has a value")
  func file() {
    let chart = LineChart(
      title: "Dice < 1", stepLabel: "cases", valueLabel: "Dice",
      series: [.init(name: "a", [(0, 0.5), (1, .nan), (3, 0.7)]), .init(name: "b", [(0, 0.4)])])
    let text = chart.svgFile
    #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && text.contains("<style>"))
    #expect(text.contains("Dice &lt; 1"))
    // Three values, and two names in the legend.
    #expect(text.split(separator: "<circle").count == 1 + 3 + 2)
  }

  @Test("A long series is thinned to at most 400 points that keep its mean")
  func thinning() {
    let chart = LineChart(
      title: "Loss", valueLabel: "loss",
      series: [.init(name: "a", (0..<5000).map { ($0, Double($0 % 2)) })])
    let text = chart.markup().text
    let points = text.firstRange(of: "points=\"").map {
      text[$0.upperBound...].prefix { $0 != "\"" }
    }
    let count = points?.split(separator: " ").count ?? 0
    #expect(count > 300 && count <= 400)
  }
}
