import Imaging

extension MRWriter {
  /// Writes all slices as one Enhanced MR Image Storage object.
  func writeEnhanced(to path: String) throws(DICOMError) -> String {
    let file = try DICOMFile.create(path: path)
    let root = file.root
    try writeCommon(
      root, sopClass: MRSOPClass.enhanced, instance: uniqueIdentifier(of: "\(seriesUID) volume"))
    let type = "\(pixelOrigin)\\PRIMARY\\VOLUME\\NONE"
    try root.set(.imageType, type)
    try writeImageKind(root)
    if description.isOriginal {
      try root.set(.echoPulseSequence, description.isGradientEcho ? "GRADIENT" : "SPIN")
    }
    try root.set(.instanceNumber, 1)
    try root.set(.numberOfFrames, grid.size.z)
    try root.set(.acquisitionDateTime, moment.date + moment.time)
    try root.set(.contentQualification, "RESEARCH")
    try root.set(.resonantNucleus, "1H")
    try root.set(.applicableSafetyStandardAgency, "IEC")
    if let field = description.fieldStrength { try root.set(.fieldStrength, exact: field) }
    try root.set(.burnedInAnnotation, "NO")
    try root.set(.lossyImageCompression, "00")
    try root.set(.presentationLUTShape, "IDENTITY")
    // An empty sequence: nothing is known of the acquisition's context.
    try root.set(.acquisitionContextSequence, nil)
    try root.writeDimensions(
      of: seriesUID,
      [
        (.stackID, .frameContentSequence, "Stack ID"),
        (.inStackPositionNumber, .frameContentSequence, "Slice"),
      ])
    try writeShared(root.append(.sharedFunctionalGroups), type: type)
    for k in 0..<grid.size.z {
      let frame = try root.append(.perFrameFunctionalGroups)
      let content = try frame.append(.frameContentSequence)
      try content.set(.stackID, "1")
      try content.set(.inStackPositionNumber, k + 1)
      try content.set(.frameAcquisitionNumber, 1)
      try content.set(.dimensionIndexValues, 1, k + 1)
      try frame.append(.planePositionSequence)
        .set(.imagePosition, decimals: plane(k, path: path).positionLPS)
    }
    try root.setPixels(stored.bytes, isWords: true)
    try file.write()
    return path
  }

  private func writeImageKind(_ item: DICOMItem) throws(DICOMError) {
    try item.set(.pixelPresentation, "MONOCHROME")
    try item.set(.volumetricProperties, "VOLUME")
    try item.set(.volumeBasedCalculationTechnique, "NONE")
    try item.set(.complexImageComponent, "MAGNITUDE")
    try item.set(.acquisitionContrast, "UNKNOWN")
  }

  private func writeShared(_ shared: DICOMItem, type: String) throws(DICOMError) {
    let plane = try plane(0, path: shared.file.path)
    let measures = try shared.append(.pixelMeasuresSequence)
    try measures.set(.sliceThickness, decimal: grid.spacing.z)
    try measures.set(.spacingBetweenSlices, decimal: grid.spacing.z)
    try measures.set(.pixelSpacing, decimals: plane.pixelSpacing)
    try shared.append(.planeOrientationSequence)
      .set(.imageOrientation, decimals: plane.orientationLPS)
    let anatomy = try shared.append(.frameAnatomySequence)
    try anatomy.set(.frameLaterality, "U")
    try anatomy.append(.anatomicRegionSequence, CodedConcept("69536005", "SCT", "Head"))
    let transformation = try shared.append(.pixelValueTransformationSequence)
    try transformation.set(.rescaleIntercept, decimal: stored.intercept)
    try transformation.set(.rescaleSlope, decimal: stored.slope)
    try transformation.set(.rescaleType, "US")
    let display = try shared.append(.frameVOILUTSequence)
    try display.set(.windowCenter, decimal: window.centre)
    try display.set(.windowWidth, decimal: window.width)
    let kind = try shared.append(.mrImageFrameTypeSequence)
    try kind.set(.frameType, type)
    try writeImageKind(kind)
    // Repetition time and flip angle have their place in a group that also demands the specific
    // absorption rate and the echo trains, of which nothing is known.
    if let time = description.echoTime {
      try shared.append(.mrEchoSequence).set(.effectiveEchoTime, exact: time)
    }
  }
}
