import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The receive field: a smooth factor around 1, as sums of products of one-dimensional waves.
struct ReceiveField {
  private var x: [SIMD4<Float>]
  private var y: [SIMD4<Float>]
  private var z: [SIMD4<Float>]

  /// A random field whose relative change is about `strength`.
  init(_ size: SIMD3<Int>, strength: Double, using g: inout SplitMix64) {
    let wave = { (count: Int, g: inout SplitMix64, amplitude: Double) -> [SIMD4<Float>] in
      var rates = SIMD4<Double>.zero
      var phases = SIMD4<Double>.zero
      for r in 0..<4 {
        rates[r] = Double.random(in: 0.5...1.6, using: &g)
        phases[r] = Double.random(in: 0..<(2 * .pi), using: &g)
      }
      return (0..<count).map { i in
        var value = SIMD4<Float>.zero
        for r in 0..<4 {
          let t = rates[r] * .pi * Double(i) / Double(max(count, 2)) + phases[r]
          value[r] = Float(amplitude * cos(t))
        }
        return value
      }
    }
    x = wave(size.x, &g, strength)
    y = wave(size.y, &g, 1)
    z = wave(size.z, &g, 1)
  }

  /// The factors of the row's two fixed indices.
  @inline(__always)
  func row(_ j: Int, _ k: Int) -> SIMD4<Float> { y[j] * z[k] }

  @inline(__always)
  func factor(_ i: Int, _ row: SIMD4<Float>) -> Float {
    min(max(1 + (x[i] * row).sum(), 0.4), 1.8)
  }
}
