import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SplitMix64 {
  /// Two independent normal draws from one pair of uniform ones.
  @inline(__always)
  mutating func complexNormal() -> SIMD2<Float> {
    let bits = next()
    // 24 bits for each; the half keeps the logarithm's argument above 0.
    let u = (Float(UInt32(truncatingIfNeeded: bits) >> 8) + 0.5) * (1 / 16_777_216)
    let v = Float(UInt32(truncatingIfNeeded: bits >> 32) >> 8) * (2 * .pi / 16_777_216)
    let r = (-2 * logf(u)).squareRoot()
    return SIMD2(r * cosf(v), r * sinf(v))
  }
}

/// The noise of one receiver channel: complex, white before the point spread.
///
/// One channel's magnitude is Rician. Several with equal noise, joined by the root of the sum of
/// squares, give a non-central chi distribution: only the part along the signal is shifted by it, so
/// every further channel adds the squares of two noise values.
/// - Source: Constantinides et al., Magn Reson Med 38:852, 1997.
struct ComplexNoise {
  /// The deviation before the point spread.
  let deviation: Float

  /// Adds noise to both parts of a plane.
  func add(
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>, count: Int,
    using generator: inout SplitMix64
  ) {
    for o in 0..<count {
      let noise = generator.complexNormal()
      real[o] += deviation * noise.x
      imaginary[o] += deviation * noise.y
    }
  }
}
