/// The side of the body.
public enum Laterality: String, Hashable, Sendable, CaseIterable, Codable {
  /// The patient's left: negative x in RAS+.
  case left
  /// The patient's right: positive x in RAS+.
  case right

  /// The code of the side.
  public var code: CodedConcept {
    switch self {
    case .left: CodedConcept("7771000", "SCT", "Left")
    case .right: CodedConcept("24028007", "SCT", "Right")
    }
  }

  /// The letter used in identifiers of lesions.
  public var letter: String { self == .left ? "L" : "R" }
}

/// The codes of what is segmented and measured; Documentation/Guides/dicom.md gives their sources.
extension CodedConcept {
  /// SNOMED CT 126949007.
  public static let vestibularSchwannoma = CodedConcept(
    "126949007", "SCT", "Vestibular schwannoma")
  /// SNOMED CT 80169004.
  public static let cochlea = CodedConcept("80169004", "SCT", "Cochlear structure")
  /// SNOMED CT 61671002.
  public static let internalAuditoryMeatus = CodedConcept(
    "61671002", "SCT", "Internal auditory meatus")
  /// SNOMED CT 69536005.
  public static let head = CodedConcept("69536005", "SCT", "Head")
  /// SNOMED CT 49755003.
  public static let abnormalStructure = CodedConcept(
    "49755003", "SCT", "Morphologically Abnormal Structure")
  /// SNOMED CT 91723000, as in DICOM's CID 7150 of 2020 and later.
  public static let anatomicalStructure = CodedConcept("91723000", "SCT", "Anatomical Structure")
  /// No public code was found for the part of a tumour inside the internal auditory canal.
  public static let intrameatal = CodedConcept("INTRAMEATAL", privateScheme, "Intrameatal part")
  /// No public code was found for the part of a tumour outside the internal auditory canal.
  public static let extrameatal = CodedConcept("EXTRAMEATAL", privateScheme, "Extrameatal part")

  /// The coding scheme of concepts that have no public code.
  public static let privateScheme = "99KAKEHASHI"
}

extension DICOMItem {
  /// Declares the private coding scheme, as every object must that uses it.
  func declarePrivateScheme() throws(DICOMError) {
    let item = try append(.codingSchemeIdentificationSequence)
    try item.set(.codingSchemeDesignator, CodedConcept.privateScheme)
    try item.set(.codingSchemeName, "Kakehashi private codes")
    try item.set(.codingSchemeResponsibleOrganization, "Kakehashi")
  }
}
