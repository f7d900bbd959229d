/// Closed curves drawn on parallel planes, as radiotherapy stores a structure.
public struct PlanarContours: Hashable, Sendable {
  /// The corners of each curve in order, in mm RAS+; the last joins the first.
  public var loops: [[SIMD3<Double>]]

  /// A structure from its curves.
  public init(loops: [[SIMD3<Double>]]) { self.loops = loops }

  /// The planes' normal, their positions along it in mm, and the loops on each; `nil` without area.
  ///
  /// The normal is that of the largest curve. Curves whose middles are within a fifth of the
  /// spacing lie on one plane, so planes may be tilted a little against each other.
  private var planes: (normal: SIMD3<Double>, spacing: Double, loops: [(Double, [Int])])? {
    let areas = loops.map(Self.areaVector)
    guard let largest = areas.max(by: { $0.length < $1.length }), largest.length > 0 else {
      return nil
    }
    // Curves may run either way round; the normal points to the head.
    let up = largest / largest.length
    let normal = up[Self.steepest(up)] < 0 ? -up : up
    let places = loops.enumerated().filter { !$0.element.isEmpty }.map { number, loop in
      (loop.reduce(0) { $0 + ($1 * normal).sum() } / Double(loop.count), number)
    }.sorted { $0.0 < $1.0 }
    let gaps = zip(places.dropFirst(), places).map { $0.0.0 - $0.1.0 }.filter { $0 > 0.3 }.sorted()
    let spacing = gaps.isEmpty ? 1 : gaps[(gaps.count - 1) / 2]
    var result: [(Double, [Int])] = []
    for (place, number) in places {
      if let last = result.last, place - last.0 < 0.2 * spacing {
        result[result.count - 1].1.append(number)
      } else {
        result.append((place, [number]))
      }
    }
    return (normal, spacing, result)
  }

  /// The voxels whose centres lie inside, on a grid whose slices are the contours' planes.
  ///
  /// A point is inside a plane's curves where a ray from it meets them an odd number of times, so a
  /// curve within another cuts a hole. In plane the grid runs along the world's axes as far as the
  /// planes' tilt allows.
  ///
  /// - Parameter step: the spacing in plane, in mm.
  /// - Returns: `nil` where no curve encloses an area.
  public func mask(step: Double) -> Mask? {
    guard let planes, let first = planes.loops.first, let last = planes.loops.last else {
      return nil
    }
    let normal = planes.normal
    // The world axis that is most nearly in the plane becomes the rows' direction.
    let steepest = Self.steepest(normal)
    let guide: SIMD3<Double> = steepest == 0 ? [0, 1, 0] : [1, 0, 0]
    let rows = guide - normal * (guide * normal).sum()
    let u = rows / rows.length
    let v = normal.cross(u)
    let flat = loops.map { $0.map { SIMD2(($0 * u).sum(), ($0 * v).sum()) } }
    var lower = SIMD2<Double>(repeating: .infinity)
    var upper = -lower
    for p in flat.joined() {
      lower = pointwiseMin(lower, p)
      upper = pointwiseMax(upper, p)
    }
    lower -= step
    let count = ((upper - lower) / step).rounded(.up) + 1
    let depth = Int(((last.0 - first.0) / planes.spacing).rounded()) + 1
    let origin = u * lower.x + v * lower.y + normal * first.0
    let grid = VoxelGrid(
      size: SIMD3(Int(count.x), Int(count.y), depth),
      affine: Affine(x: u * step, y: v * step, z: normal * planes.spacing, translation: origin))
    var result = Mask(grid: grid, filledWith: false)
    for (place, numbers) in planes.loops {
      let k = min(max(Int(((place - first.0) / planes.spacing).rounded()), 0), depth - 1)
      let curves = numbers.map { flat[$0] }
      for j in 0..<grid.size.y {
        let crossings = Self.crossings(of: curves, at: lower.y + Double(j) * step)
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let start = max(Int(((crossings[pair] - lower.x) / step).rounded(.up)), 0)
          let end = min(
            Int(((crossings[pair + 1] - lower.x) / step).rounded(.down)), grid.size.x - 1)
          guard start <= end else { continue }
          for i in start...end { result.voxels[grid.offset(i, j, k)] = true }
        }
      }
    }
    return result
  }

  /// Where a row meets the curves, ascending; an even number.
  static func crossings(of curves: [[SIMD2<Double>]], at y: Double) -> [Double] {
    var result: [Double] = []
    for curve in curves {
      for n in curve.indices {
        let a = curve[n]
        let b = curve[(n + 1) % curve.count]
        // Half open, so that a corner on the row counts once.
        if (a.y <= y) != (b.y <= y) { result.append(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) }
      }
    }
    return result.sorted()
  }

  /// Half the sum of the cross products of neighbouring corners: the area times the normal.
  private static func areaVector(_ loop: [SIMD3<Double>]) -> SIMD3<Double> {
    guard let origin = loop.first else { return .zero }
    var sum = SIMD3<Double>.zero
    for n in loop.indices {
      sum += (loop[n] - origin).cross(loop[(n + 1) % loop.count] - origin)
    }
    return sum / 2
  }

  private static func steepest(_ v: SIMD3<Double>) -> Int {
    (0..<3).max { abs(v[$0]) < abs(v[$1]) } ?? 2
  }
}
