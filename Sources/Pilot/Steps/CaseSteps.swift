import DICOM
import Foundation
import GRDB
import Imaging
import NIfTI

/// What is done to a case in each of its states.
///
/// Each step leaves its result in the case's folder by one move, and only then is the state
/// advanced: a step that was begun and not noted is done again, from the same input to the same
/// place.
struct CaseSteps: Sendable {
  let settings: PilotConfiguration
  let folder: PilotFolder
  let registry: Registry
  let sources: [String: any SeriesSource]
  let receiver: (any ResultReceiver)?

  /// Does what the case's state asks for, and advances it.
  func advance(_ claim: inout Claim) async throws {
    let start = ContinuousClock.now
    func seconds() -> Double { (ContinuousClock.now - start) / .seconds(1) }
    let work = folder.work(claim.token)
    let files = CaseFolder(claim.case.id, in: folder)
    try makeFolder(work)
    try makeFolder(files.root)
    switch claim.case.state {
    case .stable:
      try registry.advance(&claim, to: .fetching)
    case .fetching:
      try await fetch(claim, files, work)
      try registry.advance(&claim, to: .segmenting, seconds: seconds())
    case .segmenting:
      try await segment(claim, files, work)
      try registry.advance(&claim, to: .measuring, seconds: seconds())
    case .measuring:
      let (labels, measures) = try measure(files)
      let results = try makeResults(labels, measures, claim, files, work)
      let json = try readableJSON(measures)
      try json.write(to: files.measures, options: .atomic)
      try registry.advance(&claim, to: .sending, seconds: seconds()) { db, held in
        held.attention = measures.attention
        held.measures = String(decoding: json, as: UTF8.self)
        for result in results { try result.insert(db, onConflict: .replace) }
      }
    case .sending:
      try await send(claim, files)
      try registry.advance(&claim, to: .done, seconds: seconds())
    case .received, .done, .refused, .failed:
      preconditionFailure("nobody claims a case that is \(claim.case.state)")
    }
  }

  private func fetch(_ claim: Claim, _ files: CaseFolder, _ work: URL) async throws {
    let item = claim.case
    let parts = item.source.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, let source = sources[parts[0]] else {
      throw PilotError("fetch: expected a source of this configuration, found another kind")
    }
    let series = work.appending(path: "series")
    try? FileManager.default.removeItem(at: series)
    try makeFolder(series)
    try await source.fetch(series: item.seriesUID, from: parts[1], into: series)
    let volume = try readSeries(in: series).volume()
    let scan = work.appending(path: "scan.nii.gz")
    try writeNIfTI(volume, to: scan.path)
    try keep(claim, series, as: files.series)
    try keep(claim, scan, as: files.scan)
  }

  private func segment(_ claim: Claim, _ files: CaseFolder, _ work: URL) async throws {
    let (made, printed) = try await StepCommand(
      template: settings.commands.segment, timeout: settings.commands.timeoutSeconds
    ).run(
      "segment",
      ["scan": files.scan.path, "series": files.series.path, "model": settings.model],
      output: work.appending(path: "segment"), log: files.log)
    let labels = made.filter { isNIfTI($0) }
    guard labels.count == 1 else {
      throw PilotError("segment: expected one label map, found \(labels.count)")
    }
    try printed.write(to: files.segmentOutput, options: .atomic)
    try keep(claim, labels[0], as: files.labels)
  }

  /// Puts a step's result in its place, unless another worker has the case by now.
  private func keep(_ claim: Claim, _ made: URL, as target: URL) throws {
    try registry.renew(claim, lease: settings.leaseSeconds)
    try publish(made, as: target)
  }

  private func measure(_ files: CaseFolder) throws -> (LabelMap, CaseMeasures) {
    let scan = try readNIfTI(files.scan.path).volume
    let (labels, _) = try readNIfTILabels(files.labels.path)
    guard labels.grid.matches(scan.grid) else {
      throw PilotError("measure: expected labels on the scan's grid, found another grid")
    }
    struct Printed: Decodable {
      var earsFound: Bool
    }
    let printed = (try? Data(contentsOf: files.segmentOutput))
      .flatMap { try? JSONDecoder().decode(Printed.self, from: $0) }
    let measures = try CaseMeasures(
      labels, of: scan, structures: settings.structures, isDoubtful: printed?.earsFound == false)
    return (labels, measures)
  }

  /// The files to be sent, each read back and compared; none where nothing was segmented.
  private func makeResults(
    _ labels: LabelMap, _ measures: CaseMeasures, _ claim: Claim, _ files: CaseFolder, _ work: URL
  ) throws -> [ResultObject] {
    let item = claim.case
    let output = work.appending(path: "results")
    try? FileManager.default.removeItem(at: output)
    try makeFolder(output)
    try ResultWriting(
      labels, settings.structures, measures, of: readSeries(in: files.series),
      by: DICOMAlgorithm(model: settings.model, hash: item.modelHash)
    ).write(to: output)
    let results = try regularFiles(below: output).map {
      ResultObject(
        caseID: item.id, name: $0.lastPathComponent, sha256: try sha256(ofFile: $0))
    }
    try keep(claim, output, as: files.results)
    return results
  }

  /// Sends what was not sent yet; in the early stages, and without a receiver, files stay here.
  private func send(_ claim: Claim, _ files: CaseFolder) async throws {
    guard let receiver, claim.case.stage >= settings.sendFrom else { return }
    let waiting = try await registry.database.read { [id = claim.case.id] db in
      try ResultObject.filter(Column("caseID") == id && Column("sentAt") == nil)
        .order(Column("name")).fetchAll(db)
    }
    for result in waiting {
      let file = files.results.appending(path: result.name)
      guard try sha256(ofFile: file) == result.sha256 else {
        throw PilotError("send: expected \(result.name) as it was made, found it changed")
      }
      let receipt = try await receiver.store(file)
      try registry.noteSent(claim, result, receipt: receipt)
    }
  }
}

/// A series that will never be segmented, whatever is tried.
struct Refusal: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

private func isNIfTI(_ url: URL) -> Bool {
  url.lastPathComponent.hasSuffix(".nii.gz") || url.pathExtension == "nii"
}

/// JSON for people: sorted keys, indented.
func readableJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(value)
}
