#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The image of a point when k-space ends early: what zero-filling to a finer grid shows.
///
/// The window falls as (1 - a) + a cos(pi k / kmax) and is cut at kmax, so the kernel is a sum of three
/// sinc functions in closed form: a = 0 rings with 9 % (Gibbs), a = 0.5 is Hann's window. Applied by
/// convolution, which equals the transform there and back up to the cut of the kernel's tails.
/// - Source: Harris, Proc IEEE 66:51, 1978, generalised Hamming window.
struct PointSpread {
  /// The kernel around its middle; odd in number, sum 1.
  let taps: [Float]

  /// How many acquired voxels of the kernel are kept on either side.
  ///
  /// In the middle of a lobe, where the integral of what is left out is near 0.
  static let reach = 8.5

  /// - Parameters:
  ///   - interpolation: the acquired voxel over the reconstructed one; below 1 as 1.
  ///   - apodisation: the window's a, 0...0.5.
  init(interpolation: Double, apodisation: Double) {
    let ratio = max(interpolation, 1)
    guard ratio > 1 || apodisation > 0 else {
      taps = [1]
      return
    }
    let half = Int((Self.reach * ratio).rounded(.up))
    let sinc = { (u: Double) in abs(u) < 1e-9 ? 1 : sin(.pi * u) / (.pi * u) }
    let values = (-half...half).map { (i: Int) -> Double in
      let u = Double(i) / ratio
      return (1 - apodisation) * sinc(u) + apodisation / 2 * (sinc(u - 1) + sinc(u + 1))
    }
    let sum = values.reduce(0, +)
    taps = values.map { Float($0 / sum) }
  }

  /// The factor on the deviation of white noise.
  var noiseFactor: Float { taps.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// Convolves a plane with the kernel along both axes.
  ///
  /// Opposite edges touch, as they do in the transform. `scratch` has room for as many values
  /// as ``scratchCount(width:height:)`` says.
  func apply(
    _ plane: UnsafeMutablePointer<Float>, width: Int, height: Int,
    scratch: UnsafeMutablePointer<Float>
  ) {
    guard taps.count > 1 else { return }
    let half = taps.count / 2
    let wide = scratch + width * height
    for j in 0..<height {
      let row = plane + j * width
      for i in 0..<(width + 2 * half) { wide[i] = row[wrapped(i - half, width)] }
      let out = scratch + j * width
      out.update(repeating: 0, count: width)
      for (t, tap) in taps.enumerated() { addScaled(wide + t, tap, to: out, width) }
    }
    for j in 0..<height {
      let out = plane + j * width
      out.update(repeating: 0, count: width)
      for (t, tap) in taps.enumerated() {
        addScaled(scratch + width * wrapped(j + t - half, height), tap, to: out, width)
      }
    }
  }

  /// How many values `apply` needs as scratch.
  func scratchCount(width: Int, height: Int) -> Int { width * height + width + taps.count }
}

/// An index brought into 0..<count by whole periods.
@inline(__always)
func wrapped(_ index: Int, _ count: Int) -> Int {
  if index >= 0, index < count { return index }
  let rest = index % count
  return rest < 0 ? rest + count : rest
}

@inline(__always)
private func addScaled(
  _ values: UnsafePointer<Float>, _ factor: Float, to out: UnsafeMutablePointer<Float>, _ count: Int
) {
  for i in 0..<count { out[i] += factor * values[i] }
}
