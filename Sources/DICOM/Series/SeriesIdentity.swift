/// What a series says about itself; nothing of the patient's name.
public struct SeriesIdentity: Hashable, Sendable, Codable {
  /// Study Instance UID.
  public let studyUID: String
  /// Series Instance UID.
  public let seriesUID: String
  /// Frame of Reference UID; `nil` where the file gives none.
  public let frameOfReferenceUID: String?
  /// Modality, as "MR".
  public let modality: String
  /// Series Number.
  public let number: Int?
  /// Series Description; empty where the file gives none.
  public let description: String
  /// Manufacturer; empty where the file gives none.
  public let manufacturer: String
  /// The field strength in tesla.
  public let fieldStrength: Double?
  /// The repetition time in ms.
  public let repetitionTime: Double?

  init(_ item: DICOMItem) throws(DICOMError) {
    studyUID = try item.requiredText(.studyInstanceUID, "Study Instance UID")
    seriesUID = try item.requiredText(.seriesInstanceUID, "Series Instance UID")
    frameOfReferenceUID = item.text(.frameOfReferenceUID)
    modality = item.text(.modality) ?? ""
    number = item.integer(.seriesNumber)
    description = item.text(.seriesDescription) ?? ""
    manufacturer = item.text(.manufacturer) ?? ""
    fieldStrength = item.number(.fieldStrength)
    repetitionTime = item.number(.repetitionTime)
  }
}
