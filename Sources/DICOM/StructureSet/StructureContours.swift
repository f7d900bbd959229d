import Imaging

/// A structure as curves on the slices of a series, and the volumes of both forms.
struct StructureContours {
  /// One curve: its slice and its corners in mm RAS+.
  struct Curve {
    let slice: Int
    let points: [SIMD3<Double>]
  }

  let curves: [Curve]
  /// The volume of the voxels in mm3.
  let voxelVolume: Double
  /// The area inside the curves times the slice distance, in mm3.
  let contourVolume: Double

  /// Curves at level 0.5 of a mask, holes joined to the curve around them.
  init(_ mask: Mask) {
    let grid = mask.grid
    var curves: [Curve] = []
    var area = 0.0
    for k in mask.occupiedSlices {
      let contours = IsoContours(of: mask.slice(k).map { $0 ? 1 : 0 }, columns: grid.size.x)
      area += contours.area
      for loop in contours.withKeyholes {
        let points = loop.map { grid.world(SIMD3($0.x, $0.y, Double(k))) }
        curves.append(Curve(slice: k, points: points))
      }
    }
    self.curves = curves
    voxelVolume = mask.volume
    contourVolume = area * grid.voxelVolume
  }

  /// What the curves lose or gain against the voxels, in percent.
  var volumeError: Double { (contourVolume / voxelVolume - 1) * 100 }
}
