import DICOM
import Evaluation
package import Foundation
import GRDB
import Imaging
import NIfTI

/// Compares finished cases with contours that existed before, and records how well they agree: what
/// the gate after the retrospective stage asks for.
///
/// Contours are looked for where the case came from, as structure sets and segmentations of the same
/// study in Orthanc or in the delivered folder, and in a folder of references.
package struct AgreementFilling: Sendable {
  let settings: PilotConfiguration
  let folder: PilotFolder
  let registry: Registry
  let client: OrthancClient?

  /// The comparison for a pilot of its own.
  ///
  /// - Throws: ``PilotError`` where the folder or Orthanc's password is missing.
  package init(_ settings: PilotConfiguration) throws {
    self.settings = settings
    folder = try PilotFolder(settings.folder)
    registry = try Registry(path: folder.registry)
    client = settings.orthanc.url.isEmpty ? nil : try OrthancClient(settings.orthanc)
  }

  init(_ gateway: Gateway) {
    (settings, folder, registry) = (gateway.settings, gateway.folder, gateway.registry)
    client = gateway.client
  }

  /// The identifiers of the cases that are done, in the order in which they came; those without any
  /// agreement alone, if asked for.
  ///
  /// Identifiers, because the gateway asks for them over and over, and cases bring their measures.
  package func caseIDs(withoutAgreement: Bool) throws -> [String] {
    try registry.database.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT id FROM pilotCase WHERE state = ?
          \(withoutAgreement ? "AND id NOT IN (SELECT caseID FROM agreement)" : "")
          ORDER BY receivedAt, id
          """, arguments: [CaseState.done.rawValue])
    }
  }

  /// Compares one case, by its identifier, and records each structure's agreement, in place of an
  /// earlier one with the same contours.
  ///
  /// - Parameter references: a folder of structure sets and segmentations of any studies, and of
  ///   label maps named by case, series, accession number or patient ID.
  /// - Returns: what was recorded; nothing where there are no contours of this case.
  /// - Throws: ``PilotError`` where the case's images are gone or Orthanc does not answer, or
  ///   whatever reading throws.
  @discardableResult
  package func compare(_ id: String, references: URL? = nil) async throws -> [Agreement] {
    let files = CaseFolder(id, in: folder)
    guard
      let item = try await registry.database.read({ db in try PilotCase.fetchOne(db, key: id) }),
      FileManager.default.fileExists(atPath: files.series.path)
    else {
      throw PilotError("compare: expected the case's images, found them removed")
    }
    let series = try readSeries(in: files.series)
    let labels = try readNIfTILabels(files.labels.path).labels
    try GridMismatch.check("compare", series.grid, labels.grid)
    var existing = try await contours(of: item, on: series, in: references)
    for file in try maps(of: item, in: references) {
      existing.append(
        try ExistingContours(labels: file, on: series.grid, structures: settings.structures))
    }
    var agreements: [Agreement] = []
    for contours in existing {
      for (name, reference) in contours.masks.sorted(by: { $0.key < $1.key }) {
        guard let values = settings.structures[name] else { continue }
        let found = Mask(grid: series.grid, voxels: labels.mask(of: Set(values)).voxels)
        agreements.append(
          Agreement(
            caseID: id, reference: contours.reference, structure: name,
            dice: try diceScore(found, reference) ?? 1, volume: found.volume,
            referenceVolume: reference.volume, measuredAt: registry.now()))
      }
    }
    try record(agreements, of: item)
    return agreements
  }

  private func record(_ agreements: [Agreement], of item: PilotCase) throws {
    guard !agreements.isEmpty else { return }
    try registry.database.write { db in
      for var agreement in agreements { try agreement.insert(db, onConflict: .replace) }
      try db.audit(
        item.entry(
          "compare with contours", at: registry.now(),
          change: Dictionary(
            agreements.map { ("\($0.structure), \($0.reference)", String(format: "%.3f", $0.dice)) }
          ) { $1 }))
    }
  }

  /// Structure sets and segmentations of the case's study, wherever they are.
  private func contours(
    of item: PilotCase, on series: DICOMSeries, in references: URL?
  ) async throws -> [ExistingContours] {
    var found: [String: ExistingContours] = [:]
    func look(at file: URL) throws {
      guard
        let contours = try ExistingContours(file, on: series, names: settings.contourNames)
      else { return }
      found[contours.reference] = contours
    }
    let place = item.source.split(separator: ":", maxSplits: 1).map(String.init)
    let delivered =
      place.first == "folder" ? place.last.map { URL(fileURLWithPath: $0, isDirectory: true) } : nil
    for folder in [delivered, references].compactMap(\.self)
    where FileManager.default.fileExists(atPath: folder.path) {
      for file in try regularFiles(below: folder) where isOfStudy(file, item.studyUID) {
        try look(at: file)
      }
    }
    if place.first == "orthanc", let client, let own = try await client.series(place.last ?? "") {
      for other in try await client.series(ofStudy: own.parentStudy)
      where ["RTSTRUCT", "SEG"].contains(other.mainTags["Modality"] ?? "") {
        for instance in other.instances {
          guard let data = try await client.file(instance) else { continue }
          try withTemporaryFile(data) { try look(at: $0) }
        }
      }
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }

  private func isOfStudy(_ file: URL, _ study: String) -> Bool {
    guard let header = try? readImageHeader(file.path) else { return false }
    return header.studyUID == study && ["RTSTRUCT", "SEG"].contains(header.modality)
  }

  /// Label maps of the case in a folder of references.
  private func maps(of item: PilotCase, in references: URL?) throws -> [URL] {
    guard let references else { return [] }
    let study = try registry.database.read { db in try Study.fetchOne(db, key: item.studyUID) }
    let names = Set(
      [item.id, item.seriesUID, study?.accessionNumber, study?.patientID].compactMap(\.self)
        .filter { !$0.isEmpty })
    return try regularFiles(below: references).filter { file in
      [".nii.gz", ".nii"].contains { ending in
        let name = file.lastPathComponent
        return name.hasSuffix(ending) && names.contains(String(name.dropLast(ending.count)))
      }
    }
  }
}

/// Hands bytes over as a file that nobody else can read, and removes it.
func withTemporaryFile<Result>(_ data: Data, _ body: (URL) throws -> Result) throws -> Result {
  let file = FileManager.default.temporaryDirectory.appending(
    path: "kakehashi-\(UUID().uuidString).dcm")
  defer { try? FileManager.default.removeItem(at: file) }
  guard
    FileManager.default.createFile(
      atPath: file.path, contents: data, attributes: [.posixPermissions: 0o600])
  else { throw PilotError("cannot write temporary files") }
  return try body(file)
}
