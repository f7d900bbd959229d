public import Foundation

/// The moment an object is made, as DICOM writes it.
public struct ObjectMoment: Hashable, Sendable {
  /// The day, as "20261124".
  public let date: String
  /// The time of day, as "093015".
  public let time: String

  /// A moment in the time zone of this machine; now by default.
  public init(_ moment: Date = Date()) {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day, .hour, .minute, .second], from: moment)
    func two(_ value: Int?) -> String { String(format: "%02d", value ?? 0) }
    date = String(format: "%04d", parts.year ?? 0) + two(parts.month) + two(parts.day)
    time = two(parts.hour) + two(parts.minute) + two(parts.second)
  }
}

/// The program that made an object, and the method behind its content.
public struct DICOMAlgorithm: Hashable, Sendable {
  /// The method's name, as "Kakehashi adapt".
  public var name: String
  /// Its version.
  public var version: String

  /// A method by name and version.
  public init(name: String, version: String) {
    self.name = name
    self.version = version
  }
}

/// What every object of this program says about itself.
struct ObjectHeader {
  var sopClassUID: String
  var sopInstanceUID: String
  var modality: String
  var seriesUID: String
  var seriesNumber: Int
  var seriesDescription: String
  var moment: ObjectMoment
  /// The version of the software that made the content.
  var version: String

  /// Writes the SOP common, general series and general equipment modules.
  func write(to root: DICOMItem) throws(DICOMError) {
    try root.set(.specificCharacterSet, "ISO_IR 192")
    try root.set(.instanceCreationDate, moment.date)
    try root.set(.instanceCreationTime, moment.time)
    try root.set(.sopClassUID, sopClassUID)
    try root.set(.sopInstanceUID, sopInstanceUID)
    try root.set(.modality, modality)
    try root.set(.seriesInstanceUID, seriesUID)
    try root.set(.seriesNumber, seriesNumber)
    try root.set(.seriesDescription, String(seriesDescription.prefix(64)))
    try root.set(.seriesDate, moment.date)
    try root.set(.seriesTime, moment.time)
    try root.set(.manufacturer, "Kakehashi")
    try root.set(.manufacturerModelName, "kakehashi")
    try root.set(.deviceSerialNumber, "none")
    try root.set(.softwareVersions, version)
  }
}

extension DICOMItem {
  /// Copies whom an image belongs to and the study it is part of.
  ///
  /// - Throws: ``DICOMError`` where the source's text could not be converted to UTF-8.
  func copyPatientAndStudy(from source: DICOMItem) throws(DICOMError) {
    let charset = source.texts(.specificCharacterSet)
    guard charset.isEmpty || charset == ["ISO_IR 192"] else {
      throw DICOMError(
        .badHeader, path: source.file.path,
        "expected text in the declared character set \(charset.joined(separator: "\\")), found "
          + "text that is not in it")
    }
    let required: [Tag] = [
      .patientName, .patientID, .patientBirthDate, .patientSex, .studyInstanceUID, .studyDate,
      .studyTime, .studyID, .accessionNumber, .referringPhysicianName,
    ]
    for tag in required { try copy(tag, from: source, orEmpty: true) }
    let optional: [Tag] = [
      .issuerOfPatientID, .patientIdentityRemoved, .deidentificationMethod, .studyDescription,
      .patientAge, .patientSize, .patientWeight,
    ]
    for tag in optional { try copy(tag, from: source, orEmpty: false) }
  }

  /// Refers to an object.
  func setReference(sopClass: String, instance: String) throws(DICOMError) {
    try set(.referencedSOPClassUID, sopClass)
    try set(.referencedSOPInstanceUID, instance)
  }
}
