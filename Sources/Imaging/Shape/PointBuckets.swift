/// Points of space in boxes, so that far and near pairs are found without looking at all pairs.
package struct PointBuckets {
  private struct Bucket {
    var points: [SIMD3<Double>]
    var lower: SIMD3<Double>
    var upper: SIMD3<Double>

    mutating func add(_ p: SIMD3<Double>) {
      points.append(p)
      lower = pointwiseMin(lower, p)
      upper = pointwiseMax(upper, p)
    }
  }

  private let buckets: [Bucket]

  /// Sorts points into at most 12 x 12 x 12 cubes over their extent.
  package init(_ points: [SIMD3<Double>]) {
    guard let first = points.first else {
      buckets = []
      return
    }
    var (lower, upper) = (first, first)
    for p in points {
      lower = pointwiseMin(lower, p)
      upper = pointwiseMax(upper, p)
    }
    let edge = max((upper - lower).max() / 12, 1e-6)
    // In the order of their first points, so that the same points give the same pair.
    var numbers: [SIMD3<Int>: Int] = [:]
    var found: [Bucket] = []
    for p in points {
      let cell = SIMD3<Int>(((p - lower) / edge).rounded(.down))
      if let number = numbers[cell] {
        found[number].add(p)
      } else {
        numbers[cell] = found.count
        found.append(Bucket(points: [p], lower: p, upper: p))
      }
    }
    buckets = found
  }

  /// The two points that lie farthest apart; `nil` without points.
  ///
  /// - Complexity: the pairs of boxes, plus the pairs of points of those boxes whose outermost
  ///   corners lie farther apart than the answer.
  package func farthestPair() -> (SIMD3<Double>, SIMD3<Double>)? {
    guard let first = buckets.first?.points.first else { return nil }
    var pairs: [(bound: Double, a: Int, b: Int)] = []
    for a in buckets.indices {
      for b in a..<buckets.count {
        let reach = pointwiseMax(
          buckets[a].upper - buckets[b].lower, buckets[b].upper - buckets[a].lower)
        pairs.append(((reach * reach).sum(), a, b))
      }
    }
    pairs.sort { ($1.bound, $0.a, $0.b) < ($0.bound, $1.a, $1.b) }
    var best = (square: 0.0, ends: (first, first))
    for pair in pairs {
      if pair.bound <= best.square { break }
      for p in buckets[pair.a].points {
        for q in buckets[pair.b].points {
          let d = p - q
          let square = (d * d).sum()
          if square > best.square { best = (square, (p, q)) }
        }
      }
    }
    return best.ends
  }

  /// The smallest distance between a point here and one of the others; `nil` when either has none.
  ///
  /// - Complexity: the pairs of boxes, plus the pairs of points of those boxes that lie nearer than
  ///   the answer.
  package func smallestDistance(to other: PointBuckets) -> Double? {
    guard !buckets.isEmpty, !other.buckets.isEmpty else { return nil }
    var pairs: [(bound: Double, a: Int, b: Int)] = []
    for a in buckets.indices {
      for b in other.buckets.indices {
        let gap = pointwiseMax(
          pointwiseMax(
            buckets[a].lower - other.buckets[b].upper, other.buckets[b].lower - buckets[a].upper),
          .zero)
        pairs.append(((gap * gap).sum(), a, b))
      }
    }
    pairs.sort { $0.bound < $1.bound }
    var best = Double.infinity
    for pair in pairs {
      if pair.bound >= best { break }
      for p in buckets[pair.a].points {
        for q in other.buckets[pair.b].points {
          let d = p - q
          best = min(best, (d * d).sum())
        }
      }
    }
    return best.squareRoot()
  }
}
