import Clinical
import Commands
import DICOM
import Foundation
import GRDB
import Imaging
import NIfTI
import Phantom
import TestSupport
import Testing

@testable import Pilot

/// A trained model that `scripts/test-pilot` made or was given.
private let model = ProcessInfo.processInfo.environment["KAKEHASHI_PILOT_MODEL"]

/// In-plane voxels are so many times as long as the site's; a real model wants 1.
private let coarsening =
  ProcessInfo.processInfo.environment["KAKEHASHI_PILOT_COARSEN"].flatMap(Double.init) ?? 4

/// Seconds within which results are in Orthanc; a machine that is busy with other work needs more.
private let patience =
  ProcessInfo.processInfo.environment["KAKEHASHI_PILOT_SECONDS"].flatMap(Double.init) ?? 120

extension PilotProcesses {
  /// From a simulated patient in a scanner's DICOM, pushed as scanners push, through a trained model,
  /// to objects that other programs read.
  @Suite(
    "The whole road with a trained model",
    .enabled(if: model != nil, "no model: scripts/test-pilot makes one"),
    .enabled(
      if: OrthancServer.program != nil && OrthancServer.dicomWeb != nil
        && locate("storescu") != nil,
      "Orthanc, its DICOMweb plugin or storescu are not installed"))
  struct RoadTests {
    /// A pilot with nothing in its configuration but where the model is and where series come from.
    private func world(_ folder: URL) throws -> (PilotWorld, OrthancServer) {
      var (world, server) = try OrthancServer.world(folder)
      world.settings["commands"] = nil
      world.settings["model"] = model
      try world.writeConfiguration()
      return (world, server)
    }

    /// A simulated T2, its axes turned as asked, as a scanner stores it; the exact labels beside it.
    private func scan(
      _ number: Int, _ orientation: String, _ storage: MRStorage, to folder: URL
    ) throws -> (study: String, truth: LabelMap) {
      let acquisition = try Acquisition.preset(site: "etz", contrast: .T2, seed: 3, index: number)
        .scaled(inPlane: coarsening)
      let scan = simulate(Patient(seed: 3, index: number), acquisition, seed: 3)
      let target = try #require(Orientation(orientation))
      let paths = try writeSimulatedSeries(
        scan.image.reoriented(to: target), acquisition, named: "PLANTED-\(number)", to: folder,
        as: storage)
      return (try readImageHeader(paths[0]).studyUID, scan.labels)
    }

    @Test(
      "Classic and enhanced series become SEG, RTSTRUCT and SR within two minutes; nothing is lost or doubled by 20 kill -9 and an Orthanc that is away"
    )
    func road() throws {
      try withTemporaryFolder { folder in
        let (world, server) = try world(folder)
        var archive = try server.start()
        defer { stop(archive) }
        // Axial slices as scanners have them, and slices that run from left to right.
        let scans = [
          try scan(1, "LPS", .classic, to: folder.appending(path: "made/1")),
          try scan(2, "PSR", .enhanced, to: folder.appending(path: "made/2")),
        ]
        let registry = try world.registry()
        for number in 1...2 { try server.push(folder.appending(path: "made/\(number)")) }

        var generator = SplitMix64(seed: 20)
        for round in 0..<20 {
          let gateway = try world.kakehashi("serve")
          Thread.sleep(forTimeInterval: Double.random(in: 0.05...2.5, using: &generator))
          killAtOnce(gateway)
          if round == 12 { stop(archive) }
          if round == 14 { archive = try server.start() }
        }
        let start = Date()
        let last = try world.kakehashi("serve")
        let isFound = try world.wait(patience) {
          try scans.allSatisfy { scan in
            try server.modalities(ofStudy: scan.study)
              == ["MR": 1, "SEG": 1, "RTSTRUCT": 1, "SR": 1, "OT": 1]
          }
        }
        let isDone = try world.wait(20) { try registry.counts() == [.done: 2] }
        stop(last)
        let counts = try registry.counts()
        #expect(isFound && isDone, "\(counts)")
        print("found by QIDO-RS \(Int(Date().timeIntervalSince(start))) s after the last start")

        try registry.flushAudit()
        guard case .intact = try registry.verifyAudit() else {
          Issue.record("the audit log is broken")
          return
        }
        let text = try world.writtenText()
        #expect(!text.contains("PLANTED"))
        for scan in scans {
          let item = try #require(
            try registry.database.read { db in
              try PilotCase.filter(Column("studyUID") == scan.study).fetchOne(db)
            })
          try check(item, scan.truth, world, server)
        }
      }
    }

    /// What is in Orthanc is what was segmented and measured, and other programs read the same.
    private func check(
      _ item: PilotCase, _ truth: LabelMap, _ world: PilotWorld, _ server: OrthancServer
    ) throws {
      let files = CaseFolder(
        item.id, in: try PilotFolder(world.folder.appending(path: "pilot").path))
      let labels = try readNIfTILabels(files.labels.path).labels
      let series = try readSeries(in: files.series)
      let measures = try #require(item.foundMeasures)
      let results = try registryResults(item, world)
      var received: [String: String] = [:]
      for result in results {
        let instance = try #require(result.receipt)
        let file = world.folder.appending(path: "\(item.id)-\(result.name)")
        try #require(try server.get("instances/\(instance)/file")).write(to: file)
        received[result.name] = file.path
      }
      let seg = try #require(received["seg.dcm"])
      let segments = try readSegmentation(seg, on: series.grid)
      for (name, type) in [("VS", CodedConcept.vestibularSchwannoma), ("cochlea", .cochlea)] {
        var voxels = [Bool](repeating: false, count: series.grid.count)
        for segment in segments where segment.type.isSame(as: type) && segment.role != .part {
          for (n, isSet) in segment.mask.voxels.enumerated() where isSet { voxels[n] = true }
        }
        let expected = labels.mask(of: Set(PilotConfiguration().structures[name] ?? []))
        #expect(voxels == expected.voxels, "\(name)")
        #expect(measures.volumes[name] == expected.volume)
      }
      let structures = try readStructureSet(try #require(received["rtstruct.dcm"])).structures
      for segment in segments {
        let structure = structures.first { $0.name == segment.label }
        #expect(structure?.contours.mask(on: series.grid)?.voxels == segment.mask.voxels)
      }
      // Volumes are measured on the label map's grid: NIfTI's affines have single precision.
      let measured = segments.map { segment in
        var segment = segment
        segment.mask = Mask(grid: labels.grid, voxels: segment.mask.voxels)
        return segment
      }
      try OtherReaders.check([(received, measured)])
      // For whoever runs it with a real model: how well it fits this patient.
      let own = labels.reoriented(to: Orientation(of: truth.grid.affine))
      let tumours = [own, truth].map { map in map.voxels.map { $0 == 1 || $0 == 2 } }
      let both = zip(tumours[0], tumours[1]).count { $0 && $1 }
      let sum = tumours.joined().count { $0 }
      print(
        "\(item.slices) slices: Dice of VS \(2 * Double(both) / Double(max(sum, 1))), Koos "
          + "\(measures.koos?.grade.map(String.init) ?? "none"), "
          + "flags \(measures.flags.map(\.kind.rawValue))")
    }

    private func registryResults(_ item: PilotCase, _ world: PilotWorld) throws -> [ResultObject] {
      let results = try world.registry().database.read { db in
        try ResultObject.filter(Column("caseID") == item.id).order(Column("name")).fetchAll(db)
      }
      #expect(results.map(\.name) == ["overview.dcm", "rtstruct.dcm", "seg.dcm", "sr.dcm"])
      return results
    }
  }
}
