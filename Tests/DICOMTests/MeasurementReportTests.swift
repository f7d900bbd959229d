import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("Measurement reports")
  struct MeasurementReportTests {
    private func write(
      in folder: URL, _ change: (inout [MeasurementGroup]) -> Void = { _ in }
    ) throws -> (path: String, groups: [MeasurementGroup], segmentation: WrittenObject) {
      let grid = sampleGrid(tilt: 5)
      let structures = sampleStructures(on: grid)
      let series = try sampleSeries(on: grid, in: folder)
      let segmentation = try writeSegmentation(
        structures, of: series, by: sampleAlgorithm, to: folder.appending(path: "seg.dcm").path)
      var groups = structures.map { MeasurementGroup($0) }
      groups[0] = MeasurementGroup(
        structures[0], longAxis: 3.25, koosGrade: 2, flags: ["Reaches the edge of the images."])
      change(&groups)
      let path = folder.appending(path: "sr.dcm").path
      _ = try writeMeasurementReport(
        groups, of: series, segmentation: (segmentation, structures.map(\.label)),
        by: sampleAlgorithm, to: path)
      return (path, groups, segmentation)
    }

    @Test("Each structure has a group with its segment, identifiers and numbers")
    func content() throws {
      try withTemporaryFolder { folder in
        let (path, groups, segmentation) = try write(in: folder)
        let root = try DICOMFile.read(path).root
        #expect(root.text(.verificationFlag) == "UNVERIFIED")
        #expect(root.text(.completionFlag) == "COMPLETE")
        let tree = try root.content()
        #expect(tree.value == .container(template: "1500"))
        let found = try #require(tree.children.last).children
        #expect(found.count == 4)
        for (n, (item, group)) in zip(found, groups).enumerated() {
          func value(_ code: String) -> ContentItem.Value? {
            item.children.first { $0.name.value == code }?.value
          }
          #expect(value("112039") == .text(group.structure.trackingID))
          #expect(
            value("121191")
              == .image(
                sopClass: segmentation.sopClassUID, instance: segmentation.sopInstanceUID,
                segment: n + 1))
          guard case .number(let text, let unit) = value("118565006") else {
            Issue.record("no volume")
            continue
          }
          #expect(unit.value == "mm3")
          #expect(abs((Double(text) ?? 0) - group.structure.mask.volume) < 1e-9)
        }
        let tumour = found[0].children
        #expect(tumour.contains { $0.value == .code(.koos(2)) })
        #expect(tumour.contains { $0.value == .text("Reaches the edge of the images.") })
        #expect(
          root.item(.codingSchemeIdentificationSequence)?.text(.codingSchemeDesignator)
            == "99KAKEHASHI")
      }
    }

    @Test("A structure that is no segment is refused")
    func refusal() throws {
      try withTemporaryFolder { folder in
        let error = #expect(throws: DICOMError.self) {
          _ = try write(in: folder) { $0[1].structure.label = "something else" }
        }
        #expect(error?.message.contains("something else") == true)
      }
    }

    @Test(
      "dciodvfy finds no error", .enabled(if: program("dciodvfy") != nil, "dicom3tools is absent"))
    func validity() throws {
      try withTemporaryFolder { folder in
        let path = try write(in: folder).path
        #expect(try dciodvfyErrors(path) == [])
      }
    }
  }
}
