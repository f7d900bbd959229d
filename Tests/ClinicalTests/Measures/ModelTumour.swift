import Clinical
import Imaging

/// A tumour on the right whose shape is known in closed form: a ball in the angle, cut by the meatal
/// plane, and a cylinder in the canal behind it; and a ball for each cochlea.
struct ModelTumour {
  /// Into the canal, turned 20 degrees forwards from the patient's right.
  let normal: SIMD3<Double> = [0.939_692_620_786, 0.342_020_143_326, 0]
  let porus: SIMD3<Double> = [20, 0, 0]
  let canalRadius = 3.0
  let canalLength = 8.0
  let bulbRadius = 7.0
  /// How far the middle of the ball lies before the plane.
  let bulbDepth = 5.0

  /// The ball without the cap that the plane cuts off, in mm3: pi h^2 (r - h / 3) for its height.
  var extraVolume: Double {
    let height = bulbRadius + bulbDepth
    return .pi * height * height * (bulbRadius - height / 3)
  }
  /// The cylinder, in mm3.
  var intraVolume: Double { .pi * canalRadius * canalRadius * canalLength }
  var volume: Double { extraVolume + intraVolume }

  /// The value at a position: 1 outside the canal, 2 inside, 3 cochlea.
  func label(_ p: SIMD3<Double>) -> UInt8 {
    let depth = ((p - porus) * normal).sum()
    let aside = (p - porus - depth * normal).length
    if depth >= 0, depth <= canalLength, aside <= canalRadius { return 2 }
    if depth < 0, (p - porus + bulbDepth * normal).length <= bulbRadius { return 1 }
    for side in [31.0, -31] where (p - SIMD3(side, 5, -2)).length <= 2.8 { return 3 }
    return 0
  }

  /// The labels on a grid of the given spacing, large enough for both ears.
  func labels(spacing: SIMD3<Double>) -> LabelMap {
    let low = SIMD3<Double>(-36, -14, -11)
    let extent = SIMD3<Double>(74, 28, 22)
    let size = SIMD3<Int>((extent / spacing).rounded(.up))
    return labels(
      on: VoxelGrid(size.x, size.y, size.z, spacing: spacing, origin: low + spacing * 0.3))
  }

  func labels(on grid: VoxelGrid) -> LabelMap {
    LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { label(grid.world(SIMD3<Double>(grid.index(at: $0)))) })
  }
}

extension LabelMap {
  /// The labels of 2022: tumour 1, cochleas 2.
  var undivided: LabelMap {
    LabelMap(grid: grid, voxels: voxels.map { $0 == 3 ? 2 : $0 == 2 ? 1 : $0 })
  }
}

extension MeatalMeasures {
  /// Every number of the measures, by name.
  var numbers: [String: Double] {
    var result = ["whole": whole.counted, "whole smooth": whole.smooth]
    let further: [(String, Double?)] = [
      ("expected", whole.expected), ("extra", extraMeatal?.counted),
      ("extra smooth", extraMeatal?.smooth), ("extra expected", extraMeatal?.expected),
      ("intra", intraMeatal?.counted), ("intra smooth", intraMeatal?.smooth),
      ("largest", extraMeatalDiameters?.largest.length),
      ("axial", extraMeatalDiameters?.axial.length),
      ("parallel", extraMeatalDiameters?.parallel?.length),
      ("perpendicular", extraMeatalDiameters?.perpendicular?.length),
      ("reach", extraMeatalDiameters?.reach), ("whole largest", wholeDiameters.largest.length),
      ("cochlea", cochleaDistance), ("spread", plane?.spread),
      ("half width", uncertainty?.halfWidth), ("surely", uncertainty?.surelyInside),
      ("possibly", uncertainty?.possiblyInside), ("normal x", plane?.plane.normal.x),
      ("normal y", plane?.plane.normal.y), ("normal z", plane?.plane.normal.z),
      ("point x", plane?.plane.point.x), ("point y", plane?.plane.point.y),
      ("point z", plane?.plane.point.z), ("stray", strayVolume),
    ]
    for (name, value) in further { result[name] = value }
    return result
  }
}
