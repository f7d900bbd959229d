#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A symmetric blur of five taps.
struct Blur {
  var near: Float
  var far: Float
  var middle: Float { 1 - 2 * near - 2 * far }

  /// A Gaussian with the given standard deviation in voxels.
  init(deviation: Double) {
    guard deviation > 0 else {
      near = 0
      far = 0
      return
    }
    let one = exp(-0.5 / (deviation * deviation))
    let two = exp(-2 / (deviation * deviation))
    let sum = 1 + 2 * one + 2 * two
    near = Float(one / sum)
    far = Float(two / sum)
  }

  /// The factor on the deviation of white noise.
  var noiseFactor: Float {
    (middle * middle + 2 * near * near + 2 * far * far).squareRoot()
  }

  /// Blurs `count` values `stride` apart, edges held; `scratch` has room for them.
  @inline(__always)
  func apply(
    _ values: UnsafeMutablePointer<Float>, count: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    guard count > 4 else { return }
    for i in 0..<count { scratch[i] = values[i] }
    for i in 2..<(count - 2) {
      values[i] =
        middle * scratch[i] + near * (scratch[i - 1] + scratch[i + 1])
        + far * (scratch[i - 2] + scratch[i + 2])
    }
  }
}
