/// Closed curves in the plane of a slice where its values cross a level, in pixel indices.
///
/// Values lie at pixel centres and are interpolated linearly between neighbours; beyond the slice
/// they are below the level. Of a mask, as 0 and 1 at level 0.5, the curve runs half-way between
/// the voxels of both sides, so that exactly the mask's pixel centres lie inside.
public struct IsoContours: Hashable, Sendable {
  /// The corners of each curve in order, as (column, row); the last joins the first.
  ///
  /// Around a value above the level curves run towards growing rows first where columns are largest; around holes
  /// the other way.
  public let loops: [[SIMD2<Double>]]

  /// Curves of a slice by marching squares; corners on a straight line are left out.
  ///
  /// Where two pixels above the level touch at a corner only, they are joined if the mean of the
  /// four around that corner is above the level.
  ///
  /// - Parameters:
  ///   - values: the slice, columns fastest.
  ///   - columns: the number of columns.
  ///   - level: where the curves run; values above it are inside.
  /// - Complexity: O(*n*) in pixels.
  /// - Source: Lorensen and Cline, Computer Graphics 21(4), 1987, in two dimensions.
  public init(of values: [Float], columns: Int, level: Float = 0.5) {
    let rows = values.count / max(columns, 1)
    var next: [Int: Int] = [:]
    var points: [Int: SIMD2<Double>] = [:]
    func value(_ i: Int, _ j: Int) -> Float? {
      i >= 0 && j >= 0 && i < columns && j < rows ? values[i + columns * j] : nil
    }
    let steps = [(0, 0), (1, 0), (1, 1), (0, 1)]
    for j in -1..<rows {
      for i in -1..<columns {
        let corners = steps.map { value(i + $0.0, j + $0.1) }
        let isInside = corners.map { ($0 ?? -.infinity) > level }
        guard isInside.contains(true), isInside.contains(false) else { continue }
        let exits = (0..<4).filter { isInside[$0] && !isInside[($0 + 1) % 4] }
        let entries = (0..<4).filter { !isInside[$0] && isInside[($0 + 1) % 4] }
        let mean = corners.reduce(0) { $0 + ($1 ?? level - 1) } / 4
        for exit in exits {
          // Of two pairs, a curve either cuts off this inner corner or the outer one after it.
          let entry = exits.count == 1 ? entries[0] : (exit + (mean > level ? 1 : 3)) % 4
          let (from, to) = (Self.edge(exit, i, j, columns), Self.edge(entry, i, j, columns))
          next[from] = to
          for (edge, key) in [(exit, from), (entry, to)] where points[key] == nil {
            let (a, b) = (steps[edge], steps[(edge + 1) % 4])
            let t = Self.crossing(corners[edge], corners[(edge + 1) % 4], level)
            let start = SIMD2(Double(i + a.0), Double(j + a.1))
            let end = SIMD2(Double(i + b.0), Double(j + b.1))
            points[key] = start + (end - start) * t
          }
        }
      }
    }
    var loops: [[SIMD2<Double>]] = []
    for start in next.keys.sorted() where next[start] != nil {
      var loop: [SIMD2<Double>] = []
      var key = start
      while let following = next.removeValue(forKey: key) {
        if let point = points[key] { loop.append(point) }
        key = following
      }
      loops.append(Self.withoutStraightCorners(loop))
    }
    self.loops = loops
  }

  /// The area inside in pixels: curves around holes count negative.
  public var area: Double { loops.reduce(0) { $0 + Self.signedArea($1) } }

  /// Half the sum of cross products: positive around values above the level.
  static func signedArea(_ loop: [SIMD2<Double>]) -> Double {
    loop.indices.reduce(0) { sum, n in
      let (a, b) = (loop[n], loop[(n + 1) % loop.count])
      return sum + (a.x * b.y - b.x * a.y) / 2
    }
  }

  /// A number for the side between corner `edge` of a cell and the next one, the same in both cells
  /// that share it.
  private static func edge(_ edge: Int, _ i: Int, _ j: Int, _ columns: Int) -> Int {
    let (x, y) = (i + 1 + (edge == 1 ? 1 : 0), j + 1 + (edge == 2 ? 1 : 0))
    return 2 * (x + (columns + 2) * y) + (edge % 2)
  }

  /// Where the level lies between two values; half-way where one is beyond the slice.
  private static func crossing(_ a: Float?, _ b: Float?, _ level: Float) -> Double {
    guard let a, let b else { return 0.5 }
    return Double((level - a) / (b - a))
  }

  private static func withoutStraightCorners(_ loop: [SIMD2<Double>]) -> [SIMD2<Double>] {
    loop.indices.filter { n in
      let (a, b) = (loop[(n + loop.count - 1) % loop.count], loop[(n + 1) % loop.count])
      let (u, v) = (loop[n] - a, b - loop[n])
      return u.x * v.y != u.y * v.x
    }.map { loop[$0] }
  }
}
