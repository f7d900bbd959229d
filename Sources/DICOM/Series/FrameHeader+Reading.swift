/// The pixels of a file, in bytes, from which on it is refused.
private let largestFile = 1 << 32

extension FrameHeader {
  /// The slices of a file.
  ///
  /// - Throws: ``DICOMError`` for anything that is no grey image with a place in the patient.
  static func read(_ file: DICOMFile) throws(DICOMError) -> [FrameHeader] {
    let root = file.root
    guard root.has(.pixelData) else {
      let modality = root.text(.modality) ?? "unknown modality"
      throw DICOMError(.notImage, path: file.path, "expected an image, found \(modality)")
    }
    let modality = root.text(.modality) ?? ""
    guard modality != "SEG" else {
      throw DICOMError(.notImage, path: file.path, "expected an image, found SEG")
    }
    let types = root.texts(.imageType).map { $0.uppercased() }
    if types.contains("MOSAIC") {
      throw DICOMError(
        .mosaic, path: file.path,
        "expected one slice per picture, found a mosaic (Image Type "
          + types.joined(separator: "\\") + ")")
    }
    try refuseLocaliser(root, types)
    let series = try SeriesIdentity(root)
    let pixels = try PixelFormat(root)
    let frameCount =
      try root.has(.numberOfFrames)
      ? root.requiredInteger(.numberOfFrames, "Number of Frames", in: 1...100_000) : 1
    guard pixels.bytesPerFrame * frameCount < largestFile else {
      throw DICOMError(
        .tooLarge, path: file.path,
        "expected less than 4 GB of pixels, found \(pixels.columns)x\(pixels.rows)x\(frameCount)")
    }
    let groups = root.items(.perFrameFunctionalGroups)
    guard root.has(.perFrameFunctionalGroups) || root.has(.sharedFunctionalGroups) else {
      guard frameCount == 1 else {
        throw DICOMError(
          .noGeometry, path: file.path,
          "expected a place for each of \(frameCount) frames, found no functional groups")
      }
      return [try FrameHeader(FrameGroups(root), 0, series, pixels, 1)]
    }
    guard groups.count == frameCount else {
      throw DICOMError(
        .badHeader, path: file.path,
        "expected \(frameCount) per-frame functional groups, found \(groups.count)")
    }
    let shared = root.item(.sharedFunctionalGroups)
    var headers: [FrameHeader] = []
    for (frame, group) in groups.enumerated() {
      headers.append(
        try FrameHeader(
          FrameGroups(root, shared: shared, frame: group), frame, series, pixels, frameCount))
    }
    return headers
  }

  private init(
    _ groups: FrameGroups, _ frame: Int, _ series: SeriesIdentity, _ pixels: PixelFormat,
    _ frameCount: Int
  ) throws(DICOMError) {
    let root = groups.root
    let path = root.file.path
    self.path = path
    self.frame = frame
    sopClassUID = try root.requiredText(.sopClassUID, "SOP Class UID")
    sopInstanceUID = try root.requiredText(.sopInstanceUID, "SOP Instance UID")
    self.series = series
    self.pixels = pixels
    self.frameCount = frameCount
    let position = groups.item(.planePositionSequence).numbers(.imagePosition)
    let orientation = groups.item(.planeOrientationSequence).numbers(.imageOrientation)
    let spacing = groups.item(.pixelMeasuresSequence).numbers(.pixelSpacing)
    guard
      let plane = FramePlane(
        position: position, orientation: orientation, pixelSpacing: spacing)
    else {
      let found = { (values: [Double]) in
        values.isEmpty ? "none" : values.map(plain).joined(separator: "\\")
      }
      throw DICOMError(
        .noGeometry, path: path,
        "expected Image Position, Image Orientation and Pixel Spacing, found \(found(position)), "
          + "\(found(orientation)) and \(found(spacing))")
    }
    self.plane = plane
    let measures = groups.item(.pixelMeasuresSequence)
    thickness = [measures.number(.spacingBetweenSlices), measures.number(.sliceThickness)]
      .compactMap { $0.map(abs) }.first { $0 > 0 }
    let transformation = groups.item(.pixelValueTransformationSequence)
    slope = transformation.number(.rescaleSlope) ?? 1
    intercept = transformation.number(.rescaleIntercept) ?? 0
    acquisitionNumber = root.integer(.acquisitionNumber)
    key = groups.key
  }
}

private func refuseLocaliser(_ root: DICOMItem, _ types: [String]) throws(DICOMError) {
  if types.contains("LOCALIZER") {
    throw DICOMError(
      .localiser, path: root.file.path,
      "expected a stack of slices, found a localiser (Image Type "
        + types.joined(separator: "\\") + ")")
  }
  // Siemens and Philips tell by the protocol's name alone.
  let description = root.text(.seriesDescription) ?? ""
  let words = description.lowercased().split { !$0.isLetter }
  let names: Set<Substring> = ["localizer", "localiser", "loc", "scout", "survey", "aahead"]
  if words.contains(where: names.contains) {
    throw DICOMError(
      .localiser, path: root.file.path,
      "expected a stack of slices, found a localiser (Series Description \(description))")
  }
}
