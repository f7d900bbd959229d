package import Foundation
import GRDB

/// One folder of DICOM in, one folder of results out, for programs that bring their own queue:
/// mercure modules, MONAI Deploy packages, a script of an Orthanc.
package struct OneShot: Sendable {
  /// The folder with the DICOM files of one study.
  package var input: URL
  /// The folder for results.
  package var output: URL

  /// Folders that are given.
  package init(input: URL, output: URL) {
    self.input = input
    self.output = output
  }

  /// The folders that a host names in the environment; `nil` where it names none.
  ///
  /// mercure gives `MERCURE_IN_DIR` and `MERCURE_OUT_DIR`; MONAI Deploy gives
  /// `HOLOSCAN_INPUT_PATH` and `HOLOSCAN_OUTPUT_PATH`, before version 0.6 `MONAI_INPUTPATH` and
  /// `MONAI_OUTPUTPATH`.
  package init?(environment: [String: String]) {
    for (input, output) in [
      ("MERCURE_IN_DIR", "MERCURE_OUT_DIR"), ("HOLOSCAN_INPUT_PATH", "HOLOSCAN_OUTPUT_PATH"),
      ("MONAI_INPUTPATH", "MONAI_OUTPUTPATH"),
    ] {
      guard let from = environment[input], let to = environment[output] else { continue }
      self.init(
        input: URL(fileURLWithPath: from, isDirectory: true),
        output: URL(fileURLWithPath: to, isDirectory: true))
      return
    }
    return nil
  }

  /// Segments the study's T2 and leaves the results, `measures.json` and mercure's `result.json`.
  ///
  /// It keeps nothing: the queue in between is in a temporary folder.
  ///
  /// - Throws: ``PilotError`` where no series fits, with each one's reason, or a step fails.
  package func run(_ settings: PilotConfiguration, log: EventLog) async throws {
    let temporary = FileManager.default.temporaryDirectory.appending(
      path: "kakehashi-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: temporary) }
    var settings = settings
    settings.folder = temporary.path
    settings.orthanc.url = ""
    settings.retry.attempts = 1
    settings.minimumFreeBytes = 0
    let gateway = try Gateway(settings, log: log)
    let found = try findSeries(in: input).map(\.series)
    let arriving = settings.selection.arriving(found, at: gateway.registry.now())
    guard arriving.contains(where: { $0.refusal == nil }) else {
      let reasons = Set(arriving.compactMap(\.refusal)).sorted().joined(separator: "; ")
      throw PilotError(
        "expected a T2 series of the inner ear, found none"
          + (reasons.isEmpty ? " (no MR at all)" : " (\(reasons))"))
    }
    try gateway.registry.receive(arriving, modelHash: gateway.modelHash)
    while try await gateway.worker(1).workOnce() {}
    try deliver(from: gateway)
  }

  private func deliver(from gateway: Gateway) throws {
    let cases = try gateway.registry.database.read { db in try PilotCase.fetchAll(db) }
    guard let item = cases.first(where: { $0.state != .refused }), item.state == .done else {
      let reason = cases.compactMap(\.reason).sorted().joined(separator: "; ")
      throw PilotError("expected a segmentation, found: \(reason)")
    }
    let files = CaseFolder(item.id, in: gateway.folder)
    try makeFolder(output)
    var names = ["labels.nii.gz", "measures.json"].map { files.root.appending(path: $0) }
    if FileManager.default.fileExists(atPath: files.results.path) {
      names += try regularFiles(below: files.results)
    }
    for file in names {
      let target = output.appending(path: file.lastPathComponent)
      try? FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: file, to: target)
    }
    // What mercure shows beside the study.
    try Data(contentsOf: files.measures).write(
      to: output.appending(path: "result.json"), options: .atomic)
  }
}
