import Imaging

/// The case that is scored: 512x512x120 voxels of 0.41x0.41x1 mm.
enum BenchmarkCase {
  /// A tumour of 1.5 cm3 and two cochleas on a T2 grid, and a prediction that is a little off, with
  /// a far false positive of either label.
  static func pair() -> (prediction: LabelMap, reference: LabelMap) {
    let grid = VoxelGrid(512, 512, 120, spacing: SIMD3(0.41, 0.41, 1))
    var reference = LabelMap(grid: grid, filledWith: 0)
    var prediction = reference
    let tumour = SIMD3(140.0, 100.0, 60.0)
    // 4/3 pi 7.5 * 7.5 * 6.4 mm = 1508 mm3.
    draw(1, in: &reference, centre: tumour, radii: SIMD3(7.5, 7.5, 6.4))
    draw(1, in: &prediction, centre: tumour + SIMD3(0.5, -0.4, 0.6), radii: SIMD3(7.2, 7.9, 6.1))
    draw(1, in: &prediction, centre: SIMD3(60, 160, 95), radii: SIMD3(2.5, 2, 2.2))
    for x in [70.0, 150.0] {
      draw(2, in: &reference, centre: SIMD3(x, 105, 58), radii: SIMD3(3.2, 2.6, 2.9))
      draw(2, in: &prediction, centre: SIMD3(x + 0.3, 105.2, 58.3), radii: SIMD3(3, 2.8, 2.9))
    }
    draw(2, in: &prediction, centre: SIMD3(120, 40, 20), radii: SIMD3(1.2, 1.1, 1.6))
    return (prediction, reference)
  }

  private static func draw(
    _ label: UInt8, in map: inout LabelMap, centre: SIMD3<Double>, radii: SIMD3<Double>
  ) {
    let spacing = map.grid.spacing
    let low = SIMD3<Int>(((centre - radii) / spacing).rounded(.down))
    let high = SIMD3<Int>(((centre + radii) / spacing).rounded(.up))
    for k in low.z...high.z {
      for j in low.y...high.y {
        for i in low.x...high.x {
          let offset = (SIMD3(Double(i), Double(j), Double(k)) * spacing - centre) / radii
          if (offset * offset).sum() <= 1 { map.voxels[map.grid.offset(i, j, k)] = label }
        }
      }
    }
  }
}
