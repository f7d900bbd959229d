#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A symmetric 3x3 matrix, such as a structure's second moments.
struct SymmetricMatrix {
  /// The elements xx, yy, zz.
  var diagonal = SIMD3<Double>.zero
  /// The elements yz, zx, xy.
  var sides = SIMD3<Double>.zero

  /// Adds `weight` times the vector's outer product with itself.
  mutating func add(_ v: SIMD3<Double>, weight: Double) {
    diagonal += weight * v * v
    sides += weight * SIMD3(v.y * v.z, v.z * v.x, v.x * v.y)
  }

  /// The eigenvalues, largest first.
  ///
  /// - Source: Smith, Communications of the ACM 4:168, 1961.
  var eigenvalues: SIMD3<Double> {
    let mean = diagonal.sum() / 3
    let d = diagonal - mean
    let spread = (((d * d).sum() + 2 * (sides * sides).sum()) / 6).squareRoot()
    guard spread > 0 else { return SIMD3(repeating: mean) }
    let u = d / spread
    let s = sides / spread
    let determinant =
      u.x * (u.y * u.z - s.x * s.x) - s.z * (s.z * u.z - s.x * s.y)
      + s.y * (s.z * s.x - u.y * s.y)
    let angle = acos(min(max(determinant / 2, -1), 1)) / 3
    let first = mean + 2 * spread * cos(angle)
    let last = mean + 2 * spread * cos(angle + 2 * .pi / 3)
    return SIMD3(first, 3 * mean - first - last, last)
  }
}
