import Imaging

/// The series that an object is derived from: its grid, its patient, and names that follow from it.
struct SourceSeries {
  let series: DICOMSeries
  /// The data set of the first slice, for whom it belongs to.
  let root: DICOMItem
  let frameOfReferenceUID: String

  /// - Throws: ``DICOMError`` where the first file is gone, or gives no frame of reference.
  init(_ series: DICOMSeries) throws(DICOMError) {
    self.series = series
    root = try DICOMFile.read(series.frames[0].path).root
    guard let uid = series.identity.frameOfReferenceUID else {
      throw DICOMError(
        .badHeader, path: series.frames[0].path, "expected a Frame of Reference UID, found none")
    }
    frameOfReferenceUID = uid
  }

  /// The structures with their masks on the series' grid and UIDs of their own.
  ///
  /// - Throws: ``DICOMError`` where a mask lies on another grid, labels or identifiers are not
  ///   unique, or no structure has a voxel. Empty structures are left out.
  func placed(
    _ structures: [SegmentedStructure], path: String
  ) throws(DICOMError) -> [SegmentedStructure] {
    let orientation = Orientation(of: series.grid.affine)
    var result: [SegmentedStructure] = []
    for structure in structures where !structure.mask.isEmpty {
      var placed = structure
      placed.mask = structure.mask.reoriented(to: orientation)
      do {
        try GridMismatch.check(structure.label, series.grid, placed.mask.grid)
      } catch {
        throw DICOMError(.unwritable, path: path, error.description)
      }
      placed.mask = Mask(grid: series.grid, voxels: placed.mask.voxels)
      placed.trackingUID = structure.trackingUID ?? trackingUID(of: structure.trackingID)
      result.append(placed)
    }
    guard !result.isEmpty else {
      throw DICOMError(.unwritable, path: path, "expected a structure with voxels, found none")
    }
    guard Set(result.map(\.label)).count == result.count,
      Set(result.map(\.trackingID)).count == result.count
    else {
      throw DICOMError(
        .unwritable, path: path, "expected structures with labels and identifiers of their own")
    }
    return result
  }

  /// The UID that a patient's structure keeps from visit to visit.
  func trackingUID(of identifier: String) -> String {
    let patient = root.text(.patientID) ?? series.identity.studyUID
    return uniqueIdentifier(
      of: "structure \(identifier) of \(patient) at \(root.text(.issuerOfPatientID) ?? "")")
  }

  /// A UID that follows from the series, the method and the content.
  func uid(_ kind: String, _ algorithm: DICOMAlgorithm, content: String) -> String {
    uniqueIdentifier(
      of: "\(kind) of \(series.identity.seriesUID) \(series.stack) by \(algorithm.name) "
        + "\(algorithm.version): \(content)")
  }

  /// Lists the instances of the series.
  func instances() -> [DICOMSeries.Frame] {
    var seen: Set<String> = []
    return series.frames.filter { seen.insert($0.sopInstanceUID).inserted }
  }

  /// Refers to the slice with index `k`, and to its frame where the file has several.
  func setReference(toSlice k: Int, in item: DICOMItem) throws(DICOMError) {
    let frame = series.frames[k]
    try item.setReference(sopClass: frame.sopClassUID, instance: frame.sopInstanceUID)
    if series.headers[k].frameCount > 1 { try item.set(.referencedFrameNumber, frame.number) }
  }
}

extension SegmentedStructure {
  /// A digest of what the structure is and where.
  var digest: String {
    let slices = mask.occupiedSlices
    var bits = PackedBits()
    for k in slices { bits.append(mask.slice(k)) }
    let text = sha1(bits.bytes).map { String($0, radix: 16) }.joined(separator: ".")
    return "\(slices) \(label) \(type.value) \(modifier?.value ?? "") \(trackingUID ?? "") \(text)"
  }
}

/// An object that was written, read back and found equal.
public struct WrittenObject: Hashable, Sendable, Codable {
  /// The file's path.
  public let path: String
  /// Its SOP Class UID.
  public let sopClassUID: String
  /// Its SOP Instance UID.
  public let sopInstanceUID: String
  /// Its Series Instance UID.
  public let seriesUID: String
}
