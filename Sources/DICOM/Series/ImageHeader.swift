/// What one image file says about its patient, its study and how it was taken.
///
/// Unlike ``SeriesIdentity`` it names the patient: nothing of it belongs into a log.
public struct ImageHeader: Hashable, Sendable {
  /// Study Instance UID.
  public var studyUID: String
  /// Series Instance UID.
  public var seriesUID: String
  /// SOP Instance UID of this file.
  public var instanceUID: String
  /// Patient ID; this and the next three are empty where the file gives none.
  public var patientID = ""
  /// Patient's Name as DICOM writes it.
  public var patientName = ""
  /// Accession Number.
  public var accessionNumber = ""
  /// Study Date, as "20260131".
  public var studyDate = ""
  /// Modality, as "MR".
  public var modality = ""
  /// Manufacturer; empty where the file gives none.
  public var manufacturer = ""
  /// Series Number.
  public var number: Int?
  /// Series Description, Protocol Name, Sequence Name and Pulse Sequence Name, in this order; what
  /// is absent is left out.
  public var names: [String] = []
  /// Image Type.
  public var imageType: [String] = []
  /// Scanning Sequence, as "SE" and "GR"; for enhanced images one of both, by Echo Pulse Sequence.
  public var scanningSequence: [String] = []
  /// The echo time in ms.
  public var echoTime: Double?
  /// The distance of slices in mm: Spacing Between Slices, else Slice Thickness.
  public var sliceSpacing: Double?
  /// The diffusion weighting in s/mm².
  public var bValue: Double?
  /// Frames of this file; 1 for a classic image.
  public var frames = 1

  /// A header of which only the identifiers are known.
  public init(studyUID: String, seriesUID: String, instanceUID: String) {
    self.studyUID = studyUID
    self.seriesUID = seriesUID
    self.instanceUID = instanceUID
  }
}

/// Reads the header of one file; of an enhanced image, what its frames share or the first one says.
///
/// - Throws: ``DICOMError`` where it is no DICOM object or has no study, series or instance
///   identifier. Whether it holds an image that can be read is not looked at.
public func readImageHeader(_ path: String) throws(DICOMError) -> ImageHeader {
  let root = try DICOMFile.read(path).root
  var header = ImageHeader(
    studyUID: try root.requiredText(.studyInstanceUID, "Study Instance UID"),
    seriesUID: try root.requiredText(.seriesInstanceUID, "Series Instance UID"),
    instanceUID: try root.requiredText(.sopInstanceUID, "SOP Instance UID"))
  header.patientID = root.text(.patientID) ?? ""
  header.patientName = root.text(.patientName) ?? ""
  header.accessionNumber = root.text(.accessionNumber) ?? ""
  header.studyDate = root.text(.studyDate) ?? ""
  header.modality = root.text(.modality) ?? ""
  header.manufacturer = root.text(.manufacturer) ?? ""
  header.number = root.integer(.seriesNumber)
  header.names = [Tag.seriesDescription, .protocolName, .sequenceName, .pulseSequenceName]
    .compactMap(root.text)
  header.imageType = root.texts(.imageType)
  header.scanningSequence = root.texts(.scanningSequence)
  if header.scanningSequence.isEmpty, let echo = root.text(.echoPulseSequence) {
    header.scanningSequence = [echo == "SPIN" ? "SE" : "GR"]
  }
  header.frames = max(1, root.integer(.numberOfFrames) ?? 1)
  let groups =
    root.item(.perFrameFunctionalGroups).map {
      FrameGroups(root, shared: root.item(.sharedFunctionalGroups), frame: $0)
    } ?? FrameGroups(root)
  header.echoTime = groups.key.echoTime
  header.bValue = groups.key.bValue
  let measures = groups.item(.pixelMeasuresSequence)
  header.sliceSpacing =
    measures.number(.spacingBetweenSlices) ?? measures.number(.sliceThickness)
  return header
}

extension Tag {
  static let protocolName = Tag(0x0018_1030)
  static let sequenceName = Tag(0x0018_0024)
  static let pulseSequenceName = Tag(0x0018_9005)
  static let echoPulseSequence = Tag(0x0018_9008)
}
