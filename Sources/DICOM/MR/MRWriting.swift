import Foundation
public import Imaging

/// Writes a volume as an MR series, reads it back and compares.
///
/// Slices run along the right-handed normal of rows and columns; of a left-handed grid they come in
/// reverse order. Whole numbers of 16 bits are stored as they are, anything else with a slope that
/// loses at most half a step of 65535. UIDs follow from the study, the description and the voxels,
/// so that the same series written twice is the same series.
///
/// - Parameter folder: where the files go; it is made if need be.
/// - Returns: the paths of the files, in the order of the slices.
/// - Throws: ``DICOMError``: axes that are not perpendicular, a voxel that is no finite number, a
///   folder that refuses, or a series that reads back as something else.
public func writeMRSeries(
  _ volume: Volume, _ description: MRDescription, of study: StudyDescription, to folder: String,
  as storage: MRStorage = .classic, at moment: ObjectMoment = ObjectMoment()
) throws(DICOMError) -> [String] {
  let volume = volume.rightHanded()
  guard volume.grid.plane(0) != nil else {
    throw DICOMError(
      .unwritable, path: folder, "expected perpendicular axes, found \(volume.grid.affine)")
  }
  guard let stored = StoredIntensities(volume) else {
    throw DICOMError(
      .unwritable, path: folder, "expected finite intensities, found NaN or infinity")
  }
  do {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  } catch {
    throw DICOMError(.unwritable, path: folder, "expected a folder that can be made, found none")
  }
  let writer = MRWriter(
    grid: volume.grid, stored: stored, description: description, study: study, moment: moment,
    storage: storage)
  let paths = try writer.write(to: folder)
  try compare(volume, stored, paths, folder, writer.seriesUID)
  return paths
}

private func compare(
  _ volume: Volume, _ stored: StoredIntensities, _ paths: [String], _ folder: String,
  _ seriesUID: String
) throws(DICOMError) {
  var frames: [FrameHeader] = []
  for path in paths { frames += try FrameHeader.read(DICOMFile.read(path)) }
  let found = try DICOMSeries(Stack(frames: frames, name: ""))
  guard volume.grid.matches(found.grid), found.identity.seriesUID == seriesUID else {
    throw DICOMError(.readBack, path: folder, "expected the grid that was written, found another")
  }
  let voxels = try found.volume().voxels
  // Half a step, and what the narrowing to Float adds.
  let tolerance =
    stored.slope / 2 + 1e-6 * max(abs(stored.range.lowerBound), stored.range.upperBound)
  let isSame = zip(voxels, volume.voxels).allSatisfy {
    stored.slope == 1 && stored.intercept == 0
      ? $0 == $1 : abs(Double($0) - Double($1)) <= tolerance
  }
  guard isSame else {
    throw DICOMError(.readBack, path: folder, "expected the voxels that were written, found others")
  }
}

/// What one series' files have in common.
struct MRWriter {
  let grid: VoxelGrid
  let stored: StoredIntensities
  let description: MRDescription
  let study: StudyDescription
  let moment: ObjectMoment
  let storage: MRStorage
  let studyUID: String
  let seriesUID: String
  let frameOfReferenceUID: String

  init(
    grid: VoxelGrid, stored: StoredIntensities, description: MRDescription,
    study: StudyDescription, moment: ObjectMoment, storage: MRStorage
  ) {
    self.grid = grid
    self.stored = stored
    self.description = description
    self.study = study
    self.moment = moment
    self.storage = storage
    studyUID = study.studyUID ?? uniqueIdentifier(of: "study \(study.patientID)")
    frameOfReferenceUID =
      study.frameOfReferenceUID ?? uniqueIdentifier(of: "frame of reference \(studyUID)")
    let digest = sha1(stored.bytes).map { String($0) }.joined(separator: ",")
    seriesUID = uniqueIdentifier(
      of: "MR \(storage.rawValue) \(studyUID) \(description) \(grid) \(digest)")
  }

  func write(to folder: String) throws(DICOMError) -> [String] {
    switch storage {
    case .classic:
      var paths: [String] = []
      for k in 0..<grid.size.z {
        let number = String(format: "%04d", k + 1)
        paths.append(try writeClassic(k, to: "\(folder)/\(number).dcm"))
      }
      return paths
    case .enhanced:
      return [try writeEnhanced(to: "\(folder)/enhanced.dcm")]
    }
  }

  /// The first value of Image Type.
  var pixelOrigin: String { description.isOriginal ? "ORIGINAL" : "DERIVED" }

  /// The stored values of one slice.
  func bytes(ofSlice k: Int) -> [UInt8] {
    let count = 2 * grid.size.x * grid.size.y
    return Array(stored.bytes[(k * count)..<((k + 1) * count)])
  }

  /// Writes patient, study, series, equipment, frame of reference and pixel description.
  func writeCommon(
    _ root: DICOMItem, sopClass: String, instance: String
  ) throws(DICOMError) {
    let header = ObjectHeader(
      sopClassUID: sopClass, sopInstanceUID: instance, modality: "MR", seriesUID: seriesUID,
      seriesNumber: description.number, seriesDescription: description.description,
      moment: moment, version: "unknown")
    try header.write(to: root)
    // The program wrote the file; the scanner, where it is known, made the image.
    if !description.manufacturer.isEmpty { try root.set(.manufacturer, description.manufacturer) }
    try root.set(.patientName, study.patientName)
    try root.set(.patientID, study.patientID)
    try root.set(.patientBirthDate, study.birthDate)
    try root.set(.patientSex, study.sex)
    if let deidentification = study.deidentification {
      try root.set(.patientIdentityRemoved, "YES")
      try root.set(.deidentificationMethod, String(deidentification.prefix(64)))
    }
    try root.set(.studyInstanceUID, studyUID)
    try root.set(.studyDate, moment.date)
    try root.set(.studyTime, moment.time)
    try root.set(.studyID, "1")
    try root.set(.studyDescription, study.description)
    try root.set(.accessionNumber, study.accessionNumber)
    try root.set(.referringPhysicianName, nil)
    try root.set(.contentDate, moment.date)
    try root.set(.contentTime, moment.time)
    try root.set(.frameOfReferenceUID, frameOfReferenceUID)
    try root.set(.positionReferenceIndicator, nil)
    try root.set(.patientPosition, "HFS")
    try root.set(.bodyPartExamined, "HEAD")
    try root.set(.samplesPerPixel, 1)
    try root.set(.photometricInterpretation, "MONOCHROME2")
    try root.set(.rows, grid.size.y)
    try root.set(.columns, grid.size.x)
    try root.set(.bitsAllocated, 16)
    try root.set(.bitsStored, 16)
    try root.set(.highBit, 15)
    try root.set(.pixelRepresentation, stored.isSigned ? 1 : 0)
  }

  /// The centre and the width of a window over all intensities.
  var window: (centre: Double, width: Double) {
    let width = max(stored.range.upperBound - stored.range.lowerBound, 1)
    return (stored.range.lowerBound + width / 2, width)
  }

  func plane(_ k: Int, path: String) throws(DICOMError) -> FramePlane {
    guard let plane = grid.plane(k) else {
      throw DICOMError(.unwritable, path: path, "expected perpendicular axes, found others")
    }
    return plane
  }
}
