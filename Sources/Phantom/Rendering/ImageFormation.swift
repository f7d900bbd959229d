import Dispatch
import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// From signals to what a scanner stores: shading, slice profile, blur, noise, magnitude, rounding.
///
/// Noise is complex and white before the blur, which stands for the zero-filled k-space of an
/// interpolated reconstruction, so the stored noise is Rician and as coarse-grained as the anatomy.
/// `deviation` is the noise's standard deviation in each channel of the final image.
func formImage(
  _ signal: [Float], _ size: SIMD3<Int>, field: ReceiveField, interpolation: Double,
  deviation: Float, seed: UInt64
) -> [Float] {
  // Full width at half maximum of one acquired voxel.
  let blur = Blur(deviation: 0.42 * interpolation)
  // Neighbouring slices overlap a little because no slice profile is a box.
  let overlap: Float = 0.06
  let added = deviation / (blur.noiseFactor * blur.noiseFactor)
  var result = [Float](repeating: 0, count: signal.count)
  let slice = size.x * size.y
  signal.withUnsafeBufferPointer { signal in
    result.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      nonisolated(unsafe) let signal = signal
      DispatchQueue.concurrentPerform(iterations: size.z) { k in
        var generator = SplitMix64(seed: seed, keys: 0x4E4F_4953, UInt64(k))
        var channels = [Float](repeating: 0, count: 2 * slice + size.x + 4 * size.y)
        channels.withUnsafeMutableBufferPointer { channels in
          guard let real = channels.baseAddress else { return }
          let imaginary = real + slice
          let scratch = imaginary + slice
          let below = max(k - 1, 0) * slice
          let above = min(k + 1, size.z - 1) * slice
          for j in 0..<size.y {
            let row = field.row(j, k)
            for i in 0..<size.x {
              let o = i + size.x * j
              let mean =
                (1 - 2 * overlap) * signal[k * slice + o]
                + overlap * (signal[below + o] + signal[above + o])
              let noise = generator.complexNormal()
              real[o] = mean * field.factor(i, row) + added * noise.x
              imaginary[o] = added * noise.y
            }
          }
          blurPlane(real, size, blur, scratch)
          blurPlane(imaginary, size, blur, scratch)
          for o in 0..<slice {
            let magnitude = (real[o] * real[o] + imaginary[o] * imaginary[o]).squareRoot()
            out[k * slice + o] = min(magnitude.rounded(), 32767)
          }
        }
      }
    }
  }
  return result
}

/// Blurs a slice along both axes.
private func blurPlane(
  _ values: UnsafeMutablePointer<Float>, _ size: SIMD3<Int>, _ blur: Blur,
  _ scratch: UnsafeMutablePointer<Float>
) {
  let width = size.x
  for j in 0..<size.y { blur.apply(values + width * j, count: width, scratch: scratch) }
  guard size.y > 4 else { return }
  // Column-wise, but walking along rows: two rows of originals are kept in `scratch`.
  let m = blur.middle
  let column = scratch + width
  var i = 0
  while i < width {
    let lanes = min(4, width - i)
    for lane in 0..<lanes {
      for j in 0..<size.y { column[lane * size.y + j] = values[i + lane + width * j] }
    }
    for j in 2..<(size.y - 2) {
      for lane in 0..<lanes {
        let c = column + (lane * size.y + j)
        values[i + lane + width * j] =
          m * c[0] + blur.near * (c[-1] + c[1]) + blur.far * (c[-2] + c[2])
      }
    }
    i += 4
  }
}

extension SplitMix64 {
  /// Two independent normal draws from one pair of uniform ones.
  @inline(__always)
  mutating func complexNormal() -> SIMD2<Float> {
    let bits = next()
    // 32 bits for each; the half keeps the logarithm's argument above 0.
    let u = (Float(UInt32(truncatingIfNeeded: bits) >> 8) + 0.5) * (1 / 16_777_216)
    let v = Float(UInt32(truncatingIfNeeded: bits >> 32) >> 8) * (2 * .pi / 16_777_216)
    let r = (-2 * logf(u)).squareRoot()
    return SIMD2(r * cosf(v), r * sinf(v))
  }
}
