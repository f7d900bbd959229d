import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

/// What scripts/oracles/read_objects.py prints.
private struct ReadObjects: Decodable {
  struct Segment: Decodable {
    struct Frame: Decodable {
      let position: [Double]
      let sha1: String
      let count: Int
    }
    let label: String
    let type: String
    let trackingID: String
    let trackingUID: String
    let frames: [Frame]
  }
  struct Group: Decodable {
    let trackingID: String
    let trackingUID: String
    let finding: String
    let volume: Double
    let unit: String
    let koos: [String]
  }
  let segments: [Segment]
  let groups: [Group]
}

/// What dcmqi's tid1500reader writes, as far as it is compared.
private struct ReadReport: Decodable {
  struct Group: Decodable {
    struct Item: Decodable {
      let quantity: [String: String]
      let value: String
    }
    let TrackingIdentifier: String
    let ReferencedSegment: Int
    let measurementItems: [Item]
  }
  let Measurements: [Group]
}

/// A Python that has highdicom: `ORACLE_PYTHON`, else python3.
private let oraclePython: String? = {
  let python = ProcessInfo.processInfo.environment["ORACLE_PYTHON"] ?? program("python3") ?? ""
  guard FileManager.default.isExecutableFile(atPath: python) else { return nil }
  let text = try? output(of: python, ["-c", "import highdicom; print('found')"])
  return text?.contains("found") == true ? python : nil
}()

/// dcmqi's reader on the path, or beside the Python above.
private let reportReader: String? =
  program("tid1500reader")
  ?? oraclePython.map { ($0 as NSString).deletingLastPathComponent + "/tid1500reader" }
  .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }

extension DICOMTests {
  @Suite("Read by other programs")
  struct OtherReadersTests {
    private func write(
      _ grid: VoxelGrid, in folder: URL
    ) throws -> (seg: String, sr: String, structures: [SegmentedStructure], series: DICOMSeries) {
      let structures = sampleStructures(on: grid)
      let series = try sampleSeries(on: grid, in: folder)
      let (seg, sr) = (folder.path + "/seg.dcm", folder.path + "/sr.dcm")
      let object = try writeSegmentation(structures, of: series, by: sampleAlgorithm, to: seg)
      var groups = structures.map { MeasurementGroup($0) }
      groups[0].koosGrade = 3
      _ = try writeMeasurementReport(
        groups, of: series, segmentation: (object, structures.map(\.label)), by: sampleAlgorithm,
        to: sr)
      return (seg, sr, structures, series)
    }

    @Test(
      "highdicom reads the same voxels, identifiers and volumes, in every orientation",
      .enabled(if: oraclePython != nil, "a Python with highdicom is absent (ORACLE_PYTHON)"),
      .enabled(
        if: FileManager.default.fileExists(atPath: readObjects), "scripts/oracles is absent"))
    func highdicom() throws {
      let python = try #require(oraclePython)
      try withTemporaryFolder { folder in
        // Python starts slowly: it reads all objects at once.
        var written: [(text: String, structures: [SegmentedStructure], series: DICOMSeries)] = []
        var paths: [String] = []
        for (n, orientation) in Orientation.all.enumerated() {
          let grid = sampleGrid(orientation, tilt: n % 2 == 0 ? 0 : 12.5)
          let object = try write(grid, in: folder.appending(path: orientation.description))
          written.append((orientation.description, object.structures, object.series))
          paths += [object.seg, object.sr]
        }
        let lines = try output(of: python, ["-W", "ignore", readObjects] + paths)
          .split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(lines.count == 48)
        for (line, object) in zip(lines, written) {
          let found = try JSONDecoder().decode(ReadObjects.self, from: Data(line.utf8))
          compare(found, object.structures, object.series, object.text)
        }
      }
    }

    private func compare(
      _ found: ReadObjects, _ structures: [SegmentedStructure], _ series: DICOMSeries,
      _ text: String
    ) {
      #expect(found.segments.count == 4 && found.groups.count == 4, "\(text)")
      guard found.segments.count == 4, found.groups.count == 4 else { return }
      for (n, structure) in structures.enumerated() {
        let (segment, group) = (found.segments[n], found.groups[n])
        let mask = structure.mask.reoriented(to: Orientation(of: series.grid.affine))
        let frames = mask.occupiedSlices.map { k in
          sha1(mask.slice(k).map { $0 ? 1 : 0 }).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
          }.joined()
        }
        #expect(segment.frames.map(\.sha1) == frames, "\(text), \(structure.label)")
        let positions = mask.occupiedSlices.map { k in
          FramePlane.positionLPS(series.grid.world(SIMD3(0, 0, Double(k))))
        }
        for (a, b) in zip(segment.frames.map(\.position).joined(), positions.joined()) {
          #expect(abs(a - b) < 1e-4)
        }
        #expect(segment.label == structure.label && segment.type == structure.type.value)
        #expect(segment.trackingID == structure.trackingID)
        #expect(group.trackingID == structure.trackingID)
        #expect(group.trackingUID == segment.trackingUID)
        #expect(group.finding == structure.type.value)
        #expect(abs(group.volume - structure.mask.volume) < 1e-6 && group.unit == "mm3")
        #expect(group.koos == (n == 0 ? ["KOOS-3"] : []))
      }
    }

    @Test(
      "dcmqi's tid1500reader returns the same volumes and segments",
      .enabled(if: reportReader != nil, "dcmqi's tid1500reader is absent"))
    func tid1500reader() throws {
      let reader = try #require(reportReader)
      try withTemporaryFolder { folder in
        let (_, sr, structures, _) = try write(sampleGrid(tilt: 12.5), in: folder)
        let json = folder.path + "/sr.json"
        try output(of: reader, ["--inputDICOM", sr, "--outputMetadata", json])
        let found = try JSONDecoder().decode(
          ReadReport.self, from: Data(contentsOf: URL(fileURLWithPath: json))
        ).Measurements
        #expect(found.map(\.TrackingIdentifier) == structures.map(\.trackingID))
        #expect(found.map(\.ReferencedSegment) == [1, 2, 3, 4])
        for (group, structure) in zip(found, structures) {
          let volume = group.measurementItems.first { $0.quantity["CodeValue"] == "118565006" }
          #expect(abs((Double(volume?.value ?? "") ?? 0) - structure.mask.volume) < 1e-6)
        }
      }
    }
  }
}

private let readObjects = testsFolder.deletingLastPathComponent()
  .appending(path: "scripts/oracles/read_objects.py").path
