import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import Commands

/// A tilted scan and its labels of 2023: a tumour in two parts on the left, cochleas on both sides.
private func writeScan(to folder: URL) throws -> (scan: String, labels: String) {
  var affine = Affine(spacing: SIMD3(1, 1.2, 2), origin: SIMD3(-40, -20, -10))
  // Half a degree or so of tilt about x, kept perpendicular.
  affine.y = SIMD3(0, 1.2 * 0.8, 1.2 * 0.6)
  affine.z = SIMD3(0, -2 * 0.6, 2 * 0.8)
  let grid = VoxelGrid(size: SIMD3(80, 32, 12), affine: affine)
  let centre = grid.centre
  var labels = LabelMap(grid: grid, filledWith: 0)
  let tumour = ball(on: grid, centre: centre + SIMD3(-22, 0, 0), radius: 6)
  let cochleas = [-30, 30].map { x in
    ball(on: grid, centre: centre + SIMD3(Double(x), 3, 2), radius: 3)
  }
  for offset in 0..<grid.count {
    if tumour.voxels[offset] {
      labels.voxels[offset] = grid.world(SIMD3<Double>(grid.index(at: offset))).x < -21 ? 2 : 1
    }
    if cochleas.contains(where: { $0.voxels[offset] }) { labels.voxels[offset] = 3 }
  }
  let image = Volume(
    grid: grid, voxels: pattern(count: grid.count, seed: 3, in: 0...900).map { $0.rounded() })
  let paths = (folder.path + "/case_T2.nii.gz", folder.path + "/case_Label.nii.gz")
  try writeNIfTI(image, to: paths.0, as: .int16)
  try writeNIfTI(labels, to: paths.1)
  return paths
}

