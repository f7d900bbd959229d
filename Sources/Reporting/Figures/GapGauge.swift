import Evaluation

/// A line from 0 to 1 with marks of a lower bound, an upper bound and the method between them.
struct GapGauge {
  let lowerBound: Double
  let value: Double
  let upperBound: Double

  /// The gauge as a picture 200 wide; the colours are those of the runs' roles.
  func markup() -> Markup {
    func x(_ share: Double) -> Double { 8 + 184 * min(max(share, 0), 1) }
    return """
      <svg class="gauge" viewBox="0 0 200 26" role="img" aria-label="\
      from \(fixed(lowerBound, 3)) over \(fixed(value, 3)) to \(fixed(upperBound, 3))">\
      <line class="rail" x1="8" x2="192" y1="13" y2="13"/>\
      <line class="gap" x1="\(x(lowerBound))" x2="\(x(upperBound))" y1="13" y2="13"/>\
      <line class="done" x1="\(x(lowerBound))" x2="\(x(value))" y1="13" y2="13"/>\
      <circle class="dot c0" cx="\(x(lowerBound))" cy="13" r="4.5"/>\
      <circle class="dot c2" cx="\(x(upperBound))" cy="13" r="4.5"/>\
      <circle class="dot c1" cx="\(x(value))" cy="13" r="6.5"/></svg>
      """
  }
}
