import Dispatch

extension Mask {
  /// The exact Euclidean distance in mm from each voxel centre to the nearest one of the mask.
  ///
  /// 0 inside; +infinity everywhere when the mask is empty. Spacing is the grid's, so anisotropic
  /// and oblique grids are exact (oblique axes must be orthogonal, as scanners' are).
  ///
  /// - Complexity: O(*n*) in voxels; parallel over lines, the result does not depend on how many.
  /// - Source: Felzenszwalb and Huttenlocher, Theory of Computing 8, 2012.
  public func distanceTransform() -> Volume {
    let squares = squaredDistances()
    return Volume(grid: grid, voxels: squares.map { Float($0.squareRoot()) })
  }

  /// The squares, in mm2, of ``distanceTransform()`` in double precision.
  package func squaredDistances() -> [Double] {
    var values = voxels.map { $0 ? 0 : Double.infinity }
    let size = grid.size
    let spacing = grid.spacing
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let values = buffer
      // Along i, j and k in turn; a line starts at `start` and goes on by `stride`.
      DispatchQueue.concurrentPerform(iterations: size.z) { k in
        var line = LowerEnvelope(capacity: max(size.x, size.y))
        for j in 0..<size.y {
          line.transform(
            values, start: size.x * (j + size.y * k), stride: 1, count: size.x, spacing: spacing.x)
        }
        for i in 0..<size.x {
          line.transform(
            values, start: i + size.x * size.y * k, stride: size.x, count: size.y,
            spacing: spacing.y)
        }
      }
      guard size.z > 1 else { return }
      DispatchQueue.concurrentPerform(iterations: size.y) { j in
        var line = LowerEnvelope(capacity: size.z)
        for i in 0..<size.x {
          line.transform(
            values, start: i + size.x * j, stride: size.x * size.y, count: size.z,
            spacing: spacing.z)
        }
      }
    }
    return values
  }
}

/// The lower envelope of the parabolas that stand on one line's values.
private struct LowerEnvelope {
  private var sites: [Int]
  private var heights: [Double]
  private var borders: [Double]

  init(capacity: Int) {
    sites = [Int](repeating: 0, count: capacity)
    heights = [Double](repeating: 0, count: capacity)
    borders = [Double](repeating: 0, count: capacity + 1)
  }

  /// Replaces each value f(q) of a line by the minimum over p of (q - p)^2 * spacing^2 + f(p).
  mutating func transform(
    _ values: UnsafeMutableBufferPointer<Double>, start: Int, stride: Int, count: Int,
    spacing: Double
  ) {
    let scale = spacing * spacing
    var last = -1
    for q in 0..<count {
      let height = values[start + q * stride]
      guard height < .infinity else { continue }
      var border = -Double.infinity
      while last >= 0 {
        let p = sites[last]
        // Where the parabola from q begins to lie below the one from p.
        let rise = (height - heights[last]) / scale
        border = (rise + Double(q * q - p * p)) / Double(2 * (q - p))
        guard border <= borders[last] else { break }
        last -= 1
        border = -.infinity
      }
      last += 1
      sites[last] = q
      heights[last] = height
      borders[last] = border
    }
    guard last >= 0 else { return }
    borders[last + 1] = .infinity
    var parabola = 0
    for q in 0..<count {
      while borders[parabola + 1] < Double(q) { parabola += 1 }
      let step = Double(q - sites[parabola])
      values[start + q * stride] = step * step * scale + heights[parabola]
    }
  }
}
