#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Volume {
  /// The coefficients of the cubic B-spline through the voxel values, mirrored at the borders.
  ///
  /// - Source: Unser, IEEE Signal Processing Magazine 16(6), 1999: the exact recursive filter.
  func splineCoefficients() -> [Float] {
    var values = voxels
    let size = grid.size
    let filters = SplineFilter.forAxes(of: size)
    values.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let values = buffer
      parallel(size.z) { k in
        let slice = values.part(from: k * size.x * size.y, count: size.x * size.y)
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size.x * rowLanes) { bundle in
          for row in stride(from: 0, to: size.y, by: rowLanes) {
            let rows = slice.part(
              from: row * size.x, count: min(rowLanes, size.y - row) * size.x)
            bundle.gather(UnsafeBufferPointer(rows), length: size.x)
            filters[0](bundle, width: rowLanes, gain: 6)
            bundle.scatter(to: rows, length: size.x)
          }
        }
        filters[1](slice, width: size.x, gain: 6)
      }
      // Along k a row of voxels is filtered at once, its lines lying side by side.
      parallel(size.y) { j in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size.x * size.z) { bundle in
          for k in 0..<size.z {
            bundle.part(from: k * size.x, count: size.x)
              .copy(values.part(from: size.x * (j + size.y * k), count: size.x))
          }
          filters[2](bundle, width: size.x, gain: 6)
          for k in 0..<size.z {
            values.part(from: size.x * (j + size.y * k), count: size.x)
              .copy(bundle.part(from: k * size.x, count: size.x))
          }
        }
      }
    }
    return values
  }
}

/// Turns lines of samples into the coefficients of the cubic B-spline through them.
///
/// Lines lie side by side: sample `n` of all of them is row `n` of a buffer, so that one instruction
/// works on several.
struct SplineFilter: Sendable {
  /// The number of samples of a line; a line of one is left as it is.
  let count: Int
  /// The weight of sample `n` of a line in its first causal coefficient.
  private let start: [Float]

  private static let pole = 3.0.squareRoot() - 2

  /// A filter of lines of `count` samples.
  init(count: Int) {
    self.count = count
    let pole = Self.pole
    // The first coefficient sums the mirrored line; powers below 1e-17 are dropped.
    let horizon = Int(log(1e-17) / log(abs(pole))) + 1
    if horizon < count {
      start = (0..<horizon).map { Float(pow(pole, Double($0))) }
    } else {
      let period = max(1, 2 * (count - 1))
      var sums = [Double](repeating: 0, count: max(1, count))
      for n in 0..<period {
        sums[n < count ? n : period - n] += pow(pole, Double(n)) / (1 - pow(pole, Double(period)))
      }
      start = sums.map { Float($0) }
    }
  }

  /// The filters of lines along each axis of an image of a size.
  static func forAxes(of size: SIMD3<Int>) -> [SplineFilter] {
    (0..<3).map { SplineFilter(count: size[$0]) }
  }

  /// Filters `width` lines in place; the result is multiplied by `gain`, which is 6 for coefficients.
  func callAsFunction(_ rows: UnsafeMutableBufferPointer<Float>, width: Int, gain: Float) {
    guard count > 1, let base = rows.baseAddress else { return }
    let pole = Float(Self.pole)
    for i in 0..<width {
      var sum: Float = 0
      for n in 0..<start.count { sum += start[n] * base[n * width + i] }
      base[i] = sum
    }
    for n in 1..<count {
      let (row, before) = (base + n * width, base + (n - 1) * width)
      for i in 0..<width { row[i] += pole * before[i] }
    }
    let (last, before) = (base + (count - 1) * width, base + (count - 2) * width)
    let end = gain * pole / (pole * pole - 1)
    for i in 0..<width { last[i] = end * (last[i] + pole * before[i]) }
    for n in stride(from: count - 2, through: 0, by: -1) {
      let (row, after) = (base + n * width, base + (n + 1) * width)
      for i in 0..<width { row[i] = pole * (after[i] - gain * row[i]) }
    }
  }
}
