#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Fat's place and phase beside water.
struct FatShift {
  /// The displacement in voxels along the axis that is read out, 0 or 1.
  let voxels: Float
  let axis: Int
  /// The phase against water in rad.
  let phase: Float

  /// Adds fat to both parts of a plane that holds water; between voxels linearly, at the edges
  /// nothing comes in.
  func add(
    _ fat: UnsafePointer<Float>, to real: UnsafeMutablePointer<Float>,
    _ imaginary: UnsafeMutablePointer<Float>, width: Int, height: Int
  ) {
    let whole = Int(voxels.rounded(.down))
    let part = voxels - Float(whole)
    let (c, s) = (cosf(phase), sinf(phase))
    let step = axis == 0 ? 1 : width
    let count = axis == 0 ? width : height
    for j in 0..<height {
      for i in 0..<width {
        let o = i + width * j
        let from = (axis == 0 ? i : j) - whole
        let near = from >= 0 && from < count ? fat[o - whole * step] : 0
        let far = from >= 1 && from <= count ? fat[o - (whole + 1) * step] : 0
        let value = near + part * (far - near)
        real[o] += c * value
        imaginary[o] += s * value
      }
    }
  }
}
