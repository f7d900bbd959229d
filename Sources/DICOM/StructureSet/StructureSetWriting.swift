import Foundation
import Imaging

/// Writes structures as a DICOM RT structure set of a series, reads it back and compares.
///
/// Each slice's curve runs at level 0.5 between the voxels, so exactly the voxels' centres lie
/// inside; holes are joined to the curve around them by a channel of no width. The volume inside
/// the curves differs a little from that of the voxels, because curves cut the voxels' corners; both
/// volumes and the difference stand in the ROI Description. Coordinates have four decimals.
///
/// - Parameter structures: masks on the series' grid, in any orientation of their axes.
/// - Throws: ``DICOMError``: another grid, no voxel at all, a series without a frame of reference, a
///   path that cannot be written, or curves that read back as other voxels.
/// - Source: PS3.3 A.19, C.8.8.5, C.8.8.6, C.8.8.8.
public func writeStructureSet(
  _ structures: [SegmentedStructure], of series: DICOMSeries, by algorithm: DICOMAlgorithm,
  to path: String, at moment: ObjectMoment = ObjectMoment()
) throws(DICOMError) -> WrittenObject {
  let source = try SourceSeries(series)
  let placed = try source.placed(structures, path: path)
  let writer = StructureSetWriter(
    source: source, structures: placed, algorithm: algorithm, moment: moment, path: path)
  let object = try writer.write()
  let found = try readStructureSet(path)
  for (structure, written) in zip(found.structures, placed) {
    guard structure.contours.mask(on: series.grid)?.voxels == written.mask.voxels,
      structure.name == written.label
    else {
      throw DICOMError(
        .readBack, path: path, "expected \(written.label) as it was written, found other voxels")
    }
  }
  guard found.structures.count == placed.count else {
    throw DICOMError(
      .readBack, path: path,
      "expected \(placed.count) structures, found \(found.structures.count)")
  }
  return object
}

private struct StructureSetWriter {
  let source: SourceSeries
  let structures: [SegmentedStructure]
  let algorithm: DICOMAlgorithm
  let moment: ObjectMoment
  let path: String

  private static let detachedStudy = "1.2.840.10008.3.1.2.3.1"

  func write() throws(DICOMError) -> WrittenObject {
    let object = try DerivedObject(
      .structureSet, of: source, by: algorithm, content: structures.content, to: path, at: moment)
    let root = object.root
    try root.set(.operatorsName, nil)
    try root.set(.frameOfReferenceUID, source.frameOfReferenceUID)
    try root.set(.positionReferenceIndicator, nil)
    try root.set(.structureSetLabel, "KAKEHASHI")
    try root.set(.structureSetDate, moment.date)
    try root.set(.structureSetTime, moment.time)
    try root.set(.approvalStatus, "UNAPPROVED")
    try writeReferences(root)
    for (n, structure) in structures.enumerated() {
      try writeStructure(root, structure, number: n + 1)
    }
    try object.file.write()
    return object.written
  }

  private func writeReferences(_ root: DICOMItem) throws(DICOMError) {
    let frame = try root.append(.referencedFrameOfReferenceSequence)
    try frame.set(.frameOfReferenceUID, source.frameOfReferenceUID)
    let study = try frame.append(.rtReferencedStudySequence)
    try study.setReference(
      sopClass: Self.detachedStudy, instance: source.series.identity.studyUID)
    let series = try study.append(.rtReferencedSeriesSequence)
    try series.set(.seriesInstanceUID, source.series.identity.seriesUID)
    for frame in source.instances() {
      try series.append(.contourImageSequence)
        .setReference(sopClass: frame.sopClassUID, instance: frame.sopInstanceUID)
    }
  }

  private func writeStructure(
    _ root: DICOMItem, _ structure: SegmentedStructure, number: Int
  ) throws(DICOMError) {
    let contours = StructureContours(structure.mask)
    let roi = try root.append(.structureSetROISequence)
    try roi.set(.roiNumber, number)
    try roi.set(.referencedFrameOfReferenceUID, source.frameOfReferenceUID)
    try roi.set(.roiName, String(structure.label.prefix(64)))
    try roi.set(
      .roiDescription,
      String(
        format: "voxels %.1f mm3, contours %.1f mm3 (%+.2f %%); %@", contours.voxelVolume,
        contours.contourVolume, contours.volumeError, structure.trackingID))
    // In cubic centimetres.
    try roi.set(.roiVolume, decimal: contours.contourVolume / 1000)
    try roi.set(.roiGenerationAlgorithm, "AUTOMATIC")
    try roi.set(
      .roiGenerationDescription, String("\(algorithm.name) \(algorithm.version)".prefix(64)))
    let item = try root.append(.roiContourSequence)
    let colour = structure.colour
    try item.set(.roiDisplayColor, Int(colour.x), Int(colour.y), Int(colour.z))
    try item.set(.referencedROINumber, number)
    for curve in contours.curves { try writeCurve(curve, in: item) }
    let observation = try root.append(.rtROIObservationsSequence)
    try observation.set(.observationNumber, number)
    try observation.set(.referencedROINumber, number)
    try observation.set(.roiObservationLabel, String(structure.label.prefix(16)))
    try observation.set(.rtROIInterpretedType, structure.role.rawValue)
    try observation.set(.roiInterpreter, nil)
  }

  private func writeCurve(
    _ curve: StructureContours.Curve, in roi: DICOMItem
  ) throws(DICOMError) {
    let item = try roi.append(.contourSequence)
    try source.setReference(toSlice: curve.slice, in: item.append(.contourImageSequence))
    try item.set(.contourGeometricType, "CLOSED_PLANAR")
    try item.set(.numberOfContourPoints, curve.points.count)
    let values = curve.points.flatMap(FramePlane.positionLPS)
    try item.set(.contourData, values.map { String(format: "%.4f", $0) }.joined(separator: "\\"))
  }
}
