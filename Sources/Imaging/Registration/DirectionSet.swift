/// Climbs to a maximum of a function without derivatives.
///
/// - Source: Powell, Computer Journal 7:155, 1964, with the rule for exchanging directions of Press et
///   al., Numerical Recipes, section 10.7; line searches by parabolas and golden sections (Brent 1973).
struct DirectionSet {
  /// The first step along each direction.
  let step: Double
  /// Line searches end when the maximum is known this well.
  let tolerance: Double
  /// Rounds over all directions, at most.
  var rounds = 12

  /// The highest point found from a start, and its value.
  func maximum(
    from start: [Double], of function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    var directions = start.indices.map { n in start.indices.map { $0 == n ? 1.0 : 0 } }
    var point = start
    var value = function(start)
    var step = step
    for _ in 0..<rounds {
      let (origin, originValue) = (point, value)
      var largest = (gain: 0.0, direction: 0)
      for (n, direction) in directions.enumerated() {
        let before = value
        (point, value) = lineMaximum(from: point, value, along: direction, step, function)
        if value - before > largest.gain { largest = (value - before, n) }
      }
      let travelled = zip(point, origin).map { $0 - $1 }
      let length = travelled.map { $0 * $0 }.reduce(0, +).squareRoot()
      guard length > tolerance else { break }
      let beyond = function(zip(point, travelled).map { $0 + $1 })
      if beyond > originValue {
        let gain = value - originValue
        let bend = 2 * value - originValue - beyond
        let rest = gain - largest.gain
        let reach = beyond - originValue
        if 2 * bend * rest * rest < reach * reach * largest.gain {
          let along = travelled.map { $0 / length }
          (point, value) = lineMaximum(from: point, value, along: along, step, function)
          directions[largest.direction] = directions[directions.count - 1]
          directions[directions.count - 1] = along
        }
      }
      step = min(step, max(length, 4 * tolerance))
    }
    return (point, value)
  }

  /// The maximum along a line through a point of known value.
  private func lineMaximum(
    from point: [Double], _ value: Double, along direction: [Double], _ step: Double,
    _ function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    func at(_ t: Double) -> [Double] { zip(point, direction).map { $0 + t * $1 } }
    func probe(_ t: Double) -> Probe { Probe(t: t, value: function(at(t))) }
    var (best, second, third) = bracket(Probe(t: 0, value: value), probe, step)
    var left = min(second.t, third.t)
    var right = max(second.t, third.t)
    // The best three points so far carry a parabola; where it is no use, the larger part is cut.
    for _ in 0..<24 where right - left > tolerance {
      var t = Self.top(best, second, third)
      let isInside = t > left + 0.1 * tolerance && t < right - 0.1 * tolerance
      if !isInside || abs(t - best.t) < 0.25 * tolerance {
        t =
          right - best.t > best.t - left
          ? best.t + 0.382 * (right - best.t) : best.t - 0.382 * (best.t - left)
      }
      let found = probe(t)
      if found.value > best.value {
        if t > best.t { left = best.t } else { right = best.t }
        (best, second, third) = (found, best, second)
      } else {
        if t > best.t { right = t } else { left = t }
        if found.value > second.value {
          (second, third) = (found, second)
        } else if found.value > third.value {
          third = found
        }
      }
    }
    return (at(best.t), best.value)
  }

  /// A point at least as high as one on each side of it; the sides follow it.
  private func bracket(
    _ start: Probe, _ probe: (Double) -> Probe, _ step: Double
  ) -> (Probe, Probe, Probe) {
    var (behind, best) = (start, probe(step))
    if best.value <= start.value {
      let back = probe(-step)
      guard back.value > start.value else { return (start, back, best) }
      best = back
    }
    var grown = best.t
    for _ in 0..<8 {
      grown *= 1.618
      let ahead = probe(best.t + grown)
      if ahead.value <= best.value { return (best, behind, ahead) }
      (behind, best) = (best, ahead)
    }
    // Still rising: the last point stands for the maximum.
    return (best, behind, best)
  }

  /// A point on a line and the function there.
  private struct Probe {
    let t: Double
    let value: Double
  }

  /// Where the parabola through three points is highest; NaN where it has no top.
  private static func top(_ a: Probe, _ b: Probe, _ c: Probe) -> Double {
    let p = (a.t - b.t) * (a.value - c.value)
    let q = (a.t - c.t) * (a.value - b.value)
    let curve = p - q
    return curve == 0
      ? .nan : a.t - ((a.t - b.t) * p - (a.t - c.t) * q) / (2 * curve)
  }
}
