/// A plane through the body, shown as radiologists look at it.
public enum AnatomicalPlane: String, Codable, Hashable, Sendable, CaseIterable {
  /// From below: patient's right on the left, anterior on top.
  case axial
  /// From the front: patient's right on the left, superior on top.
  case coronal
  /// From the left: anterior on the left, superior on top.
  case sagittal

  /// The world direction (RAS+) of a step to the right in the picture.
  var rightward: SIMD3<Double> {
    switch self {
    case .axial, .coronal: SIMD3(-1, 0, 0)
    case .sagittal: SIMD3(0, -1, 0)
    }
  }

  /// The world direction (RAS+) of a step down in the picture.
  var downward: SIMD3<Double> {
    switch self {
    case .axial: SIMD3(0, -1, 0)
    case .coronal, .sagittal: SIMD3(0, 0, -1)
    }
  }

  /// The world direction (RAS+) through the picture.
  var normal: SIMD3<Double> {
    switch self {
    case .axial: SIMD3(0, 0, 1)
    case .coronal: SIMD3(0, 1, 0)
    case .sagittal: SIMD3(1, 0, 0)
    }
  }

  /// The letter of the body side at the picture's left edge.
  package var leftLetter: String { self == .sagittal ? "A" : "R" }

  /// The letter of the body side at the picture's top edge.
  package var topLetter: String { self == .axial ? "A" : "S" }

  /// The letter of the body side at the picture's right edge.
  var rightLetter: String { self == .sagittal ? "P" : "L" }

  /// The letter of the body side at the picture's bottom edge.
  var bottomLetter: String { self == .axial ? "P" : "I" }
}
