/// The patient and the study that a written MR series belongs to.
public struct StudyDescription: Hashable, Sendable {
  /// The patient's name as DICOM writes it: family, given names after a caret.
  public var patientName: String
  /// The patient's identifier.
  public var patientID: String
  /// Accession Number; empty where unknown.
  public var accessionNumber = ""
  /// The day of birth, as "19700101"; empty where unknown.
  public var birthDate = ""
  /// "M", "F", "O", or empty where unknown.
  public var sex = ""
  /// What the study is.
  public var description = ""
  /// How the patient's identity was removed; `nil` where it was not.
  public var deidentification: String?
  /// Study Instance UID; one that follows from the patient's identifier where none is given.
  public var studyUID: String?
  /// Frame of Reference UID; series of one study that share it lie on each other.
  public var frameOfReferenceUID: String?

  /// A study of a patient.
  public init(patientName: String, patientID: String) {
    self.patientName = patientName
    self.patientID = patientID
  }
}

/// How the images of a written MR series were taken.
public struct MRDescription: Hashable, Sendable {
  /// Series Description, as "t2_space_tra".
  public var description: String
  /// Series Number.
  public var number = 1
  /// The maker of the scanner; empty where unknown.
  public var manufacturer = ""
  /// The field strength in tesla.
  public var fieldStrength: Double?
  /// The repetition time in ms.
  public var repetitionTime: Double?
  /// The echo time in ms.
  public var echoTime: Double?
  /// The inversion time in ms.
  public var inversionTime: Double?
  /// The flip angle in degrees.
  public var flipAngle: Double?
  /// The contrast agent; `nil` for none.
  public var contrastAgent: String?
  /// Whether a gradient echo, not a spin echo, is read.
  public var isGradientEcho = false
  /// Whether the voxels are as a scanner or the simulator made them, not made of other images.
  public var isOriginal = false

  /// A series by its description.
  public init(description: String) { self.description = description }
}

/// The two ways DICOM stores an MR volume.
public enum MRStorage: String, Hashable, Sendable, CaseIterable, Codable {
  /// One file per slice: MR Image Storage.
  case classic
  /// One file: Enhanced MR Image Storage.
  case enhanced
}
