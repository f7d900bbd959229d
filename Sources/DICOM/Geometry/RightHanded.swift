import Imaging

extension VoxelImage {
  /// The same image, its slices reversed if the grid is left-handed.
  ///
  /// DICOM counts slices along the right-handed normal of rows and columns.
  func rightHanded() -> Self {
    guard grid.affine.determinant < 0 else { return self }
    let sliceSize = grid.size.x * grid.size.y
    var result: [Scalar] = []
    result.reserveCapacity(voxels.count)
    for k in (0..<grid.size.z).reversed() {
      result += voxels[(k * sliceSize)..<((k + 1) * sliceSize)]
    }
    var affine = grid.affine
    affine.translation += affine.z * Double(grid.size.z - 1)
    affine.z = -affine.z
    return Self(grid: VoxelGrid(size: grid.size, affine: affine), voxels: result)
  }
}

extension VoxelGrid {
  /// The plane of slice `k`; `nil` unless the grid is right-handed with perpendicular axes.
  func plane(_ k: Int) -> FramePlane? {
    let spacing = spacing
    guard spacing.min() > 0 else { return nil }
    let (x, y, z) = (affine.x / spacing.x, affine.y / spacing.y, affine.z / spacing.z)
    guard affine.determinant > 0, abs((x * y).sum()) < 1e-4, x.cross(y).length > 0.99,
      (x.cross(y) - z).length < 1e-3
    else { return nil }
    return FramePlane(
      position: affine(SIMD3(0, 0, Double(k))), alongRow: x, alongColumn: y,
      spacing: SIMD2(spacing.x, spacing.y))
  }
}

extension FramePlane {
  /// Image Position (Patient), in LPS.
  var positionLPS: [Double] { Self.positionLPS(position) }

  /// A position in RAS+ as three values in LPS.
  static func positionLPS(_ position: SIMD3<Double>) -> [Double] {
    let p = flippedLPS(position)
    return [p.x, p.y, p.z]
  }

  /// Image Orientation (Patient), in LPS.
  var orientationLPS: [Double] {
    let (row, column) = (flippedLPS(alongRow), flippedLPS(alongColumn))
    return [row.x, row.y, row.z, column.x, column.y, column.z]
  }

  /// Pixel Spacing: between rows, then between columns.
  var pixelSpacing: [Double] { [spacing.y, spacing.x] }
}
