import Imaging

/// What is known about a simulated patient beyond the label map, for files and tests.
public struct PatientTruth: Codable, Hashable, Sendable {
  /// The seed of the data set.
  public let seed: UInt64
  /// The number of the patient in it.
  public let index: Int
  /// Whether the tumour is on the right.
  public let isRightSided: Bool
  /// The Koos grade, 1 to 4; `nil` after an operation.
  public let koos: Int?
  /// Whether the tumour is what an operation left.
  public let isPostOperative: Bool
  /// The volume outside the canal in mm3.
  public let extraMeatalVolume: Double
  /// The volume inside the canal in mm3.
  public let intraMeatalVolume: Double
  /// The plane between the two parts, in mm RAS+.
  public let meatalPlane: MeatalPlane
  /// The midpoint between the inner ears, in mm RAS+.
  public let innerEarMidpoint: SIMD3<Double>
}

extension Patient {
  /// What is known about the patient, without the anatomy.
  public var truth: PatientTruth {
    PatientTruth(
      seed: seed, index: index, isRightSided: isRightSided, koos: koos,
      isPostOperative: isPostOperative, extraMeatalVolume: extraMeatalVolume,
      intraMeatalVolume: intraMeatalVolume, meatalPlane: meatalPlane,
      innerEarMidpoint: innerEarMidpoint)
  }
}
