import Imaging

/// Finds the distance to the nearest of a set of lattice points: a k-d tree.
///
/// Surfaces are thin: a tumour of 1.5 cm3 has 3000 surface voxels in a box that a far false
/// positive stretches to millions. Searching the points is exact, as a distance transform of the
/// box is, and costs a hundredth of it.
///
/// - Source: Friedman, Bentley and Finkel, ACM TOMS 3(3), 1977.
struct NearestPoints {
  /// Points per leaf; 4 to 16 measure alike.
  private static let leafSize = 8

  private struct Node {
    /// The axis that is split, or -1 for a leaf.
    var axis: Int
    /// The lowest coordinate, in voxels, of the upper half.
    var split: Double
    /// The points of a leaf, or the index of the upper half's node.
    var first: Int
    var end: Int
  }

  private var points: [SIMD3<Double>]
  private var nodes: [Node] = []
  private let spacing: SIMD3<Double>

  /// A tree over points in voxel indices; there must be at least one.
  init(_ surface: [SIMD3<Int32>], spacing: SIMD3<Double>) {
    precondition(!surface.isEmpty, "a nearest point exists in a non-empty set only")
    points = surface.map { SIMD3(Double($0.x), Double($0.y), Double($0.z)) }
    self.spacing = spacing
    nodes.reserveCapacity(surface.count / 2)
    build(0, points.count)
  }

  /// The distance in mm from each point to the nearest of the set, in the points' order.
  func distances(from queries: [SIMD3<Int32>]) -> [Double] {
    var result = [Double](repeating: 0, count: queries.count)
    var bound = Double.infinity
    var previous = SIMD3<Double>.zero
    for (n, query) in queries.enumerated() {
      let point = SIMD3(Double(query.x), Double(query.y), Double(query.z))
      if n > 0 {
        // The triangle inequality: neighbours in storage order have similar distances. The factor
        // keeps rounding from shutting out the nearest point itself.
        let step = ((point - previous) * spacing).length
        bound = (result[n - 1] + step) * (1 + 1e-9) + 1e-12
        bound *= bound
      }
      result[n] = nearestSquare(to: point, below: bound).squareRoot()
      previous = point
    }
    return result
  }

  /// The square of the distance to the nearest point, which must be below `bound`.
  private func nearestSquare(to query: SIMD3<Double>, below bound: Double) -> Double {
    points.withUnsafeBufferPointer { points in
      nodes.withUnsafeBufferPointer { nodes in
        var best = bound
        search(0, query, .zero, points, nodes, &best)
        return best
      }
    }
  }

  /// - Parameter gap: how far, in mm along each axis, the node's cell lies from the query.
  private func search(
    _ index: Int, _ query: SIMD3<Double>, _ gap: SIMD3<Double>,
    _ points: UnsafeBufferPointer<SIMD3<Double>>, _ nodes: UnsafeBufferPointer<Node>,
    _ best: inout Double
  ) {
    let node = nodes[index]
    if node.axis < 0 {
      for n in node.first..<node.end {
        // Differences of indices are exact, so a distance is rounded as a transform rounds it.
        let step = (points[n] - query) * spacing
        best = min(best, (step * step).sum())
      }
      return
    }
    let offset = (query[node.axis] - node.split) * spacing[node.axis]
    // Points equal to the split lie in either half, so its plane bounds both.
    let (near, far) = offset < 0 ? (index + 1, node.first) : (node.first, index + 1)
    search(near, query, gap, points, nodes, &best)
    var farGap = gap
    farGap[node.axis] = offset
    if (farGap * farGap).sum() < best { search(far, query, farGap, points, nodes, &best) }
  }

  /// Builds the node of a range of points; its lower half follows it at once.
  private mutating func build(_ first: Int, _ end: Int) {
    let index = nodes.count
    nodes.append(Node(axis: -1, split: 0, first: first, end: end))
    guard end - first > Self.leafSize else { return }
    var lower = points[first]
    var upper = points[first]
    for n in first..<end {
      lower = pointwiseMin(lower, points[n])
      upper = pointwiseMax(upper, points[n])
    }
    let extent = (upper - lower) * spacing
    var axis = 0
    if extent.y > extent[axis] { axis = 1 }
    if extent.z > extent[axis] { axis = 2 }
    // One place occupied by all points: a leaf, however large.
    guard extent[axis] > 0 else { return }
    let middle = first + (end - first) / 2
    partition(first, end, around: middle, axis)
    let split = points[middle][axis]
    build(first, middle)
    nodes[index] = Node(axis: axis, split: split, first: nodes.count, end: 0)
    build(middle, end)
  }

  /// Hoare's selection: afterwards no point before `middle` exceeds it and none after it is less.
  private mutating func partition(_ first: Int, _ end: Int, around middle: Int, _ axis: Int) {
    points.withUnsafeMutableBufferPointer { points in
      var left = first
      var right = end - 1
      while left < right {
        let pivot = points[(left + right) / 2][axis]
        var i = left
        var j = right
        while i <= j {
          while points[i][axis] < pivot { i += 1 }
          while points[j][axis] > pivot { j -= 1 }
          if i <= j {
            points.swapAt(i, j)
            i += 1
            j -= 1
          }
        }
        if middle <= j {
          right = j
        } else if middle >= i {
          left = i
        } else {
          break
        }
      }
    }
  }
}
