import DICOM
package import Foundation
import GRDB
import Imaging
import NIfTI

/// Makes of a finished case what may leave the hospital: a slab around the inner ears, with labels,
/// and nothing that tells who the patient is.
///
/// Nothing is stripped from the original files: new ones are made of the voxels and of a short list of
/// attributes of the acquisition (maker, field, repetition and echo time). Which pseudonym is which
/// case stands in ``UIDMap`` alone, which stays in the pilot's folder. Every file is searched for the
/// patient's name and all original identifiers before it is handed over.
package struct DeidentifiedExport: Sendable {
  let structures: [String: [UInt8]]
  let folder: PilotFolder
  let registry: Registry

  /// The margin in mm around tumour and cochleas: the head's surface is farther away on all sides.
  static let margin = 15.0
  /// The largest slab in mm, from right to left, front to back, and foot to head.
  ///
  /// Labels that need a larger one are wrong somewhere, and might show the face.
  static let largest: SIMD3<Double> = [160, 90, 90]

  /// The export of a pilot.
  ///
  /// - Throws: ``PilotError`` where its folder cannot be opened.
  package init(_ settings: PilotConfiguration) throws {
    structures = settings.structures
    folder = try PilotFolder(settings.folder)
    registry = try Registry(path: folder.registry)
  }

  /// Exports one case into a new folder, named by a pseudonym, of `output`.
  ///
  /// - Parameter name: who exports, for the audit log.
  /// - Returns: the pseudonym.
  /// - Throws: ``PilotError`` where the case is not done, its images were removed, or it cannot be
  ///   cropped; whatever reading and writing throws. Nothing is left in `output` then.
  package func export(_ caseID: String, to output: URL, by name: String) throws -> String {
    let found = try registry.database.read { db -> (PilotCase, Study)? in
      guard let item = try PilotCase.fetchOne(db, key: caseID),
        let study = try Study.fetchOne(db, key: item.studyUID)
      else { return nil }
      return (item, study)
    }
    guard let (item, study) = found, item.state == .done else {
      throw PilotError("export: expected a case that is done, found none named \(caseID)")
    }
    let files = CaseFolder(item.id, in: folder)
    guard FileManager.default.fileExists(atPath: files.series.path) else {
      throw PilotError("export: expected the case's images, found them removed")
    }
    let pseudonym = "X-\(sha256(UUID().uuidString).prefix(12))"
    let work = folder.work("export-\(pseudonym)")
    defer { try? FileManager.default.removeItem(at: work) }
    try makeFolder(work)
    let series = try readSeries(in: files.series)
    let new = try write(series, labels: files.labels, as: pseudonym, to: work)
    try check(work, isFreeOf: forbidden(study, series))
    try UIDMap(folder).add(pseudonym, item, newSeriesUID: new.identity.seriesUID)
    try registry.database.write { db in
      try db.audit(
        AuditEntry(
          at: registry.now(), by: name, action: "export without identity", caseID: item.id,
          model: item.modelHash))
    }
    try registry.flushAudit()
    try makeFolder(output)
    try FileManager.default.moveItem(at: work, to: output.appending(path: pseudonym))
    return pseudonym
  }

  /// Writes `series/`, `labels.nii.gz` and, where there are labels, `seg.dcm`.
  private func write(
    _ series: DICOMSeries, labels file: URL, as pseudonym: String, to work: URL
  ) throws -> DICOMSeries {
    let labels = try readNIfTILabels(file.path).labels
    try GridMismatch.check("export", series.grid, labels.grid)
    let map = LabelMap(grid: series.grid, voxels: labels.voxels)
    let box = try slab(of: map)
    var study = StudyDescription(patientName: pseudonym, patientID: pseudonym)
    study.deidentification = "Made anew from voxels and acquisition; cropped to the inner ears"
    var description = MRDescription(description: "t2")
    description.manufacturer = series.identity.manufacturer
    description.fieldStrength = series.identity.fieldStrength
    description.repetitionTime = series.identity.repetitionTime
    description.echoTime = series.echoTime
    let target = work.appending(path: "series")
    // Dates tell much of a patient: all of them are the beginning of 1970.
    let never = ObjectMoment(Date(timeIntervalSince1970: 86_400))
    _ = try writeMRSeries(
      series.volume().cropped(to: box, padding: 0), description, of: study, to: target.path,
      at: never)
    let new = try readSeries(in: target)
    let cropped = map.cropped(to: box, padding: 0)
    try writeNIfTI(cropped, to: work.appending(path: "labels.nii.gz").path)
    let method = DICOMAlgorithm(name: "Kakehashi", version: "export")
    _ = try writeSegmentation(
      SegmentedMasks(cropped, structures).structures(), of: new, by: method,
      to: work.appending(path: "seg.dcm").path, at: never)
    return new
  }

  /// The box around all labels with its margin.
  private func slab(of labels: LabelMap) throws -> BoundingBox {
    let grid = labels.grid
    guard
      let tight = labels.mask(of: Set(structures.values.joined())).boundingBox()
    else { throw PilotError("export: expected labels to crop around, found none") }
    let margin = (SIMD3(repeating: Self.margin) / grid.spacing).rounded(.up)
    let box = tight.widened(by: SIMD3<Int>(margin)).clipped(to: grid.size)
    let axes = Orientation(of: grid.affine).worldAxes
    for axis in 0..<3 {
      let length = Double(box.size[axis]) * grid.spacing[axis]
      guard length <= Self.largest[axes[axis]] else {
        throw PilotError(
          "export: expected labels near the inner ears, found them spread over \(Int(length)) mm")
      }
    }
    return box
  }

  /// All texts that must be in no file.
  private func forbidden(_ study: Study, _ series: DICOMSeries) -> Set<String> {
    let names = study.patientName.split { !$0.isLetter }.map(String.init)
    let texts =
      [
        study.patientID, study.patientName, study.accessionNumber, study.studyDate, study.uid,
        series.identity.seriesUID, series.identity.frameOfReferenceUID ?? "",
      ] + names + series.frames.map(\.sopInstanceUID)
    // Fewer letters are in any file by chance.
    return Set(texts.filter { $0.utf8.count >= 4 })
  }

  private func check(_ work: URL, isFreeOf texts: Set<String>) throws {
    for file in try regularFiles(below: work) where file.pathExtension == "dcm" {
      let data = try Data(contentsOf: file)
      for text in texts where data.range(of: Data(text.utf8)) != nil {
        throw PilotError("export: expected files without the patient's identity, found some of it")
      }
    }
  }
}

/// Which pseudonym is which case: a table in the pilot's folder, for its owner only.
struct UIDMap {
  private let file: URL

  init(_ folder: PilotFolder) { file = folder.root.appending(path: "uid-map.csv") }

  /// Adds a line.
  func add(_ pseudonym: String, _ item: PilotCase, newSeriesUID: String) throws {
    if !FileManager.default.fileExists(atPath: file.path) {
      let head = Data("pseudonym,case,series,exported series\n".utf8)
      guard
        FileManager.default.createFile(
          atPath: file.path, contents: head, attributes: [.posixPermissions: 0o600])
      else { throw PilotError("uid-map.csv: expected a file that can be written, found none") }
    }
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    try handle.seekToEnd()
    try handle.write(
      contentsOf: Data("\(pseudonym),\(item.id),\(item.seriesUID),\(newSeriesUID)\n".utf8))
    try handle.synchronize()
  }
}
