public import Imaging

/// Reads the segments of a binary DICOM segmentation, also of other programs, on a series' grid.
///
/// Slices without a frame are empty. Codes come as they are; a side is known by its SNOMED code, and
/// the role of a structure follows from its type.
///
/// - Parameter grid: the series' grid; each frame must be one of its slices, to 0.02 of a voxel.
/// - Throws: ``DICOMError``: no binary segmentation, frames that are no slices of the grid, or
///   damaged pixels.
public func readSegmentation(
  _ path: String, on grid: VoxelGrid
) throws(DICOMError) -> [SegmentedStructure] {
  let file = try DICOMFile.read(path)
  let root = file.root
  let type = root.text(.segmentationType) ?? "none"
  guard root.text(.modality) == "SEG", type == "BINARY", root.integer(.bitsAllocated) == 1 else {
    throw DICOMError(
      .notImage, path: path,
      "expected a binary segmentation, found Modality \(root.text(.modality) ?? "none") and "
        + "Segmentation Type \(type)")
  }
  let (columns, rows) = (root.integer(.columns) ?? 0, root.integer(.rows) ?? 0)
  guard columns == grid.size.x, rows == grid.size.y else {
    throw DICOMError(
      .badHeader, path: path,
      "expected \(grid.size.x)x\(grid.size.y) pixels as in the series, found \(columns)x\(rows)")
  }
  let frames = root.items(.perFrameFunctionalGroups)
  let frameCount = try root.requiredInteger(.numberOfFrames, "Number of Frames", in: 1...100_000)
  guard frames.count == frameCount else {
    throw DICOMError(
      .badHeader, path: path,
      "expected \(frameCount) per-frame functional groups, found \(frames.count)")
  }
  var structures: [Int: SegmentedStructure] = [:]
  for segment in root.items(.segmentSequence) {
    guard let number = segment.integer(.segmentNumber) else { continue }
    structures[number] = try SegmentedStructure(segment, number, grid)
  }
  let bytes = try file.pixels(byteCount: (columns * rows * frameCount + 7) / 8)
  let shared = root.item(.sharedFunctionalGroups)
  for (n, item) in frames.enumerated() {
    let groups = FrameGroups(root, shared: shared, frame: item)
    let k = try slice(of: groups, on: grid)
    guard
      let number = groups.item(.segmentIdentificationSequence).integer(.referencedSegmentNumber),
      structures[number] != nil
    else {
      throw DICOMError(
        .badHeader, path: path, "expected the segment of frame \(n + 1) in the list, found another")
    }
    let start = k * columns * rows
    let bits = PackedBits.frame(n, size: columns * rows, of: bytes)
    structures[number]?.mask.voxels.replaceSubrange(start..<(start + columns * rows), with: bits)
  }
  return structures.sorted { $0.key < $1.key }.map(\.value)
}

/// The index of the slice that a frame is.
private func slice(of groups: FrameGroups, on grid: VoxelGrid) throws(DICOMError) -> Int {
  let path = groups.root.file.path
  let measures = groups.item(.pixelMeasuresSequence)
  guard
    let plane = FramePlane(
      position: groups.item(.planePositionSequence).numbers(.imagePosition),
      orientation: groups.item(.planeOrientationSequence).numbers(.imageOrientation),
      pixelSpacing: measures.numbers(.pixelSpacing)),
    let expected = grid.plane(0), let toIndex = grid.affine.inverse
  else {
    throw DICOMError(.noGeometry, path: path, "expected a place for each frame, found none")
  }
  let index = toIndex(plane.position)
  let k = index.z.rounded()
  let difference = plane.spacing - expected.spacing
  guard plane.isParallel(to: expected), abs(difference.x) < 1e-3 * expected.spacing.x,
    abs(difference.y) < 1e-3 * expected.spacing.y, (index - SIMD3(0, 0, k)).length < 0.02, k >= 0,
    k < Double(grid.size.z)
  else {
    throw DICOMError(
      .badHeader, path: path,
      "expected frames that are slices of the series, found one at index (\(plain(index.x)), "
        + "\(plain(index.y)), \(plain(index.z)))")
  }
  return Int(k)
}

extension SegmentedStructure {
  /// What a segment's description says, with an empty mask.
  fileprivate init(_ segment: DICOMItem, _ number: Int, _ grid: VoxelGrid) throws(DICOMError) {
    let path = segment.file.path
    guard let category = segment.code(.segmentedPropertyCategory),
      let type = segment.code(.segmentedPropertyType)
    else {
      throw DICOMError(
        .badHeader, path: path, "expected a category and a type of segment \(number), found none")
    }
    let typeItem = segment.item(.segmentedPropertyType)
    var modifier: CodedConcept?
    var side: Laterality?
    for item in typeItem?.items(.segmentedPropertyTypeModifier) ?? [] {
      let code = CodedConcept(item)
      if let found = Laterality.allCases.first(where: { $0.code.isSame(as: code) }) {
        side = found
      } else {
        modifier = modifier ?? code
      }
    }
    let isTumour = type.isSame(as: .vestibularSchwannoma)
    self.init(
      label: segment.text(.segmentLabel) ?? "segment \(number)", category: category, type: type,
      modifier: modifier, region: segment.code(.anatomicRegionSequence), side: side,
      trackingID: segment.text(.trackingID) ?? "", trackingUID: segment.text(.trackingUID),
      role: !isTumour ? .organ : modifier == nil ? .tumour : .part,
      colour: SIMD3(repeating: 255), mask: Mask(grid: grid, filledWith: false))
  }
}
