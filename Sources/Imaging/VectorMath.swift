// Elementary functions of `Float` in plain arithmetic without branches or calls, so that the compiler computes
// several values of a loop at once; for random changes of images, where the last bits are nothing.

/// The natural logarithm of a positive, normal number, to 2e-7 of it or 2e-7 near 1.
@inline(__always)
func vectorLogarithm(_ x: Float) -> Float {
  // x = m * 2^e with m from sqrt(1/2) to sqrt(2).
  let shifted = x.bitPattern &- 0x3F35_04F3
  let exponent = Float(Int32(bitPattern: shifted) >> 23)
  let mantissa = Float(bitPattern: (shifted & 0x007F_FFFF) &+ 0x3F35_04F3)
  // log m = 2 artanh s.
  let s = (mantissa - 1) / (mantissa + 1)
  let q = s * s
  let series: Float = 2 + q * (2 / 3 + q * (2 / 5 + q * (2 / 7 + q * (2 / 9))))
  return exponent * 0.693_147_18 + s * series
}

/// `e` to the power `x`, to 3e-7 of it; `x` is taken as -87...87.
@inline(__always)
func vectorExponential(_ x: Float) -> Float {
  let scaled = max(-125, min(125, x * 1.442_695_04))
  // Adding and taking off 1.5 * 2^23 leaves the nearest whole number; its bits hold that number, too.
  let marked = scaled + 12_582_912
  let r = (scaled - (marked - 12_582_912)) * 0.693_147_18
  let power = Float(bitPattern: (marked.bitPattern &- 0x4B40_0000 &+ 127) << 23)
  let tail: Float = 1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))
  return power * (1 + r * (1 + r * (0.5 + r * tail)))
}

/// The sine of a turn's part `x`, -0.5...0.5, to 2e-7.
@inline(__always)
func vectorSine(ofTurn x: Float) -> Float {
  // Mirrored at the quarter, where the series is short enough.
  let y = (0.25 - abs(abs(x) - 0.25)) * 6.283_185_3
  let q = y * y
  let tail: Float = 1 / 120 + q * (-1 / 5040 + q * (1 / 362_880 + q * (-1 / 39_916_800)))
  let sine = y * (1 + q * (-1 / 6 + q * tail))
  return Float(bitPattern: sine.bitPattern | (x.bitPattern & 0x8000_0000))
}

extension UnsafeMutableBufferPointer<Float> {
  /// Raises every value, 0...1, to a positive power, to 1e-6; 0 counts as 1e-37.
  package func raise(to exponent: Float) {
    for n in indices {
      self[n] = vectorExponential(exponent * vectorLogarithm(Swift.max(self[n], 1e-37)))
    }
  }
}

extension SplitMix64 {
  /// Adds a draw from the normal distribution with mean 0 and a standard deviation to every value.
  ///
  /// One random number of 64 bits gives two draws (Box-Muller), none further than 5.8 deviations from 0: another
  /// sequence than that of ``nextNormal()``, at a tenth of its cost.
  package mutating func addNormals(
    deviation: Float, to values: UnsafeMutableBufferPointer<Float>
  ) {
    var n = 0
    while n < values.count {
      // Some at a time, so that the loop over them holds arithmetic alone.
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 256) { bits in
        for m in bits.indices { bits[m] = next() }
        let pairs = Swift.min(bits.count, (values.count - n) / 2)
        let part = UnsafeMutableBufferPointer(rebasing: values[n..<(n + 2 * pairs)])
        for m in 0..<pairs {
          let (a, b) = normalPair(bits[m])
          part[m] += deviation * a
          part[m + pairs] += deviation * b
        }
        n += 2 * pairs
        if n == values.count - 1, pairs < bits.count {
          values[n] += deviation * normalPair(bits[pairs]).0
          n += 1
        }
      }
    }
  }
}

/// Two normal draws of 48 random bits.
@inline(__always)
private func normalPair(_ bits: UInt64) -> (Float, Float) {
  // Above 0, at most 1.
  let u = Float(Int32(truncatingIfNeeded: bits >> 40) &+ 1) * 0x1p-24
  let turn = Float(Int32(truncatingIfNeeded: bits & 0xFF_FFFF)) * 0x1p-24 - 0.5
  let radius = (-2 * vectorLogarithm(u)).squareRoot()
  // The cosine is the sine a quarter further on.
  let further = turn + (turn < 0.25 ? 0.25 : -0.75)
  return (radius * vectorSine(ofTurn: turn), radius * vectorSine(ofTurn: further))
}
