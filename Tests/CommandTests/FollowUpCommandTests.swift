import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("kakehashi follow-up")
struct FollowUpCommandTests {
  private let grid = VoxelGrid(
    60, 60, 30, spacing: SIMD3(0.8, 0.8, 1.5), origin: SIMD3(-24, -24, -22))

  /// Writes a mask with a ball of label 1, and returns its name.
  private func mask(_ name: String, radius: Double, in folder: URL) throws -> String {
    let shape = ball(on: grid, centre: SIMD3(14, 0, 0), radius: radius)
    let labels = LabelMap(grid: grid, voxels: shape.voxels.map { $0 ? 1 : 0 })
    try writeNIfTI(labels, to: folder.appending(path: name).path)
    return name
  }

  private func table(_ rows: [String], in folder: URL) throws -> String {
    let file = folder.appending(path: "visits.csv")
    let text = (["patient,date,mask,image,sequence,treatment"] + rows).joined(separator: "\n")
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test("a simulated follow-up becomes answers, JSON, CSV and a page per patient")
  func road() throws {
    try withTemporaryFolder { folder in
      let data = folder.appending(path: "data").path
      let made = try CommandLineTool.run(
        "simulate-follow-up", "-o", data, "--patients", "1", "--visits", "2", "--sites", "etz",
        "--coarsen", "3")
      #expect(made.status == 0, "\(made.errors)")
      let pages = folder.appending(path: "pages")
      let result = try CommandLineTool.run(
        "follow-up", data, "-o", pages.path, "--csv", folder.appending(path: "a.csv").path,
        "--json", folder.appending(path: "a.json").path)
      #expect(result.status == 0, "\(result.errors)")
      let text = try Data(contentsOf: folder.appending(path: "a.json"))
      let patients = try #require(
        try JSONSerialization.jsonObject(with: text) as? [[String: Any]])
      let visits = try #require(patients.first?["visits"] as? [[String: Any]])
      let alignment = try #require(visits.last?["alignment"] as? [String: Any])
      #expect(alignment["kind"] as? String == "registered")
      let lesions = try #require(patients.first?["lesions"] as? [[String: Any]])
      #expect(lesions.count == 1)
      let assessment = try #require(lesions.first?["assessment"] as? [String: Any])
      let change = try #require(assessment["change"] as? [String: Any])
      let value = try #require(change["value"] as? Double)
      // The course of the first patient: +35 % a year; masks are the truth on 1.5 mm slices.
      #expect(abs(value - 0.35) < 0.06, "\(value)")
      let csv = try String(contentsOf: folder.appending(path: "a.csv"), encoding: .utf8)
      #expect(csv.split(separator: "\n").count == 2)
      let page = try String(contentsOf: pages.appending(path: "P001.html"), encoding: .utf8)
      #expect(page.contains("lang=\"ja\"") && page.contains("研究用"))
      #expect(page.contains("Research use only") && page.contains("data:image/png"))
    }
  }

  @Test("unordered dates are sorted and it is said; masks alone are paired by place")
  func unordered() throws {
    try withTemporaryFolder { folder in
      let large = try mask("b.nii.gz", radius: 8.8, in: folder)
      let small = try mask("a.nii.gz", radius: 7, in: folder)
      let file = try table(
        ["A,2023-05-01,\(large),,T2,", "A,2021-05-01,\(small),,T2,"], in: folder)
      let result = try CommandLineTool.run("follow-up", file)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("2021-05-01  2023-05-01"))
      #expect(result.output.contains("grown"))
      #expect(result.output.contains("not in order of date"))
      #expect(result.output.contains("scanner position alone"))
    }
  }

  @Test("an increase soon after radiosurgery may be transient; untreated it is growth")
  func radiosurgery() throws {
    try withTemporaryFolder { folder in
      let large = try mask("b.nii.gz", radius: 8.4, in: folder)
      let small = try mask("a.nii.gz", radius: 7, in: folder)
      let visits = ["A,2021-05-01,\(small),,T2,", "A,2022-02-01,\(large),,T2,"]
      let untreated = try CommandLineTool.run("follow-up", try table(visits, in: folder))
      #expect(untreated.output.contains("grown"), "\(untreated.errors)")
      let treated = try CommandLineTool.run(
        "follow-up", try table(visits + ["A,2021-06-01,,,,radiosurgery"], in: folder))
      #expect(treated.status == 0, "\(treated.errors)")
      #expect(treated.output.contains("cannot tell"))
      #expect(treated.output.lowercased().contains("transient"), "\(treated.output)")
    }
  }

  @Test("one visit, and no tumour, are answers and no failures")
  func little() throws {
    try withTemporaryFolder { folder in
      let one = try mask("a.nii.gz", radius: 7, in: folder)
      let none = try mask("none.nii.gz", radius: 0.01, in: folder)
      let file = try table(["A,2023-05-01,\(one),,,", "B,2021-05-01,\(none),,,"], in: folder)
      let result = try CommandLineTool.run("follow-up", file)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("cannot tell"))
      #expect(result.output.contains("at least two visits"))
      #expect(result.output.contains("No mask holds a tumour."))
    }
  }

  @Test(
    "a wrong table ends with one sentence that names the row and what was expected",
    arguments: [
      ("A,2023-13-01,a.nii.gz,,,", ["row 2", "2024-03-01", "2023-13-01"]),
      ("A,2023-03-01,nowhere.nii.gz,,,", ["row 2", "nowhere.nii.gz"]),
      ("A,2023-03-01,,,,", ["row 2", "mask or a treatment"]),
      ("A,2023-03-01,,,,magic", ["row 2", "radiosurgery", "magic"]),
      (",2023-03-01,a.nii.gz,,,", ["row 2", "patient"]),
      ("A,2023-03-01,,,,surgery", ["at least one row with a mask"]),
      ("A,2023-03-01,a.nii.gz,image.nii.gz,T2,", ["image and mask", "grids differ"]),
      ("A,2023-03-01,a.nii.gz", ["row 2", "6 fields", "3"]),
    ])
  func wrongTable(row: String, words: [String]) throws {
    try withTemporaryFolder { folder in
      _ = try mask("a.nii.gz", radius: 7, in: folder)
      try writeNIfTI(
        Volume(grid: VoxelGrid(8, 8, 8), filledWith: 1),
        to: folder.appending(path: "image.nii.gz").path)
      let result = try CommandLineTool.run("follow-up", try table([row], in: folder))
      #expect(result.status != 0)
      for word in words { #expect(result.errors.contains(word), "\(result.errors)") }
    }
  }

  @Test("a JSON table gives the same as CSV")
  func json() throws {
    try withTemporaryFolder { folder in
      let (a, b) = (
        try mask("a.nii.gz", radius: 7, in: folder), try mask("b.nii.gz", radius: 7.1, in: folder)
      )
      let csv = try table(["A,2021-05-01,\(a),,T2,", "A,2023-05-01,\(b),,T2,"], in: folder)
      let json = folder.appending(path: "visits.json")
      let rows = """
        [{"patient": "A", "date": "2021-05-01", "mask": "\(a)", "sequence": "T2"},
         {"patient": "A", "date": "2023-05-01", "mask": "\(b)", "sequence": "T2", "image": null}]
        """
      try Data(rows.utf8).write(to: json)
      let first = try CommandLineTool.run("follow-up", csv, "--json", "-")
      let second = try CommandLineTool.run("follow-up", json.path, "--json", "-")
      #expect(first.status == 0 && second.status == 0, "\(second.errors)")
      #expect(first.output == second.output)
    }
  }
}
