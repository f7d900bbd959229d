import Clinical
import Foundation
import GRDB
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import DICOM
@testable import Pilot

@Suite("Agreement with contours that existed before")
struct AgreementTests {
  /// A finished case of a delivered study, and a comparison for its pilot.
  private struct Finished {
    let filling: AgreementFilling
    let item: PilotCase
    let series: DICOMSeries
    let delivery: URL

    init(_ folder: URL) throws {
      let world = try PilotWorld(folder)
      delivery = folder.appending(path: "in/1")
      _ = try world.makeSeries(1, in: delivery)
      var settings = PilotConfiguration()
      settings.folder = folder.appending(path: "pilot").path
      filling = try AgreementFilling(settings)
      let found = try findSeries(in: delivery).map(\.series)
      let arriving = SeriesRules().arriving(found, at: Date())
      let new = try filling.registry.receive(arriving, modelHash: "m")
      item = try #require(new.first)
      let files = CaseFolder(item.id, in: filling.folder)
      try FileManager.default.createDirectory(
        at: files.root, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: delivery, to: files.series)
      try FileManager.default.copyItem(
        at: folder.appending(path: "labels.nii.gz"), to: files.labels)
      let claim = try filling.registry.claim(owner: "test", lease: 60)
      try #require(claim).finish(in: filling.registry)
      series = try readSeries(in: files.series)
    }

    /// A tumour of 18 of the 27 segmented voxels, with another one of 9 voxels outside: 27 in all.
    var reference: Mask {
      var mask = Mask(grid: series.grid, filledWith: false)
      for offset in mask.voxels.indices {
        let v = series.grid.index(at: offset)
        mask.voxels[offset] =
          (5..<8).contains(v.x) && (5..<8).contains(v.y) && (6..<9).contains(v.z)
      }
      return mask
    }

    /// A structure set or segmentation as another program's, since own results do not count.
    func writeContours(_ kind: String, to folder: URL, by maker: String = "Other") throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let path = folder.appending(path: "\(kind).dcm").path
      var structures = [SegmentedStructure.schwannoma(reference, side: .left)]
      structures[0].label = "TV 2016"
      let method = DICOMAlgorithm(name: "hand", version: "1")
      if kind == "seg" {
        _ = try writeSegmentation(structures, of: series, by: method, to: path)
      } else {
        _ = try writeStructureSet(structures, of: series, by: method, to: path)
      }
      let file = try DICOMFile.read(path)
      try file.root.set(.manufacturer, maker)
      try file.write()
    }
  }

  @Test(
    "Structure sets and segmentations beside the study or in a folder of references are found",
    arguments: ["rtstruct", "seg"], ["delivered", "references"])
  func contours(_ kind: String, _ place: String) async throws {
    try await inTemporaryFolder { folder in
      let done = try Finished(folder)
      let references = folder.appending(path: "references")
      try done.writeContours(kind, to: place == "delivered" ? done.delivery : references)
      let found = try await done.filling.compare(
        done.item.id, references: place == "delivered" ? nil : references)
      // By hand: 18 voxels in both, 27 in each: 2 * 18 / 54.
      #expect(found.map(\.structure) == ["VS"])
      #expect(abs((found.first?.dice ?? 0) - 2.0 / 3) < 1e-12)
      #expect(found.first?.volume == 27 && found.first?.referenceVolume == 27)
      #expect(try done.filling.caseIDs(withoutAgreement: true).isEmpty)
      // Again: the same row, not a second one.
      _ = try await done.filling.compare(
        done.item.id, references: place == "delivered" ? nil : references)
      #expect(try await done.filling.registry.database.read(Agreement.fetchCount) == 1)
    }
  }

  @Test("Label maps named by case, series or patient are compared, structure by structure")
  func maps() async throws {
    try await inTemporaryFolder { folder in
      let done = try Finished(folder)
      let references = folder.appending(path: "references")
      try FileManager.default.createDirectory(at: references, withIntermediateDirectories: true)
      var labels = LabelMap(grid: done.series.grid, filledWith: 0)
      for (offset, isSet) in done.reference.voxels.enumerated() where isSet {
        labels.voxels[offset] = 1
      }
      try writeNIfTI(labels, to: references.appending(path: "HIDDENID1.nii.gz").path)
      try writeNIfTI(labels, to: references.appending(path: "HIDDENID2.nii.gz").path)
      let found = try await done.filling.compare(done.item.id, references: references)
      // Nothing is labelled as cochlea or inner part, so these were not drawn.
      #expect(found.map(\.structure) == ["VS", "extrameatal"])
      #expect(found.allSatisfy { abs($0.dice - 2.0 / 3) < 1e-12 })
    }
  }

  @Test("Own results and contours of another frame of reference are no reference")
  func others() async throws {
    try await inTemporaryFolder { folder in
      let done = try Finished(folder)
      try done.writeContours("rtstruct", to: done.delivery, by: "Kakehashi")
      #expect(try await done.filling.compare(done.item.id).isEmpty)
      try done.writeContours("rtstruct", to: done.delivery)
      let path = done.delivery.appending(path: "rtstruct.dcm").path
      let file = try DICOMFile.read(path)
      for roi in file.root.items(.structureSetROISequence) {
        try roi.set(.referencedFrameOfReferenceUID, "2.25.1")
      }
      try file.write()
      #expect(try await done.filling.compare(done.item.id).isEmpty)
      #expect(try done.filling.caseIDs(withoutAgreement: true).count == 1)
    }
  }

  @Test("What it records opens the gate after the retrospective stage")
  func gate() async throws {
    try await inTemporaryFolder { folder in
      let done = try Finished(folder)
      let registry = done.filling.registry
      try registry.addAccount("lead", .lead)
      try registry.signOff(name: "lead", role: .lead, comment: "")
      var settings = GateSettings()
      settings.retrospective = Gate(
        cases: 1, judged: 0, measured: 1, editRate: 1, rejectRate: 1, failureRate: 0.1,
        medianDice: ["VS": 0.6], medianVolumeError: ["VS": 0.1], signOffs: [.lead],
        reason: "small, for this test")
      #expect(throws: PilotError.self) { try registry.advanceStage(settings, by: "lead") }
      try done.writeContours("rtstruct", to: done.delivery)
      try await done.filling.compare(done.item.id)
      #expect(try registry.advanceStage(settings, by: "lead").to == .silent)
      try registry.flushAudit()
      guard case .intact = try registry.verifyAudit() else {
        Issue.record("the audit log is broken")
        return
      }
    }
  }

  @Test(
    "Names tell the structure, the part before the whole",
    arguments: [
      ("TV", "VS"), ("*VS left", "VS"), ("GTV1", "VS"), ("Cochlea_L", "cochlea"),
      ("VS intrameatal", "intrameatal"), ("extra-meatal", "extrameatal"), ("*Skull", nil),
      ("Vol2016", nil), ("Brainstem", nil),
    ])
  func names(_ name: String, _ structure: String?) {
    #expect(ContourNames().structure(named: name) == structure)
  }
}

extension Claim {
  /// Brings the case to its end, as a worker would.
  fileprivate func finish(in registry: Registry) throws {
    var claim = self
    for state in [CaseState.fetching, .segmenting, .measuring, .sending, .done] {
      try registry.advance(&claim, to: state)
    }
  }
}