@Suite("kakehashi convert")
struct ConvertTests {
  @Test("NIfTI to DICOM and back is the same image", arguments: ["classic", "enhanced"])
  func roundTrip(_ storage: String) throws {
    try withTemporaryFolder { folder in
      let scan = try writeScan(to: folder).scan
      let series = folder.path + "/series"
      let written = try CommandLineTool.run(
        "convert", scan, "-o", series, "--storage", storage, "--te", "84", "--number", "5",
        "--description", "t2 (tra)/1")
      #expect(written.status == 0, "\(written.errors)")
      #expect(written.output.contains(storage == "classic" ? "12 files" : "1 file,"))
      let read = try CommandLineTool.run(
        "convert", series, "-o", folder.path + "/nifti", "--json", folder.path + "/series.json")
      #expect(read.status == 0, "\(read.errors)")
      #expect(read.output.contains("5_t2_tra_1.nii.gz"), "\(read.output)")
      let image = try readNIfTI(folder.path + "/nifti/5_t2_tra_1.nii.gz")
      let original = try readNIfTI(scan).volume
      let (a, b) = (image.volume.reoriented(to: .ras), original.reoriented(to: .ras))
      #expect(a.grid.matches(b.grid))
      #expect(a.voxels == b.voxels)
      let json = try #require(
        try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appending(path: "series.json"))) as? [String: Any])
      let item = try #require((json["series"] as? [[String: Any]])?.first)
      #expect(item["echoTime"] as? Double == 84)
      #expect(item["size"] as? [Int] == [80, 32, 12])
      #expect((json["refused"] as? [Any])?.isEmpty == true)
    }
  }

  @Test("Labels become a segmentation, a structure set and a report, and labels again")
  func results() throws {
    try withTemporaryFolder { folder in
      let (scan, labels) = try writeScan(to: folder)
      let series = folder.path + "/series"
      #expect(try CommandLineTool.run("convert", scan, "-o", series).status == 0)
      let (seg, rt, sr) = (
        folder.path + "/seg.dcm", folder.path + "/rt.dcm", folder.path + "/sr.dcm"
      )
      let written = try CommandLineTool.run(
        "convert", labels, "--reference", series, "--seg", seg, "--rtstruct", rt, "--sr", sr,
        "--koos", "2", "--flag", "Thin slices.")
      #expect(written.status == 0, "\(written.errors)")
      #expect(
        written.output.contains(
          "5 segments: VS left, VS extrameatal left, VS intrameatal left, Cochlea left, "
            + "Cochlea right"), "\(written.output)")
      for file in [seg, rt] {
        let back = folder.path + "/back.nii.gz"
        let read = try CommandLineTool.run("convert", file, "--reference", series, "-o", back)
        #expect(read.status == 0, "\(read.errors)")
        #expect(read.output.contains("label 2 is VS extrameatal left"), "\(read.output)")
        // The whole tumour is 1, its parts 2 and 3 lie over it, the cochleas are 4 and 5.
        let found = try readNIfTILabels(back).labels.reoriented(to: .ras)
        let original = try readNIfTILabels(labels).labels.reoriented(to: .ras)
        let expected = original.voxels.enumerated().map { offset, label -> UInt8 in
          if label == 3 { return original.grid.index(at: offset).x < 40 ? 4 : 5 }
          return label == 0 ? 0 : label + 1
        }
        #expect(found.voxels == expected)
      }
    }
  }

  @Test("Folders with refused series say which and why; what can be read is read")
  func refused() throws {
    try withTemporaryFolder { folder in
      let scan = try writeScan(to: folder).scan
      for name in ["a", "b"] {
        let result = try CommandLineTool.run(
          "convert", scan, "-o", "\(folder.path)/in/\(name)", "--description", name, "--number",
          name == "a" ? "1" : "2")
        #expect(result.status == 0)
      }
      try FileManager.default.removeItem(atPath: folder.path + "/in/b/0006.dcm")
      try Data("notes".utf8).write(to: folder.appending(path: "in/notes.txt"))
      let result = try CommandLineTool.run(
        "convert", folder.path + "/in", "-o", folder.path + "/out", "--json", "-")
      #expect(result.status == 0)
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let refused = try #require((json["refused"] as? [[String: Any]])?.first)
      #expect(refused["reason"] as? String == "missingSlices")
      #expect(refused["slices"] as? Int == 11)
      #expect(json["otherFiles"] as? Int == 1)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out")
          == ["1_a.nii.gz"])
    }
  }

  @Test("Wrong input ends with one sentence")
  func wrongInput() throws {
    try withTemporaryFolder { folder in
      let (scan, labels) = try writeScan(to: folder)
      let base = folder.path
      try FileManager.default.createDirectory(
        atPath: base + "/empty", withIntermediateDirectories: true)
      try Data("x".utf8).write(to: folder.appending(path: "text.dcm"))
      #expect(try CommandLineTool.run("convert", scan, "-o", base + "/series").status == 0)
      let small = base + "/small.nii.gz"
      try writeNIfTI(LabelMap(grid: VoxelGrid(4, 4, 4), filledWith: 1), to: small)
      let nine = base + "/nine.nii.gz"
      try writeNIfTI(LabelMap(grid: try readNIfTI(scan).volume.grid, filledWith: 9), to: nine)
      let cases: [([String], String)] = [
        (["\(base)/nowhere", "-o", "\(base)/o"], "found nothing"),
        (["\(base)/empty", "-o", "\(base)/o"], "expected DICOM images, found none"),
        (["\(base)/text.dcm", "-o", "\(base)/o"], "expected a series that can be read"),
        ([scan, "-o", "\(base)/series"], "expected a new or empty folder"),
        ([scan], "expected --output"),
        ([labels, "--seg", "\(base)/s.dcm"], "expect --reference"),
        ([small, "--reference", "\(base)/series", "--seg", "\(base)/s.dcm"], "grids differ"),
        ([nine, "--reference", "\(base)/series", "--seg", "\(base)/s.dcm"], "found 9"),
        ([labels, "--reference", "\(base)/empty", "--seg", "\(base)/s.dcm"], "found none"),
        ([labels, "--reference", "\(base)/series", "--sr", "\(base)/s.dcm"], "expected --seg"),
        ([scan, "-o", "\(base)/text.dcm/o"], "folder that can be made"),
        (
          ["\(base)/series/0001.dcm", "--reference", "\(base)/series", "-o", "\(base)/l.nii.gz"],
          "binary segmentation"
        ),
      ]
      for (arguments, words) in cases {
        let result = try CommandLineTool.run(["convert"] + arguments)
        #expect(result.status != 0, "\(arguments)")
        let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("Error:") }
        #expect(lines.count == 1 && result.errors.contains(words), "\(result.errors)")
      }
      #expect(!FileManager.default.fileExists(atPath: base + "/s.dcm"))
    }
  }

  @Test("The help has examples")
  func help() throws {
    let result = try CommandLineTool.run("convert", "--help")
    #expect(result.status == 0)
    #expect(result.output.contains("kakehashi convert labels.nii.gz --reference dicom/ --seg"))
  }
}
