import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("kakehashi measure")
struct MeasureTests {
  /// A tumour of two parts, cut at x = 20, between two cochleas, on 1 x 1 x 1.5 mm.
  private static let grid = VoxelGrid(80, 24, 14, spacing: [1, 1, 1.5], origin: [-40, -12, -10])

  private func labels(_ change: (SIMD3<Double>, UInt8) -> UInt8 = { $1 }) -> LabelMap {
    LabelMap(
      grid: Self.grid,
      voxels: (0..<Self.grid.count).map { o in
        let p = Self.grid.world(SIMD3<Double>(Self.grid.index(at: o)))
        var value: UInt8 = 0
        if (p - [18, 0, 0]).length <= 6 { value = p.x >= 20 ? 2 : 1 }
        if (p - [30, 4, 0]).length <= 3 || (p - [-30, 4, 0]).length <= 3 { value = 3 }
        return change(p, value)
      })
  }

  private func write(_ name: String, _ map: LabelMap, in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try writeNIfTI(map, to: folder.appending(path: name).path)
  }

  @Test("One file gives a line, JSON, CSV and a page in both languages")
  func oneCase() throws {
    try withTemporaryFolder { folder in
      try write("crossmoda2023_ldn_1.nii.gz", labels(), in: folder)
      let image = Volume(grid: Self.grid, filledWith: 100)
      try writeNIfTI(image, to: folder.appending(path: "scan.nii.gz").path)
      let at = { (name: String) in folder.appending(path: name).path }
      let result = try CommandLineTool.run(
        "measure", at("crossmoda2023_ldn_1.nii.gz"), "--image", at("scan.nii.gz"), "--json",
        at("m.json"), "--csv", at("m.csv"), "--output", at("pages"), "--language", "both")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("crossmoda2023_ldn_1") && result.output.contains("right"))
      #expect(result.output.contains("Research use only"))
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "m.json")))
          as? [[String: Any]])
      let measures = try #require(rows[0]["measures"] as? [String: Any])
      let whole = try #require((measures["whole"] as? [String: Any])?["counted"] as? Double)
      // A ball of 6 mm: 905 mm3.
      #expect(abs(whole / 905 - 1) < 0.05)
      let csv = try String(contentsOf: folder.appending(path: "m.csv"), encoding: .utf8)
        .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      #expect(csv.count == 2 && csv[0].count == csv[1].count)
      let column = try #require(csv[0].firstIndex(of: "whole_counted_mm3"))
      #expect(abs((Double(csv[1][column]) ?? 0) - whole) < 1e-3)
      let page = try String(
        contentsOf: folder.appending(path: "pages/crossmoda2023_ldn_1.html"), encoding: .utf8)
      #expect(page.contains("研究用") && page.contains("Research use only"))
      #expect(page.components(separatedBy: "<svg class=\"view\"").count == 7)
      let findings = try #require(rows[0]["findings"] as? [String: Any])
      #expect((findings["koos"] as? [String: Any])?["grade"] as? Int != nil)
      // A scan of one grey is not T2.
      #expect(
        (findings["flags"] as? [[String: Any]])?.contains { $0["kind"] as? String == "contrast" }
          == true)
      #expect(page.contains("Koos grade") && page.contains("Koos 分類"))
      #expect(page.contains("Quality flags") && page.contains("品質の確認"))
    }
  }

  @Test("With a table of visits the page tells the growth and what is unsure about the visits")
  func visits() throws {
    try withTemporaryFolder { folder in
      try write("crossmoda2023_ldn_1.nii.gz", labels(), in: folder)
      // Without its outer layer the tumour is smaller.
      let before = labels { p, value in
        value != 3 && (p - [18, 0, 0]).length > 4.5 ? 0 : value
      }
      try write("before.nii.gz", before, in: folder)
      let table = folder.appending(path: "visits.csv")
      try Data(
        """
        patient,date,mask,image,sequence,treatment
        A,2023-05-01,crossmoda2023_ldn_1.nii.gz,,T2,
        A,2021-05-01,before.nii.gz,,T2,
        """.utf8
      ).write(to: table)
      let pages = folder.appending(path: "pages")
      let result = try CommandLineTool.run(
        "measure", folder.appending(path: "crossmoda2023_ldn_1.nii.gz").path, "--visits",
        table.path, "--output", pages.path, "--language", "both")
      #expect(result.status == 0, "\(result.errors)")
      let page = try String(
        contentsOf: pages.appending(path: "crossmoda2023_ldn_1.html"), encoding: .utf8)
      #expect(page.contains("2021-05-01") && page.contains("2023-05-01"))
      #expect(page.contains("not in order of date") && page.contains("scanner position alone"))
    }
  }

  @Test("A folder goes on past cases that cannot be measured, and fails in the end")
  func folder() throws {
    try withTemporaryFolder { folder in
      try write("a.nii.gz", labels(), in: folder)
      try write("b.nii.gz", labels { _, value in value == 3 ? 3 : 0 }, in: folder)
      try write("c.nii.gz", labels { _, value in value == 2 ? 7 : value }, in: folder)
      try write(
        "d.nii.gz", labels { p, value in (p - [-15, 0, 0]).length <= 4 ? 1 : value }, in: folder)
      let result = try CommandLineTool.run("measure", folder.path, "--csv", "-")
      #expect(result.status == 1)
      #expect(result.output.split(separator: "\n").count == 5)
      #expect(result.errors.contains("b: expected a tumour, found none"))
      #expect(result.errors.contains("c: expected label values 0, 1, 2, 3, found 7"))
      #expect(result.errors.contains("d: expected one tumour, found 2, of "))
      #expect(result.errors.contains("3 of 4 cases could not be measured"))
      let largest = try CommandLineTool.run(
        "measure", folder.appending(path: "d.nii.gz").path, "--largest")
      #expect(largest.status == 0 && largest.output.contains("strayVoxels"), "\(largest.errors)")
    }
  }

  @Test("Labels of 2022 are divided by anatomy")
  func edition() throws {
    try withTemporaryFolder { folder in
      let map = labels { _, value in value == 3 ? 2 : value == 0 ? 0 : 1 }
      try write("a.nii.gz", map, in: folder)
      let result = try CommandLineTool.run(
        "measure", folder.appending(path: "a.nii.gz").path, "--edition", "crossmoda2022")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("dividedByAnatomy"))
    }
  }

  @Test("A scan or a probability on another grid is named with both sizes")
  func grids() throws {
    try withTemporaryFolder { folder in
      try write("a.nii.gz", labels(), in: folder)
      let other = Volume(grid: VoxelGrid(5, 6, 7), filledWith: 0)
      try writeNIfTI(other, to: folder.appending(path: "other.nii.gz").path)
      let at = { (name: String) in folder.appending(path: name).path }
      let image = try CommandLineTool.run(
        "measure", at("a.nii.gz"), "--image", at("other.nii.gz"), "--output", at("pages"))
      #expect(image.status == 1)
      #expect(image.errors.contains("the grids differ") && image.errors.contains("5x6x7"))
      let probability = try CommandLineTool.run(
        "measure", at("a.nii.gz"), "--probability", at("other.nii.gz"))
      #expect(
        probability.status == 1 && probability.errors.contains("probability: the grids differ"))
    }
  }

  @Test("A probability gives the expected volume")
  func probability() throws {
    try withTemporaryFolder { folder in
      let map = labels()
      try write("a.nii.gz", map, in: folder)
      let tumour = Volume(
        grid: Self.grid, voxels: map.voxels.map { $0 == 1 || $0 == 2 ? 0.75 : 0 })
      try writeNIfTI(tumour, to: folder.appending(path: "p.nii.gz").path)
      let result = try CommandLineTool.run(
        "measure", folder.appending(path: "a.nii.gz").path, "--probability",
        folder.appending(path: "p.nii.gz").path, "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let rows = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
      let whole = try #require(
        (rows[0]["measures"] as? [String: Any])?["whole"] as? [String: Any])
      let counted = try #require(whole["counted"] as? Double)
      #expect(abs((try #require(whole["expected"] as? Double)) / counted - 0.75) < 1e-6)
    }
  }

  @Test(
    "Paths that hold nothing are named",
    arguments: [
      ["nowhere.nii.gz"], ["."], [".", "--edition", "crossmoda1999"],
    ])
  func wrongPaths(_ arguments: [String]) throws {
    try withTemporaryFolder { folder in
      let full = [folder.appending(path: arguments[0]).path] + arguments.dropFirst()
      let result = try CommandLineTool.run(["measure"] + full)
      #expect(result.status != 0)
      #expect(result.errors.contains("expect"), "\(result.errors)")
    }
  }

  @Test("The study prints volumes, lengths and planes, and writes them")
  func study() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "s.json")
      let result = try CommandLineTool.run(
        "study-measures", "--patients", "8", "--sites", "ukm", "--json", file.path)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.hasPrefix("8 scans of 8 patients, seed 1"))
      let summary = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      #expect(summary["sidesWrong"] as? Int == 0)
      let lengths = try #require(summary["lengths"] as? [[String: Any]])
      let exact = lengths.filter { $0["origin"] as? String == "exact" }
      #expect(exact.count == 6)
      // The largest and the axial diameter of exact labels are right to a voxel's diagonal.
      for row in exact.prefix(2) { #expect(row["belowDiagonal"] as? Double == 1) }
    }
  }
}
