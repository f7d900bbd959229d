import DICOM
import Foundation
import Imaging
import Testing

@testable import Pilot

/// Programs of others that read what the gateway wrote, where they are installed.
enum OtherReaders {
  /// Runs a program to its end and returns what it printed; `nil` where it is not installed.
  private static func output(of name: String, _ arguments: [String]) throws -> String? {
    guard let path = locate(name) else { return nil }
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let descriptor = open(file.path, O_WRONLY | O_CREAT, 0o600)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    waitForEnd(try ChildProcess(path, arguments, output: descriptor, errors: descriptor))
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  /// Compares what they say with what was written.
  ///
  /// - Parameter written: for each series the paths by name, as "seg.dcm", and the segments.
  static func check(_ written: [(files: [String: String], segments: [SegmentedStructure])]) throws {
    for (files, segments) in written {
      for (name, path) in files.sorted(by: { $0.key < $1.key }) {
        let found = try output(of: "dciodvfy", ["-new", path])
        let errors = found?.split(separator: "\n").filter { $0.hasPrefix("Error") } ?? []
        #expect(errors == [], "\(name)")
      }
      try checkVolumes(try #require(files["sr.dcm"]), segments)
    }
    try checkFrames(written)
  }

  /// dcmqi's tid1500reader: a group for each segment with its volume.
  private static func checkVolumes(_ report: String, _ segments: [SegmentedStructure]) throws {
    struct Report: Decodable {
      struct Group: Decodable {
        struct Item: Decodable {
          let quantity: [String: String]
          let value: String
        }
        let TrackingIdentifier: String
        let measurementItems: [Item]
      }
      let Measurements: [Group]
    }
    let json = report + ".json"
    guard
      try output(of: "tid1500reader", ["--inputDICOM", report, "--outputMetadata", json]) != nil
    else { return }
    let groups = try JSONDecoder().decode(
      Report.self, from: Data(contentsOf: URL(fileURLWithPath: json))
    ).Measurements
    #expect(groups.map(\.TrackingIdentifier) == segments.map(\.trackingID))
    for (group, segment) in zip(groups, segments) {
      let volume = group.measurementItems.first { $0.quantity["CodeValue"] == "118565006" }
      // A decimal string has sixteen characters.
      let difference = abs((Double(volume?.value ?? "") ?? 0) - segment.mask.volume)
      #expect(difference < 1e-9 * segment.mask.volume + 1e-9, "\(segment.label)")
    }
  }

  /// highdicom: as many voxels in as many frames of each segment, of all series at once because Python
  /// starts slowly.
  private static func checkFrames(
    _ written: [(files: [String: String], segments: [SegmentedStructure])]
  ) throws {
    struct Objects: Decodable {
      struct Segment: Decodable {
        struct Frame: Decodable { let count: Int }
        let label: String
        let frames: [Frame]
      }
      let segments: [Segment]
    }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "scripts/oracles/read_objects.py").path
    let python = ProcessInfo.processInfo.environment["ORACLE_PYTHON"] ?? "python3"
    guard
      try output(of: python, ["-c", "import highdicom; print('found')"])?.contains("found") == true
    else { return }
    let paths = try written.flatMap {
      [try #require($0.files["seg.dcm"]), try #require($0.files["sr.dcm"])]
    }
    let lines =
      try output(of: python, ["-W", "ignore", script] + paths)?.split(separator: "\n")
      .filter { $0.hasPrefix("{") } ?? []
    #expect(lines.count == written.count)
    for (line, (_, segments)) in zip(lines, written) {
      let objects = try JSONDecoder().decode(Objects.self, from: Data(line.utf8))
      #expect(objects.segments.map(\.label) == segments.map(\.label))
      for (read, segment) in zip(objects.segments, segments) {
        let size = segment.mask.grid.size.x * segment.mask.grid.size.y
        let counts = (0..<segment.mask.grid.size.z).map { k in
          segment.mask.voxels[(k * size)..<((k + 1) * size)].count { $0 }
        }
        #expect(read.frames.map(\.count) == counts.filter { $0 > 0 }, "\(segment.label)")
      }
    }
  }
}
