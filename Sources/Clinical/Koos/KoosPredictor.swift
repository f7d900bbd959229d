import Imaging

/// One number of a Koos classifier, from what was measured.
///
/// Each is bounded where more of it says no more about the grade: a gap of 6 mm is as free as one of
/// 20 mm.
public enum KoosPredictor: String, Codable, CaseIterable, Sendable {
  /// The volume outside the canal up to 40 mm3, as a share of that: is there such a part at all?
  case extraMeatalPresence
  /// The cube root in mm of the volume outside the canal.
  case extraMeatalSize
  /// The largest diameter in mm of the part outside the canal.
  case extraMeatalDiameter
  /// The cube root in mm of the volume inside the canal.
  case intraMeatalSize
  /// How near the tumour comes to the midline, in mm.
  case midlineDistance
  /// The same as a share of the cochleas' distance.
  case midlineShare
  /// ``KoosFeatures/mirroredDepth`` in mm, within -4...6.
  case mirroredDepth
  /// ``KoosFeatures/brainstemGap`` in mm, at most 6.
  case brainstemGap
  /// The square root in mm of ``KoosFeatures/brainstemContact``.
  case brainstemContact
  /// ``KoosFeatures/indentation`` in mm, at most 8.
  case indentation

  /// The predictors that need no neighbouring structure.
  public static let withoutNeighbours: [KoosPredictor] = [
    .extraMeatalPresence, .extraMeatalSize, .extraMeatalDiameter, .intraMeatalSize,
    .midlineDistance, .midlineShare,
  ]
  /// The predictors of the classifier that knows the brainstem.
  public static let withNeighbours: [KoosPredictor] = [
    .extraMeatalPresence, .extraMeatalSize, .mirroredDepth, .brainstemGap, .brainstemContact,
    .indentation,
  ]

  /// The predictor's value; `nil` where what it needs was not measured.
  public func value(_ features: KoosFeatures) -> Double? {
    switch self {
    case .extraMeatalPresence: return min(features.extraMeatalVolume, 40) / 40
    case .extraMeatalSize: return cubeRoot(features.extraMeatalVolume)
    case .extraMeatalDiameter: return features.extraMeatalDiameter
    case .intraMeatalSize: return cubeRoot(features.intraMeatalVolume)
    case .midlineDistance: return features.midlineDistance
    case .midlineShare:
      guard let near = features.midlineDistance, let whole = features.cochlearDistance else {
        return nil
      }
      return near / whole
    case .mirroredDepth: return features.mirroredDepth.map { min(max($0, -4), 6) }
    case .brainstemGap: return features.brainstemGap.map { min($0, 6) }
    case .brainstemContact: return features.brainstemContact.map { $0.squareRoot() }
    case .indentation: return features.indentation.map { min($0, 8) }
    }
  }
}
