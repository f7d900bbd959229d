import Foundation

/// A colour as DICOM's CIELab values: L, a, b, each scaled to 16 bits.
///
/// - Source: PS3.3 C.10.7.1.1 for the scaling; sRGB (IEC 61966-2-1), adapted to D50 after Bradford.
func cieLab(_ colour: SIMD3<UInt8>) -> [Int] {
  func linear(_ value: UInt8) -> Double {
    let c = Double(value) / 255
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
  }
  let (r, g, b) = (linear(colour.x), linear(colour.y), linear(colour.z))
  let xyz = [
    (0.436_074_7 * r + 0.385_064_9 * g + 0.143_080_4 * b) / 0.964_22,
    0.222_504_5 * r + 0.716_878_6 * g + 0.060_616_9 * b,
    (0.013_932_2 * r + 0.097_104_5 * g + 0.714_173_3 * b) / 0.825_21,
  ]
  let f = xyz.map { $0 > 216.0 / 24389 ? cbrt($0) : (24389.0 / 27 * $0 + 16) / 116 }
  let lab = [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  return [
    Int((lab[0] * 65535 / 100).rounded()), Int(((lab[1] + 128) * 257).rounded()),
    Int(((lab[2] + 128) * 257).rounded()),
  ].map { min(max($0, 0), 65535) }
}
