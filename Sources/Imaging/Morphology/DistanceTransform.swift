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
      // Along i, j and k in turn.
      DispatchQueue.concurrentPerform(iterations: size.z) { k in
        var envelope = LowerEnvelope(capacity: max(size.x, size.y))
        let slice = size.x * size.y * k
        for j in 0..<size.y {
          let row = UnsafeMutableBufferPointer(rebasing: values[(slice + size.x * j)...])
          envelope.transform(row, count: size.x, spacing: spacing.x)
        }
        envelope.transform(
          values, start: slice, lines: size.x, stride: size.x, count: size.y, spacing: spacing.y)
      }
      guard size.z > 1 else { return }
      DispatchQueue.concurrentPerform(iterations: size.y) { j in
        var envelope = LowerEnvelope(capacity: size.z)
        envelope.transform(
          values, start: size.x * j, lines: size.x, stride: size.x * size.y, count: size.z,
          spacing: spacing.z)
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
  private var bundle: [Double]

  /// How many lines that lie side by side are read at once: a cache line of values.
  private static let width = 8

  init(capacity: Int) {
    bundle = [Double](repeating: 0, count: capacity * Self.width)
    sites = [Int](repeating: 0, count: capacity)
    heights = [Double](repeating: 0, count: capacity)
    borders = [Double](repeating: 0, count: capacity + 1)
  }

  /// Transforms lines that lie side by side; value `q` of line `n` is at `start + n + q * stride`.
  mutating func transform(
    _ values: UnsafeMutableBufferPointer<Double>, start: Int, lines: Int, stride: Int, count: Int,
    spacing: Double
  ) {
    // Taken out of the envelope, since one value cannot be changed in two ways at once.
    var bundle: [Double] = []
    swap(&bundle, &self.bundle)
    defer { swap(&bundle, &self.bundle) }
    bundle.withUnsafeMutableBufferPointer { bundle in
      // Line after line would fetch each cache line eight times.
      for first in Swift.stride(from: 0, to: lines, by: Self.width) {
        let width = min(Self.width, lines - first)
        for q in 0..<count {
          let place = start + first + q * stride
          for n in 0..<width { bundle[n * count + q] = values[place + n] }
        }
        for n in 0..<width {
          let line = UnsafeMutableBufferPointer(rebasing: bundle[(n * count)..<((n + 1) * count)])
          transform(line, count: count, spacing: spacing)
        }
        for q in 0..<count {
          let place = start + first + q * stride
          for n in 0..<width { values[place + n] = bundle[n * count + q] }
        }
      }
    }
  }

  /// Replaces each value f(q) of a line by the minimum over p of (q - p)^2 * spacing^2 + f(p).
  mutating func transform(
    _ values: UnsafeMutableBufferPointer<Double>, count: Int, spacing: Double
  ) {
    let scale = spacing * spacing
    var last = -1
    for q in 0..<count {
      let height = values[q]
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
      values[q] = step * step * scale + heights[parabola]
    }
  }
}
