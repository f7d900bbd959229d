import Imaging

/// Slices of one stack in the order of their places, and the grid that they make.
struct StackGeometry {
  let frames: [FrameHeader]
  let grid: VoxelGrid

  /// Sorts parallel slices along their normal and checks that they make a grid.
  ///
  /// A slice may lie 5 % of the slice distance off its place on the grid. The distance is that
  /// between the first and the last place over the number of steps, not what a header claims.
  ///
  /// - Throws: ``DICOMError``: slices at one place, missing, unevenly spaced, or shifted against
  ///   each other. A lone slice without a thickness is refused, too.
  init(_ slices: [FrameHeader]) throws(DICOMError) {
    let normal = slices[0].plane.normal
    let place = { (slice: FrameHeader) in (slice.plane.position * normal).sum() }
    let sorted = slices.map { (place($0), $0) }.sorted { $0.0 < $1.0 }
    let (first, last) = (sorted[0], sorted[sorted.count - 1])
    frames = sorted.map(\.1)
    let plane = first.1.plane
    var step = normal
    if sorted.count == 1 {
      guard let thickness = first.1.thickness, thickness < 1e4 else {
        throw DICOMError(
          .noGeometry, path: first.1.path, "expected a Slice Thickness of a lone slice, found none")
      }
      step *= thickness
    } else {
      try Self.checkGaps(sorted)
      let steps = Double(sorted.count - 1)
      let rise = (last.0 - first.0) / steps
      step = (last.1.plane.position - plane.position) / steps
      let cosine = rise / step.length
      // 0.5 degrees; rounding of positions in text stays far below.
      guard cosine > 0.999_96 else {
        throw DICOMError(
          .shear, path: last.1.path,
          "expected slices stacked along their normal, found each shifted by "
            + "\(plain((step - normal * rise).length)) mm against the next: gantry tilt or shear")
      }
      for (n, slice) in sorted.enumerated() {
        let offset = (slice.1.plane.position - plane.position - step * Double(n)).length
        guard offset <= max(0.05 * rise, 0.01) else {
          throw DICOMError(
            .unevenSlices, path: slice.1.path,
            "expected slice \(n + 1) of \(sorted.count) on a grid of \(plain(rise)) mm, "
              + "found it \(plain(offset)) mm away")
        }
      }
    }
    grid = VoxelGrid(
      size: SIMD3(first.1.pixels.columns, first.1.pixels.rows, sorted.count),
      affine: Affine(
        x: plane.alongRow * plane.spacing.x, y: plane.alongColumn * plane.spacing.y, z: step,
        translation: plane.position))
  }

  private static func checkGaps(_ sorted: [(Double, FrameHeader)]) throws(DICOMError) {
    let gaps = zip(sorted.dropFirst(), sorted).map { $0.0.0 - $0.1.0 }
    let median = gaps.sorted()[gaps.count / 2]
    for (n, gap) in gaps.enumerated() {
      let path = sorted[n + 1].1.path
      guard gap > max(0.05 * median, 1e-3) else {
        throw DICOMError(
          .duplicatePositions, path: path,
          "expected one slice at each place, found a second one at "
            + "\(plain(sorted[n].0)) mm, in \(sorted[n].1.path)")
      }
      let missing = Int((gap / median).rounded()) - 1
      guard missing < 1 || gap < 1.5 * median else {
        throw DICOMError(
          .missingSlices, path: path,
          "expected the slice before at \(plain(median)) mm, found it at \(plain(gap)) mm: "
            + "\(missing) missing")
      }
    }
  }
}
