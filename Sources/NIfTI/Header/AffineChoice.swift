import Imaging

extension NIfTIHeader {
  /// Chooses the affine as nibabel does: sform, else qform, else the spacing on a centred grid.
  ///
  /// Tools differ here (ITK prefers the qform), so both are compared where both are present, and
  /// the disagreement is reported rather than resolved in silence.
  static func affine(
    _ orientation: NIfTIOrientation, size: SIMD3<Int>, path: String
  ) throws(NIfTIError) -> (Affine, AffineSource, [String]) {
    var warnings: [String] = []
    let source: AffineSource
    let affine: Affine
    if orientation.sformCode > 0 {
      source = .sform
      affine = orientation.sformAffine
    } else if orientation.qformCode > 0 {
      source = .qform
      guard let qform = orientation.qformAffine else {
        throw NIfTIError(
          .badGeometry, path: path,
          "the qform's quaternion (b, c, d) = \(orientation.quaternion) is longer than 1")
      }
      affine = qform
    } else {
      source = .spacing
      affine = orientation.centredAffine(size: size)
      warnings.append(
        "the header has neither sform nor qform; position and left and right are "
          + "guessed as nibabel does")
    }
    if source != .sform, orientation.pixdim[1...3].contains(where: { $0 < 0 }) {
      warnings.append("negative spacings were read as positive")
    }
    guard isUsable(affine) else {
      throw NIfTIError(
        .badGeometry, path: path,
        "the affine of the \(source.rawValue) is singular or not finite: columns \(affine.x), "
          + "\(affine.y), \(affine.z), translation \(affine.translation)")
    }
    if source == .sform, orientation.qformCode > 0 {
      warnings += disagreement(affine, orientation.qformAffine, size: size)
    }
    return (affine, source, warnings)
  }

  private static func isUsable(_ affine: Affine) -> Bool {
    let spacing = affine.spacing
    let box = spacing.x * spacing.y * spacing.z
    let translation = affine.translation
    guard translation.x.isFinite, translation.y.isFinite, translation.z.isFinite else {
      return false
    }
    // Relative to the box of its columns, so that small voxels do not look singular.
    return box.isFinite && box > 0 && abs(affine.determinant) > 1e-6 * box
  }

  private static func disagreement(
    _ sform: Affine, _ qform: Affine?, size: SIMD3<Int>
  ) -> [String] {
    guard let qform, isUsable(qform) else {
      return ["the qform is not a rotation with finite spacing; the sform was used"]
    }
    // The difference of two affine maps is largest at a corner.
    let last = SIMD3<Double>(size) - 1
    var largest = 0.0
    for corner in 0..<8 {
      let index = SIMD3(
        corner & 1 == 0 ? 0 : last.x, corner & 2 == 0 ? 0 : last.y, corner & 4 == 0 ? 0 : last.z)
      largest = max(largest, (sform(index) - qform(index)).length)
    }
    guard largest > 0.1 else { return [] }
    let shown = (largest * 100).rounded() / 100
    return ["sform and qform disagree by up to \(shown) mm; the sform was used"]
  }
}
