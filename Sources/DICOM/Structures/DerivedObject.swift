/// A kind of object that is made of a series.
enum DerivedKind {
  case segmentation, structureSet, report, overview

  /// The SOP Class UID.
  var sopClassUID: String {
    switch self {
    case .segmentation: "1.2.840.10008.5.1.4.1.1.66.4"
    case .structureSet: "1.2.840.10008.5.1.4.1.1.481.3"
    case .report: "1.2.840.10008.5.1.4.1.1.88.33"
    case .overview: "1.2.840.10008.5.1.4.1.1.7"
    }
  }

  /// The Modality.
  var modality: String {
    switch self {
    case .segmentation: "SEG"
    case .structureSet: "RTSTRUCT"
    case .report: "SR"
    case .overview: "OT"
    }
  }

  /// The Series Number, far above those of scanners.
  var seriesNumber: Int {
    switch self {
    case .segmentation: 9001
    case .structureSet: 9002
    case .report: 9003
    case .overview: 9004
    }
  }

  /// What the Series Description says before "research use only".
  var title: String {
    switch self {
    case .segmentation: "Segmentation"
    case .structureSet: "Contours"
    case .report: "Measurements"
    case .overview: "Overview"
    }
  }
}

/// An object made of a series, with what all of its kind begin with: whom it belongs to, what it is,
/// and names that follow from the series, the method and the content.
struct DerivedObject {
  let file: DICOMFile
  /// What the caller is told once it is written.
  let written: WrittenObject

  /// The data set.
  var root: DICOMItem { file.root }

  /// Begins an object to be written to a file.
  ///
  /// - Parameter content: a text that differs where the content differs.
  init(
    _ kind: DerivedKind, of source: SourceSeries, by algorithm: DICOMAlgorithm, content: String,
    to path: String, at moment: ObjectMoment
  ) throws(DICOMError) {
    written = WrittenObject(
      path: path, sopClassUID: kind.sopClassUID,
      sopInstanceUID: source.uid("\(kind.modality) instance", algorithm, content: content),
      seriesUID: source.uid("\(kind.modality) series", algorithm, content: content))
    file = try DICOMFile.create(path: path)
    try file.root.copyPatientAndStudy(from: source.root)
    try ObjectHeader(
      sopClassUID: written.sopClassUID, sopInstanceUID: written.sopInstanceUID,
      modality: kind.modality, seriesUID: written.seriesUID, seriesNumber: kind.seriesNumber,
      seriesDescription: "\(kind.title), research use only", moment: moment,
      version: algorithm.version
    ).write(to: file.root)
    try file.root.set(.instanceNumber, 1)
  }
}

extension [SegmentedStructure] {
  /// A text that differs where the structures differ.
  var content: String { map(\.digest).joined(separator: "; ") }
}

extension DICOMItem {
  /// Sets Content Date and Content Time.
  func setContentMoment(_ moment: ObjectMoment) throws(DICOMError) {
    try set(.contentDate, moment.date)
    try set(.contentTime, moment.time)
  }
}
