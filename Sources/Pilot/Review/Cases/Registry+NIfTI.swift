package import Foundation
import GRDB
import Imaging
import NIfTI

extension Registry {
  /// Adds a segmented NIfTI image as a case that is done, without DICOM and gateway.
  ///
  /// Both files are copied into the pilot's folder. The same image and labels again are the same
  /// case.
  ///
  /// - Parameters:
  ///   - patient: name, identifier and study date, as DICOM writes them; may be empty.
  ///   - attention: what is known besides the flags, which are found here.
  /// - Returns: ``PilotCase/id``.
  /// - Throws: `NIfTIError`, `GridMismatch`, and ``PilotError`` where the case is known already.
  @discardableResult
  package func addNIfTI(
    image: URL, labels: URL, in folder: PilotFolder, structures: [String: [UInt8]],
    patient: (name: String, id: String, date: String), attention: Attention = Attention()
  ) throws -> String {
    let scan = try readNIfTI(image.path)
    let map = try readNIfTILabels(labels.path).labels
    try GridMismatch.check("adding a case", scan.header.grid, map.grid)
    let series = "nifti:\(try sha256(ofFile: image))"
    let now = now()
    var study = Study(uid: series, receivedAt: now)
    study.patientName = patient.name
    study.patientID = patient.id
    study.studyDate = patient.date
    // Labels from elsewhere: their own digest stands for the model nobody knows.
    var added = PilotCase(
      study: study.uid, series: series, modelHash: try sha256(ofFile: labels),
      source: "folder:nifti", stage: try stage(), at: now)
    added.state = .done
    let measures = try CaseMeasures(
      map, of: scan.volume, structures: structures,
      statesOrientation: scan.header.affineSource != .spacing)
    var attention = attention
    attention.flags += measures.attention
    added.attention = attention.value
    added.measures = String(decoding: try JSONEncoder().encode(measures), as: UTF8.self)
    let files = CaseFolder(added.id, in: folder)
    try FileManager.default.createDirectory(at: files.root, withIntermediateDirectories: true)
    try writeNIfTI(scan.volume, to: files.scan.path, like: scan.header)
    try writeNIfTI(map, to: files.labels.path, like: scan.header)
    try database.write { db in
      guard try PilotCase.fetchOne(db, key: added.id) == nil else {
        throw PilotError("expected a new case, found \(added.id) again")
      }
      try study.insert(db, onConflict: .ignore)
      try added.insert(db)
      try db.audit(
        AuditEntry(
          at: now, by: "command line", action: "add case", caseID: added.id,
          model: added.modelHash))
    }
    return added.id
  }
}
