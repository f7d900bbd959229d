import Imaging

/// Where one slice lies, in RAS+ mm.
///
/// DICOM counts to the patient's left, back and head; this file, and its sister for writing, turn
/// that round once. Two axes change sign, so the handedness stays.
struct FramePlane: Hashable, Sendable {
  /// The centre of the first pixel.
  var position: SIMD3<Double>
  /// The unit direction of growing column number: DICOM's "row direction".
  var alongRow: SIMD3<Double>
  /// The unit direction of growing row number.
  var alongColumn: SIMD3<Double>
  /// The distance between the centres of neighbouring columns and rows.
  var spacing: SIMD2<Double>

  /// The direction in which slices are counted: growing column, growing row, this are right-handed.
  var normal: SIMD3<Double> { alongRow.cross(alongColumn) }

  /// Whether another slice could lie in one stack with this one.
  ///
  /// 2e-4 is 0.05 mm at the far edge of a head; spacings agree to 0.1 %.
  func isParallel(to other: FramePlane) -> Bool {
    (alongRow - other.alongRow).length < 2e-4 && (alongColumn - other.alongColumn).length < 2e-4
  }
}

/// A position or a direction, between LPS and RAS+; its own inverse.
func flippedLPS(_ v: SIMD3<Double>) -> SIMD3<Double> { SIMD3(-v.x, -v.y, v.z) }

extension FramePlane {
  /// A plane from DICOM's attributes, in LPS.
  ///
  /// - Returns: `nil` unless there are three finite positions, two perpendicular unit directions
  ///   and two positive spacings.
  init?(position: [Double], orientation: [Double], pixelSpacing: [Double]) {
    guard position.count == 3, orientation.count == 6, pixelSpacing.count == 2,
      pixelSpacing.allSatisfy({ $0 > 0 && $0 < 1e4 }), position.allSatisfy({ abs($0) < 1e6 })
    else { return nil }
    let row = SIMD3(orientation[0], orientation[1], orientation[2])
    let column = SIMD3(orientation[3], orientation[4], orientation[5])
    // Text of few digits: directions are of unit length and perpendicular to 0.001.
    guard abs(row.length - 1) < 1e-3, abs(column.length - 1) < 1e-3,
      abs((row * column).sum()) < 1e-3
    else { return nil }
    self.position = flippedLPS(SIMD3(position[0], position[1], position[2]))
    alongRow = flippedLPS(row / row.length)
    alongColumn = flippedLPS(column / column.length)
    // Pixel Spacing gives the distance between rows first.
    spacing = SIMD2(pixelSpacing[1], pixelSpacing[0])
  }
}
