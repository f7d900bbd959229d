import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import Pilot

/// DCMTK's tools, which make the series of these tests and read their headers.
let hasDCMTKTools = ["dump2dcm", "dcm2json"].allSatisfy { locate($0) != nil }

/// A pilot in a folder of its own, whose steps are shell scripts: what is tested is the way of a
/// case, not the model.
struct PilotWorld {
  let folder: URL
  var settings: [String: Any]

  /// The planted name and identifiers must be nowhere but in the registry and the DICOM files.
  static let planted = ["PLANTED", "HIDDENID", "ACC4711"]

  init(_ folder: URL) throws {
    self.folder = folder
    for name in ["in", "model"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
    try Data("weights".utf8).write(to: folder.appending(path: "model/weights"))
    // A head of 20 x 20 x 20 voxels of 1 mm with a tumour of 27 mm³ and a cochlea of 8 mm³.
    let grid = VoxelGrid(20, 20, 20)
    try writeNIfTI(
      Volume(grid: grid, filledWith: 100), to: folder.appending(path: "scan.nii.gz").path)
    var labels = LabelMap(grid: grid, filledWith: 0)
    for offset in 0..<grid.count {
      let v = grid.index(at: offset)
      if (5..<8).contains(v.x), (5..<8).contains(v.y), (5..<8).contains(v.z) {
        labels.voxels[offset] = 1
      }
      if (12..<14).contains(v.x), (5..<7).contains(v.y), (5..<7).contains(v.z) {
        labels.voxels[offset] = 3
      }
    }
    try writeNIfTI(labels, to: folder.appending(path: "labels.nii.gz").path)
    settings = [
      "leaseSeconds": 1.5, "minimumFreeBytes": 0, "sendFrom": 1, "statusPort": 0,
      "watch": ["folder": "in", "settleSeconds": 0.2, "pollSeconds": 0.1],
      // Killed workers are the point here.
      "retry": ["claims": 1000, "firstDelay": 0.2, "attempts": 100],
    ]
    settings["commands"] = [
      "convert": script("convert", "cp \(folder.path)/scan.nii.gz \"$1/scan.nii.gz\"", "{output}"),
      "segment": script(
        "segment", "sleep 0.1; cp \(folder.path)/labels.nii.gz \"$1/labels.nii.gz\"", "{output}"),
      // One object a case, with an identifier that follows from the case, as convert's have.
      "results": script(
        "results",
        """
        printf '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.66.4]\\n(0008,0018) UI [2.25.%d]\\n\
        (0008,0060) CS [SEG]\\n(0010,0020) LO [R]\\n(0020,000d) UI [2.25.77]\\n\
        (0020,000e) UI [2.25.78]\\n' "0x$(printf %.12s "$2")" > "$1/dump"
        dump2dcm "$1/dump" "$1/seg.dcm" && rm "$1/dump"
        """, "{output}", "{case}"),
    ]
  }

  private func script(_ name: String, _ text: String, _ arguments: String...) -> [String] {
    let file = folder.appending(path: "\(name).sh")
    try? "set -e\n\(text)\n".write(to: file, atomically: true, encoding: .utf8)
    return ["sh", file.path] + arguments
  }

  /// Where the configuration lies.
  var configuration: URL { folder.appending(path: "pilot.json") }

  func writeConfiguration() throws {
    try JSONSerialization.data(withJSONObject: settings).write(to: configuration)
  }

  func registry() throws -> Registry {
    try Registry(path: PilotFolder(folder.appending(path: "pilot").path).registry)
  }

  /// A T2 series as one enhanced file of 40 frames, with a planted patient.
  func makeSeries(_ number: Int, name: String = "t2_space_tra", in place: URL) throws -> URL {
    let dump = """
      (0008,0008) CS [ORIGINAL\\PRIMARY\\M\\ND]
      (0008,0016) UI [1.2.840.10008.5.1.4.1.1.4.1]
      (0008,0018) UI [2.25.\(number)5]
      (0008,0050) SH [ACC4711]
      (0008,0060) CS [MR]
      (0008,103e) LO [\(name)]
      (0010,0010) PN [PLANTED^NAME\(number)]
      (0010,0020) LO [HIDDENID\(number)]
      (0018,0020) CS [SE]
      (0018,0081) DS [120]
      (0018,0088) DS [0.5]
      (0020,000d) UI [2.25.\(number)]
      (0020,000e) UI [2.25.\(number)1]
      (0028,0008) IS [40]

      """
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let text = folder.appending(path: "dump-\(number)")
    try dump.write(to: text, atomically: true, encoding: .utf8)
    let file = place.appending(path: "image.dcm")
    let process = try start("/usr/bin/env", ["dump2dcm", text.path, file.path], log: "tools.log")
    waitForEnd(process)
    try #require(process.status == 0)
    return file
  }

  /// Starts a program whose output is added to a file of the folder.
  func start(_ path: String, _ arguments: [String], log: String) throws -> ChildProcess {
    // Several processes write into one log, so each write goes to the end of the moment.
    let file = open(folder.appending(path: log).path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    try #require(file >= 0)
    defer { close(file) }
    return try ChildProcess(path, arguments, output: file, errors: file)
  }

  /// The built `kakehashi`, which lies beside the test bundle.
  func kakehashi(_ arguments: String...) throws -> ChildProcess {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "kakehashi").path
    return try start(binary, arguments + ["--config", configuration.path], log: "kakehashi.log")
  }

  /// Waits until something holds.
  func wait(_ seconds: Double, until condition: () throws -> Bool) throws -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if try condition() { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return try condition()
  }

  /// All text that the pilot wrote and that somebody might send on: logs and the audit log.
  func writtenText() throws -> String {
    try ["kakehashi.log", "pilot/audit.log"].map {
      try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
    }.joined()
  }
}

/// Ends a process at once, as a power cut does.
func killAtOnce(_ process: ChildProcess) {
  process.signal(SIGKILL)
  waitForEnd(process)
}

/// Asks a process to end, and waits until it has.
func stop(_ process: ChildProcess) {
  process.signal(SIGTERM)
  waitForEnd(process)
}

/// Waits until a process has ended, on this thread.
func waitForEnd(_ process: ChildProcess) {
  while process.status == nil { Thread.sleep(forTimeInterval: 0.01) }
}

/// Tests that run the built program: one after another, for they wait for each other's processor.
@Suite("The pilot's processes", .serialized)
enum PilotProcesses {}
