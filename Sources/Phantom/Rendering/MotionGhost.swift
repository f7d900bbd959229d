#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A small periodic motion along the phase encoding: ghosts of edges, evenly spaced.
///
/// A head that stands at u sin(w t + p) while line k is taken multiplies that line by
/// 1 - 2 pi i k u sin(w t + p), to first order; in the image that adds the derivative of the object,
/// u / 2 times, shifted by the ghost spacing to either side.
/// - Source: Wood and Henkelman, Med Phys 12:143, 1985.
struct MotionGhost {
  /// The amplitude in voxels and the distance of the first ghosts in voxels.
  let amplitude: Float
  let distance: Int
  /// The motion's phase at the start, in rad.
  let phase: Float

  /// Adds the ghosts to a plane whose imaginary part is given too; phase along `axis`, 0 or 1.
  ///
  /// `scratch` has room for a plane.
  func apply(
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>, width: Int,
    height: Int, axis: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    guard amplitude > 0 else { return }
    let count = axis == 0 ? width : height
    let step = axis == 0 ? 1 : width
    for line in 0..<(axis == 0 ? height : width) {
      let start = axis == 0 ? line * width : line
      for i in 0..<count {
        let ahead = real[start + step * wrapped(i + 1, count)]
        scratch[i] = (ahead - real[start + step * wrapped(i - 1, count)]) / 2
      }
      // (i u / 2) (exp(i p) f'(y + d) - exp(-i p) f'(y - d))
      let half = amplitude / 2
      for i in 0..<count {
        let later = scratch[wrapped(i + distance, count)]
        let earlier = scratch[wrapped(i - distance, count)]
        real[start + step * i] -= half * sinf(phase) * (later + earlier)
        imaginary[start + step * i] += half * cosf(phase) * (later - earlier)
      }
    }
  }
}
