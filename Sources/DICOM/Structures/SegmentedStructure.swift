public import Imaging

/// A structure found in a series: where it is and what it is.
public struct SegmentedStructure: Hashable, Sendable {
  /// What planning systems take a structure for.
  public enum Role: String, Hashable, Sendable, Codable {
    /// The gross tumour volume.
    case tumour = "GTV"
    /// An organ to spare.
    case organ = "ORGAN"
    /// A part of a structure that stands beside it.
    case part = ""
  }

  /// A short name, unique among the structures of one object, as "VS left".
  public var label: String
  /// The general category of the structure.
  public var category: CodedConcept
  /// What the structure is.
  public var type: CodedConcept
  /// What tells it from others of its type, besides the side.
  public var modifier: CodedConcept?
  /// The anatomic region that it lies in, where the type does not say it.
  public var region: CodedConcept?
  /// The side; `nil` where it is not known.
  public var side: Laterality?
  /// The identifier that the structure keeps from visit to visit, as "VS-L-1".
  public var trackingID: String
  /// Its UID; `nil` for one that follows from the patient's and the structure's identifiers.
  public var trackingUID: String?
  /// What planning systems take it for.
  public var role: Role
  /// The display colour: red, green, blue.
  public var colour: SIMD3<UInt8>
  /// The voxels.
  public var mask: Mask
}

extension SegmentedStructure {
  /// Which part of a tumour a mask holds.
  public enum TumourPart: String, Hashable, Sendable, CaseIterable {
    /// All of it.
    case whole
    /// What lies inside the internal auditory canal.
    case intrameatal
    /// What lies outside the internal auditory canal.
    case extrameatal
  }

  /// A vestibular schwannoma, or one of its two parts.
  ///
  /// - Parameter number: counts the lesions of one side, from 1.
  public static func schwannoma(
    _ mask: Mask, part: TumourPart = .whole, side: Laterality?, number: Int = 1
  ) -> SegmentedStructure {
    let lesion = "VS-\(side?.letter ?? "U")-\(number)"
    let place = (side.map { " \($0.rawValue)" } ?? "") + (number > 1 ? " \(number)" : "")
    var result = SegmentedStructure(
      label: "VS" + place, category: .abnormalStructure, type: .vestibularSchwannoma, side: side,
      trackingID: lesion, role: .tumour, colour: SIMD3(230, 60, 50), mask: mask)
    switch part {
    case .whole: break
    case .intrameatal:
      result.label = "VS intrameatal" + place
      result.modifier = .intrameatal
      result.region = .internalAuditoryMeatus
      result.trackingID += "-IM"
      result.role = .part
      result.colour = SIMD3(250, 170, 40)
    case .extrameatal:
      result.label = "VS extrameatal" + place
      result.modifier = .extrameatal
      result.trackingID += "-EM"
      result.role = .part
      result.colour = SIMD3(190, 40, 120)
    }
    return result
  }

  /// The cochlea of a side, or of both where the side is not known.
  public static func cochlea(_ mask: Mask, side: Laterality?) -> SegmentedStructure {
    SegmentedStructure(
      label: "Cochlea" + (side.map { " \($0.rawValue)" } ?? ""), category: .anatomicalStructure,
      type: .cochlea, side: side, trackingID: "COCHLEA-\(side?.letter ?? "U")", role: .organ,
      colour: SIMD3(60, 140, 230), mask: mask)
  }
}
