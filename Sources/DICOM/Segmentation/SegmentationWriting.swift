import Imaging

/// Writes structures as a binary DICOM segmentation of a series, reads it back and compares.
///
/// Each structure is a segment; only its slices with voxels become frames. Empty structures are left
/// out. The object belongs to the series' patient and study and refers to every slice that it
/// covers. Its UIDs follow from the series, the method and the voxels, so that the same result
/// written twice is the same object.
///
/// - Parameter structures: masks on the series' grid, in any orientation of their axes.
/// - Throws: ``DICOMError``: another grid, no voxel at all, a series without a frame of reference, a
///   path that cannot be written, or an object that reads back as something else.
/// - Source: PS3.3 A.51, C.8.20.
public func writeSegmentation(
  _ structures: [SegmentedStructure], of series: DICOMSeries, by algorithm: DICOMAlgorithm,
  to path: String, at moment: ObjectMoment = ObjectMoment()
) throws(DICOMError) -> WrittenObject {
  let source = try SourceSeries(series)
  let placed = try source.placed(structures, path: path)
  let writer = SegmentationWriter(
    source: source, structures: placed, algorithm: algorithm, moment: moment, path: path)
  let object = try writer.write()
  let found = try readSegmentation(path, on: series.grid)
  // Roles and display colours are not part of the object, or rounded in it.
  let isSame =
    found.count == placed.count
    && zip(found, placed).allSatisfy {
      $0.isSame(as: $1)
    }
  guard isSame else {
    throw DICOMError(.readBack, path: path, "expected the segments that were written, found others")
  }
  return object
}

extension SegmentedStructure {
  fileprivate func isSame(as other: SegmentedStructure) -> Bool {
    label == other.label && type == other.type && category == other.category
      && modifier == other.modifier && region == other.region && side == other.side
      && trackingID == other.trackingID && trackingUID == other.trackingUID
      && mask.voxels == other.mask.voxels
  }
}

private struct SegmentationWriter {
  let source: SourceSeries
  let structures: [SegmentedStructure]
  let algorithm: DICOMAlgorithm
  let moment: ObjectMoment
  let path: String

  private var grid: VoxelGrid { source.series.grid }

  func write() throws(DICOMError) -> WrittenObject {
    let object = try DerivedObject(
      .segmentation, of: source, by: algorithm, content: structures.content, to: path, at: moment)
    let root = object.root
    if structures.contains(where: { $0.modifier != nil }) { try root.declarePrivateScheme() }
    try writeImage(root)
    for (n, structure) in structures.enumerated() { try writeSegment(root, structure, n + 1) }
    try writeReferences(root)
    try writeFrames(root, of: object.written)
    try object.file.write()
    return object.written
  }

  private func writeImage(_ root: DICOMItem) throws(DICOMError) {
    try root.set(.imageType, "DERIVED\\PRIMARY")
    try root.setContentMoment(moment)
    try root.set(.contentLabel, "SEGMENTATION")
    try root.set(.contentDescription, "Research use only, not verified")
    try root.set(.contentCreatorName, nil)
    try root.set(.frameOfReferenceUID, source.frameOfReferenceUID)
    try root.set(.positionReferenceIndicator, nil)
    try root.set(.samplesPerPixel, 1)
    try root.set(.photometricInterpretation, "MONOCHROME2")
    try root.set(.rows, grid.size.y)
    try root.set(.columns, grid.size.x)
    try root.set(.bitsAllocated, 1)
    try root.set(.bitsStored, 1)
    try root.set(.highBit, 0)
    try root.set(.pixelRepresentation, 0)
    try root.set(.lossyImageCompression, "00")
    try root.set(.burnedInAnnotation, "NO")
    try root.set(.segmentationType, "BINARY")
  }

