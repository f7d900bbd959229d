import Foundation
import GRDB
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import DICOM
@testable import Pilot

@Suite("Export without identity")
struct ExportTests {
  /// A done case whose 60 mm wide head holds the labels of `paint`.
  private func finished(
    in folder: URL, _ paint: (SIMD3<Int>) -> UInt8
  ) throws -> (export: DeidentifiedExport, item: PilotCase, series: DICOMSeries) {
    let grid = VoxelGrid(
      size: SIMD3(100, 30, 24),
      affine: Affine(spacing: SIMD3(2, 2, 2), origin: SIMD3(-100, -30, -24)))
    var description = MRDescription(description: "t2 PLANTED")
    description.manufacturer = "SIEMENS"
    description.echoTime = 120
    description.isOriginal = true
    var study = StudyDescription(patientName: "PLANTED^NAME", patientID: "HIDDENID")
    study.accessionNumber = "ACC4711"
    study.birthDate = "19700203"
    var settings = PilotConfiguration()
    settings.folder = folder.appending(path: "pilot").path
    let export = try DeidentifiedExport(settings)
    let source = folder.appending(path: "in")
    _ = try writeMRSeries(
      Volume(
        grid: grid, voxels: pattern(count: grid.count, seed: 2, in: 0...1000).map { $0.rounded() }),
      description, of: study, to: source.path, as: .enhanced)
    let arriving = SeriesRules().arriving(
      try findSeries(in: source).map(\.series), at: Date())
    let item = try #require(try export.registry.receive(arriving, modelHash: "m").first)
    try export.registry.database.write { db in
      var done = item
      done.state = .done
      try done.update(db)
    }
    let files = CaseFolder(item.id, in: export.folder)
    try FileManager.default.createDirectory(at: files.root, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: source, to: files.series)
    let labels = LabelMap(grid: grid, voxels: (0..<grid.count).map { paint(grid.index(at: $0)) })
    try writeNIfTI(labels, to: files.labels.path)
    return (export, item, try readSeries(in: files.series))
  }

  @Test("It holds the slab's voxels and labels, and nothing of the patient")
  func slab() throws {
    try withTemporaryFolder { folder in
      // A tumour of one voxel and cochleas of one voxel each: x from 30 to 69, y and z at 15 and 12.
      let (export, item, series) = try finished(in: folder) { v in
        guard v.y == 15, v.z == 12 else { return 0 }
        return v.x == 30 || v.x == 69 ? 3 : v.x == 36 ? 1 : 0
      }
      let output = folder.appending(path: "out")
      let pseudonym = try export.export(item.id, to: output, by: "tanaka")
      let made = output.appending(path: pseudonym)
      let new = try readSeries(in: made.appending(path: "series"))
      // 15 mm are 8 voxels of 2 mm: 22...77, 7...23, 4...20.
      #expect(new.grid.size == SIMD3(56, 17, 17))
      let box = BoundingBox(lower: SIMD3(22, 7, 4), upper: SIMD3(78, 24, 21))
      #expect(try new.volume().voxels == series.volume().cropped(to: box, padding: 0).voxels)
      #expect(new.grid.matches(try series.volume().cropped(to: box, padding: 0).grid))
      let labels = try readNIfTILabels(made.appending(path: "labels.nii.gz").path).labels
      #expect(labels.voxels.count { $0 == 3 } == 2 && labels.voxels.count { $0 == 1 } == 1)
      let segments = try readSegmentation(made.appending(path: "seg.dcm").path, on: new.grid)
      #expect(segments.count == 4)

      let header = try readImageHeader(new.frames[0].path)
      #expect(header.patientName == pseudonym && header.patientID == pseudonym)
      #expect(header.studyDate == "19700102" && header.accessionNumber.isEmpty)
      #expect(header.manufacturer == "SIEMENS" && header.echoTime == 120)
      let root = try DICOMFile.read(new.frames[0].path).root
      #expect(root.text(.patientIdentityRemoved) == "YES")
      #expect(root.text(.patientBirthDate) == nil)
      for file in try regularFiles(below: output) where file.pathExtension == "dcm" {
        let data = try Data(contentsOf: file)
        for word in [
          "PLANTED", "HIDDENID", "ACC4711", "19700203", series.identity.seriesUID,
          series.identity.studyUID, series.frames[0].sopInstanceUID,
        ] {
          #expect(data.range(of: Data(word.utf8)) == nil, "\(word) in \(file.lastPathComponent)")
        }
      }
      let map = export.folder.root.appending(path: "uid-map.csv")
      let lines = try String(contentsOf: map, encoding: .utf8).split(separator: "\n")
      #expect(
        lines == [
          "pseudonym,case,series,exported series",
          "\(pseudonym),\(item.id),\(item.seriesUID),\(new.identity.seriesUID)",
        ])
      let rights = try FileManager.default.attributesOfItem(atPath: map.path)[.posixPermissions]
      #expect((rights as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test("Twice is two pseudonyms that nobody can join")
  func twice() throws {
    try withTemporaryFolder { folder in
      let (export, item, _) = try finished(in: folder) { $0 == SIMD3(50, 15, 12) ? 3 : 0 }
      let output = folder.appending(path: "out")
      let names = try (0..<2).map { _ in try export.export(item.id, to: output, by: "tanaka") }
      let headers = try names.map { name in
        try readImageHeader(output.appending(path: "\(name)/series/0001.dcm").path)
      }
      #expect(headers[0].studyUID != headers[1].studyUID)
      #expect(headers[0].seriesUID != headers[1].seriesUID)
      #expect(headers[0].instanceUID != headers[1].instanceUID)
    }
  }

  @Test("Labels that are absent or spread over the head are refused, and nothing is written")
  func refused() throws {
    try withTemporaryFolder { folder in
      let (export, item, _) = try finished(in: folder) { v in v.x == 0 || v.x == 99 ? 1 : 0 }
      let output = folder.appending(path: "out")
      let error = #expect(throws: PilotError.self) {
        try export.export(item.id, to: output, by: "tanaka")
      }
      #expect(error?.message.hasSuffix("spread over 200 mm") == true, "\(error?.message ?? "")")
      #expect(!FileManager.default.fileExists(atPath: output.path))
      #expect(throws: PilotError.self) { try export.export("none", to: output, by: "tanaka") }
    }
  }
}
