extension Tag {
  static let referencedPerformedProcedureStep = Tag(0x0008_1111)
  static let performedProcedureCode = Tag(0x0040_A372)
  static let currentRequestedProcedureEvidence = Tag(0x0040_A375)
  static let completionFlag = Tag(0x0040_A491)
  static let verificationFlag = Tag(0x0040_A493)
}

/// Writes measurements as a DICOM structured report after TID 1500, reads it back and compares.
///
/// Each group refers to its segment and keeps the structure's identifiers. The report is complete
/// and unverified. Koos grades have a code of a private scheme, which the report declares.
///
/// - Parameters:
///   - groups: structures with masks on the series' grid and what was measured of them; their labels
///     are those of segments.
///   - segmentation: the segmentation that holds the structures, and the labels of its segments in
///     order.
/// - Throws: ``DICOMError``: a structure that is no segment, a path that cannot be written, or a
///   report that reads back as something else.
/// - Source: PS3.16 TID 1500, 1411, 1419; PS3.3 A.35.3.
public func writeMeasurementReport(
  _ groups: [MeasurementGroup], of series: DICOMSeries,
  segmentation: (object: WrittenObject, labels: [String]), by algorithm: DICOMAlgorithm,
  to path: String, at moment: ObjectMoment = ObjectMoment()
) throws(DICOMError) -> WrittenObject {
  let source = try SourceSeries(series)
  var segments: [String: Int] = [:]
  for (n, label) in segmentation.labels.enumerated() { segments[label] = n + 1 }
  var identified: [MeasurementGroup] = []
  for group in groups {
    guard segments[group.structure.label] != nil else {
      throw DICOMError(
        .unwritable, path: path,
        "expected a segment named \(group.structure.label), found "
          + segmentation.labels.joined(separator: ", "))
    }
    var group = group
    group.structure.trackingUID =
      group.structure.trackingUID ?? source.trackingUID(of: group.structure.trackingID)
    identified.append(group)
  }
  let tree = MeasurementReportTree(
    source: source, segmentation: segmentation.object, algorithm: algorithm
  ).root(identified, segments: segments)
  let object = try DerivedObject(
    .report, of: source, by: algorithm, content: "\(tree)", to: path, at: moment)
  let root = object.root
  try root.declarePrivateScheme()
  try root.setContentMoment(moment)
  try root.set(.completionFlag, "COMPLETE")
  try root.set(.verificationFlag, "UNVERIFIED")
  try root.set(.referencedPerformedProcedureStep, nil)
  try root.set(.performedProcedureCode, nil)
  let evidence = try root.append(.currentRequestedProcedureEvidence)
  try evidence.set(.studyInstanceUID, series.identity.studyUID)
  let segmentationSeries = try evidence.append(.referencedSeriesSequence)
  try segmentationSeries.set(.seriesInstanceUID, segmentation.object.seriesUID)
  try segmentationSeries.append(.referencedSOPSequence).setReference(
    sopClass: segmentation.object.sopClassUID, instance: segmentation.object.sopInstanceUID)
  try root.set(tree)
  try object.file.write()
  guard try DICOMFile.read(path).root.content() == tree else {
    throw DICOMError(.readBack, path: path, "expected the report that was written, found another")
  }
  return object.written
}