  private func writeSegment(
    _ root: DICOMItem, _ structure: SegmentedStructure, _ number: Int
  ) throws(DICOMError) {
    let segment = try root.append(.segmentSequence)
    try segment.append(.segmentedPropertyCategory, structure.category)
    try segment.set(.segmentNumber, number)
    try segment.set(.segmentLabel, String(structure.label.prefix(64)))
    let method = try segment.append(.segmentationAlgorithm)
    try method.append(.algorithmFamily, CodedConcept("123110", "DCM", "Artificial Intelligence"))
    try method.set(.algorithmVersion, algorithm.version)
    try method.set(.algorithmName, algorithm.name)
    try segment.set(.segmentAlgorithmType, "AUTOMATIC")
    try segment.set(.segmentAlgorithmName, String(algorithm.name.prefix(64)))
    let lab = cieLab(structure.colour)
    try segment.set(.recommendedDisplayCIELab, lab[0], lab[1], lab[2])
    try segment.append(.segmentedPropertyType, structure.type)
    // The first modifier, where there are two, is the part; the side comes last.
    let typeItem = segment.items(.segmentedPropertyType)[0]
    if let part = structure.modifier { try typeItem.append(.segmentedPropertyTypeModifier, part) }
    if let side = structure.side { try typeItem.append(.segmentedPropertyTypeModifier, side.code) }
    if let region = structure.region { try segment.append(.anatomicRegionSequence, region) }
    try segment.set(.trackingID, structure.trackingID)
    try segment.set(.trackingUID, structure.trackingUID)
  }

  private func writeReferences(_ root: DICOMItem) throws(DICOMError) {
    let item = try root.append(.referencedSeriesSequence)
    try item.set(.seriesInstanceUID, source.series.identity.seriesUID)
    for frame in source.instances() {
      try item.append(.referencedInstanceSequence)
        .setReference(sopClass: frame.sopClassUID, instance: frame.sopInstanceUID)
    }
  }

  private func writeFrames(_ root: DICOMItem, of object: WrittenObject) throws(DICOMError) {
    try root.writeDimensions(
      of: object.seriesUID,
      [
        (.referencedSegmentNumber, .segmentIdentificationSequence, "Segment"),
        (.imagePosition, .planePositionSequence, "Slice"),
      ])
    guard let plane = grid.plane(0) else {
      throw DICOMError(.unwritable, path: path, "expected perpendicular axes, found others")
    }
    let shared = try root.append(.sharedFunctionalGroups)
    let measures = try shared.append(.pixelMeasuresSequence)
    try measures.set(.sliceThickness, decimal: grid.spacing.z)
    try measures.set(.spacingBetweenSlices, decimal: grid.spacing.z)
    try measures.set(.pixelSpacing, decimals: plane.pixelSpacing)
    try shared.append(.planeOrientationSequence)
      .set(.imageOrientation, decimals: plane.orientationLPS)
    var bits = PackedBits()
    var frameCount = 0
    for (n, structure) in structures.enumerated() {
      for k in structure.mask.occupiedSlices {
        frameCount += 1
        try writeFrame(root, segment: n + 1, slice: k)
        bits.append(structure.mask.slice(k))
      }
    }
    try root.set(.numberOfFrames, frameCount)
    try root.setPixels(bits.bytes, isWords: false)
  }

  private func writeFrame(_ root: DICOMItem, segment: Int, slice k: Int) throws(DICOMError) {
    let frame = try root.append(.perFrameFunctionalGroups)
    try frame.append(.frameContentSequence).set(.dimensionIndexValues, segment, k + 1)
    // As the source has it, digit by digit, because viewers compare.
    let position = FramePlane.positionLPS(source.series.headers[k].plane.position)
    try frame.append(.planePositionSequence).set(.imagePosition, decimals: position)
    try frame.append(.segmentIdentificationSequence).set(.referencedSegmentNumber, segment)
    let derivation = try frame.append(.derivationImageSequence)
    try derivation.append(.derivationCodeSequence, CodedConcept("113076", "DCM", "Segmentation"))
    let image = try derivation.append(.sourceImageSequence)
    try source.setReference(toSlice: k, in: image)
    try image.set(.spatialLocationsPreserved, "YES")
    try image.append(
      .purposeOfReferenceCodeSequence,
      CodedConcept("121322", "DCM", "Source image for image processing operation"))
  }
}
