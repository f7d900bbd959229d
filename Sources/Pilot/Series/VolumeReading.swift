import DICOM
import Foundation

/// The volume that the files of one series make.
///
/// - Throws: ``Refusal`` where they make none, or more than one; ``PilotError`` where they cannot be
///   read at all.
func readSeries(in folder: URL) throws -> DICOMSeries {
  let found = try scanDICOM(folder.path)
  guard found.series.count == 1 else {
    if found.series.isEmpty, let refused = found.refused.first {
      throw Refusal("expected a volume, found \(refused.error.kind.words)")
    }
    throw Refusal("expected one volume in the series, found \(found.series.count)")
  }
  return found.series[0]
}

extension DICOMError.Kind {
  /// What was found instead of a volume, without any text of the file.
  var words: String {
    switch self {
    case .unreadable: "files that cannot be opened"
    case .notDICOM: "files that are not DICOM"
    case .notImage: "objects without an image"
    case .badHeader: "a header with absent or impossible values"
    case .noGeometry: "images without a place in the patient"
    case .colour: "colour images"
    case .mosaic: "a mosaic of slices in one picture"
    case .localiser: "a localiser"
    case .mixedOrientation: "slices in many directions"
    case .mixedMatrix: "slices that differ in matrix or spacing"
    case .duplicatePositions: "two slices at one place"
    case .missingSlices: "missing slices"
    case .unevenSlices: "slices at uneven distances"
    case .shear: "a tilted gantry or another shear"
    case .badPixels: "pixels that are damaged, cut short or compressed in an unknown way"
    case .tooLarge: "more than 4 GB in a file"
    case .unwritable: "an object that cannot be written"
    case .readBack: "another object than the one that was written"
    }
  }
}
