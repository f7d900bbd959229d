/// Why a DICOM object could not be read or written, in one sentence.
public struct DICOMError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; the message says the rest.
  public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The file or folder is missing or not permitted.
    case unreadable
    /// The bytes are not a DICOM object.
    case notDICOM
    /// A DICOM object that holds no image: a report, a structure set, a presentation state.
    case notImage
    /// A required attribute is absent or holds a value that cannot be.
    case badHeader
    /// The image has no position or orientation in the patient.
    case noGeometry
    /// More or less than one grey value per pixel.
    case colour
    /// Many slices in one picture, as Siemens stores functional series.
    case mosaic
    /// An overview for planning, not a stack for measurement.
    case localiser
    /// Slices of one series lie in many directions.
    case mixedOrientation
    /// Slices of one stack differ in matrix or spacing.
    case mixedMatrix
    /// Two slices lie at one place and nothing tells them apart.
    case duplicatePositions
    /// The distance between slices is a multiple of the others at some place.
    case missingSlices
    /// The distances between slices differ.
    case unevenSlices
    /// Slices are shifted against each other: gantry tilt or another shear.
    case shear
    /// The pixels are damaged, cut short or compressed in a way that is not read.
    case badPixels
    /// The image is larger than what is read.
    case tooLarge
    /// An object cannot be written: the folder, the disk, or what it should hold.
    case unwritable
    /// What was written reads back as something else.
    case readBack
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// The file or folder, as the caller named it.
  public let path: String
  /// What was expected and what was found, without the path.
  public let message: String

  init(_ kind: Kind, path: String, _ message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// The path and the message in one sentence.
  public var description: String { "\(path): \(message)" }
}
