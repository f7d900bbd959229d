public import Imaging

/// How the positions of a visit relate to those of the reference visit.
public enum VisitAlignment: Hashable, Sendable, Codable {
  /// This is the visit whose coordinates are used.
  case reference
  /// The image lies over the reference image; the transform leads from the reference to this visit.
  case registered(RigidRegistration)
  /// The image cannot be laid over the reference image; `nil` when nothing was found at all.
  case implausible(RigidRegistration?)
  /// There is no image, or none at the reference visit: scanner coordinates are all there is.
  case unchecked
}

extension VisitAlignment {
  private enum Key: String, CodingKey {
    case kind, registration
  }

  private enum Kind: String, Codable {
    case reference, registered, implausible, unchecked
  }

  /// An alignment from its kind and its registration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .kind) {
    case .reference: self = .reference
    case .unchecked: self = .unchecked
    case .registered:
      self = .registered(try container.decode(RigidRegistration.self, forKey: .registration))
    case .implausible:
      self = .implausible(
        try container.decodeIfPresent(RigidRegistration.self, forKey: .registration))
    }
  }

  /// Writes the kind, and the registration where there is one.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .reference: try container.encode(Kind.reference, forKey: .kind)
    case .unchecked: try container.encode(Kind.unchecked, forKey: .kind)
    case .registered(let found):
      try container.encode(Kind.registered, forKey: .kind)
      try container.encode(found, forKey: .registration)
    case .implausible(let found):
      try container.encode(Kind.implausible, forKey: .kind)
      try container.encodeIfPresent(found, forKey: .registration)
    }
  }
}

/// All that one visit adds to a patient's follow-up.
public struct VisitFindings: Hashable, Sendable, Codable {
  /// The day of the scan.
  public let date: VisitDate
  /// The sequence, as `ceT1` or `T2`; `nil` where it is not known.
  public let sequence: String?
  /// The distance between slices in mm.
  public let sliceThickness: Double
  /// The tumours of the mask.
  public let lesions: [LesionFinding]
  /// How its positions relate to the reference.
  public let alignment: VisitAlignment

  /// A visit from its parts.
  public init(
    date: VisitDate, sequence: String?, sliceThickness: Double, lesions: [LesionFinding],
    alignment: VisitAlignment
  ) {
    self.date = date
    self.sequence = sequence
    self.sliceThickness = sliceThickness
    self.lesions = lesions
    self.alignment = alignment
  }

  /// Whether its lesions may be compared with the others'.
  var isUsable: Bool {
    if case .implausible = alignment { return false }
    return true
  }

  /// A lesion's position in the reference visit's coordinates.
  func referencePosition(_ lesion: LesionFinding) -> SIMD3<Double> {
    if case .registered(let found) = alignment {
      return found.transform.inverse(lesion.position)
    }
    return lesion.position
  }

  /// A lesion as its course needs it.
  func reading(_ lesion: LesionFinding) -> LesionReading {
    LesionReading(
      date: date, sequence: sequence, sliceThickness: sliceThickness, volume: lesion.volume,
      diameter: lesion.diameter)
  }
}
