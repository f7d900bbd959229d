import DICOM
import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import Pilot

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
    // A tumour of 27 mm³ and a cochlea of 8 mm³, on the grid of every series of this world.
    let grid = Self.grid
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
      "segment": script(
        "segment", "sleep 0.1; cp \(folder.path)/labels.nii.gz \"$1/labels.nii.gz\"", "{output}")
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

  /// The grid of every series: 20 slices are the fewest that are segmented.
  static let grid = VoxelGrid(20, 20, 20)

  /// A T2 series as one enhanced file, with a planted patient; the number makes both.
  func makeSeries(_ number: Int, name: String = "t2_space_tra", in place: URL) throws -> URL {
    var description = MRDescription(description: name)
    description.echoTime = 120
    description.isOriginal = true
    var study = StudyDescription(
      patientName: "PLANTED^NAME\(number)", patientID: "HIDDENID\(number)")
    study.accessionNumber = "ACC4711"
    let voxels = pattern(count: Self.grid.count, seed: number, in: 0...1000).map { $0.rounded() }
    let paths = try writeMRSeries(
      Volume(grid: Self.grid, voxels: voxels), description, of: study, to: place.path,
      as: .enhanced)
    return URL(fileURLWithPath: try #require(paths.first))
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
  static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "kakehashi").path

  func kakehashi(_ arguments: String...) throws -> ChildProcess {
    try start(Self.program, arguments + ["--config", configuration.path], log: "kakehashi.log")
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
