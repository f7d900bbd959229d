import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("Submission checks and comparisons through the built command", .serialized)
struct SubmissionTests {
  private func check(_ folder: URL) throws -> CommandResult {
    try CommandLineTool.run(
      "check-submission", folder.appending(path: "p").path, folder.appending(path: "r").path,
      "--json", folder.appending(path: "found.json").path)
  }

  @Test("lists every problem of a submission at once and ends with a non-zero status")
  func problems() throws {
    try withTemporaryFolder { folder in
      for name in ["a", "b", "c", "d", "e", "f"] {
        try writeLine([0, 1, 2, 3], to: "r/\(name)_Label.nii.gz", in: folder)
      }
      try writeLine([0, 1, 2, 3], to: "p/a.nii.gz", in: folder)
      try writeLine([0, 1, 2], to: "p/b.nii.gz", in: folder)
      try writeLine([0, 1, 2, 9], to: "p/c.nii.gz", in: folder)
      try writeLine([0, 1, 2, 3], to: "p/d.nii.gz", in: folder, spacing: SIMD3(2, 1, 1))
      try Data("no image".utf8).write(to: folder.appending(path: "p/e.nii.gz"))
      try writeLine([0, 1, 2, 3], to: "p/z.nii.gz", in: folder)
      try Data("hello".utf8).write(to: folder.appending(path: "p/notes.txt"))
      let result = try check(folder)
      #expect(result.status != 0)
      let found = try jsonObject(
        String(contentsOf: folder.appending(path: "found.json"), encoding: .utf8))
      let errors = try #require(found["errors"] as? [[String: String]])
      #expect(
        errors.map { $0["file"] } == ["b.nii.gz", "c.nii.gz", "d.nii.gz", "e.nii.gz", "f"])
      #expect(errors[0]["problem"]?.contains("4x1x1") == true)
      #expect(errors[1]["problem"]?.contains("9") == true)
      #expect(errors[2]["problem"]?.contains("elsewhere") == true)
      #expect(errors[4]["problem"]?.contains("found none") == true)
      let warnings = try #require(found["warnings"] as? [[String: String]])
      #expect(Set(warnings.compactMap { $0["file"] }).isSuperset(of: ["z.nii.gz", "notes.txt"]))
      #expect(found["sound"] as? Int == 1)
      #expect(found["cases"] as? Int == 6)
    }
  }

  @Test("passes a sound submission")
  func sound() throws {
    try withTemporaryFolder { folder in
      try writeLine([0, 1, 2, 3], to: "r/a_Label.nii.gz", in: folder)
      try writeLine([0, 3, 2, 1], to: "p/a.nii.gz", in: folder)
      let result = try check(folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("1 of 1 cases can be scored"))
    }
  }

  @Test("2000 damaged files are refused in words or scored, never crashed on")
  func fuzz() throws {
    try withTemporaryFolder { folder in
      var random = SplitMix64(seed: 4)
      let grid = VoxelGrid(4, 3, 2)
      let plain = folder.appending(path: "plain.nii").path
      let packed = folder.appending(path: "packed.nii.gz").path
      let labels = LabelMap(grid: grid, voxels: (0..<24).map { UInt8($0 % 4) })
      try writeNIfTI(labels, to: plain)
      try writeNIfTI(labels, to: packed)
      let originals = [
        (".nii", try Data(contentsOf: URL(fileURLWithPath: plain))),
        (".nii.gz", try Data(contentsOf: URL(fileURLWithPath: packed))),
      ]
      for name in ["p", "r", "sound/p", "sound/r"] {
        try FileManager.default.createDirectory(
          at: folder.appending(path: name), withIntermediateDirectories: true)
      }
      var files: [String] = []
      for n in 0..<2000 {
        let (ending, original) = originals[n % 2]
        var bytes = original
        for _ in 0...(random.next() % 3) {
          let place = Int(random.next() % UInt64(bytes.count))
          switch random.next() % 4 {
          case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
          case 1: bytes[place] ^= 1 << UInt8(random.next() % 8)
          // Headers begin with sizes, where a small number does most.
          case 2: bytes[min(40 + place % 16, bytes.count - 1)] = UInt8(random.next() % 5)
          default: bytes = bytes.prefix(max(1, place))
          }
        }
        files.append("\(n)\(ending)")
        try bytes.write(to: folder.appending(path: "p/\(n)\(ending)"))
        try FileManager.default.linkItem(
          atPath: plain, toPath: folder.appending(path: "r/\(n).nii").path)
      }
      let result = try check(folder)
      #expect(result.status == 1, "\(result.errors.suffix(500))")
      let found = try jsonObject(
        String(contentsOf: folder.appending(path: "found.json"), encoding: .utf8))
      let errors = try #require(found["errors"] as? [[String: String]])
      let refused = Set(errors.compactMap { $0["file"] })
      let sound = files.filter { !refused.contains($0) }
      #expect(found["sound"] as? Int == sound.count)
      #expect(!sound.isEmpty && sound.count < files.count)
      for name in sound {
        try FileManager.default.linkItem(
          atPath: folder.appending(path: "p/\(name)").path,
          toPath: folder.appending(path: "sound/p/\(name)").path)
        let reference = "\(name.split(separator: ".")[0]).nii"
        try FileManager.default.linkItem(
          atPath: plain, toPath: folder.appending(path: "sound/r/\(reference)").path)
      }
      let scores = try CommandLineTool.run(
        "evaluate", folder.appending(path: "sound/p").path, folder.appending(path: "sound/r").path,
        "--missing", "error", "--json", "-")
      #expect(scores.status == 0, "\(scores.errors.suffix(500))")
      let rows = try #require(try jsonObject(scores.output)["rows"] as? [[String: Any]])
      #expect(rows.count == 4 * sound.count)
      #expect(rows.allSatisfy { (0...1).contains($0["dice"] as? Double ?? -1) })
    }
  }

  @Test("compares runs case by case: outliers and change, worked by hand")
  func compares() throws {
    try withTemporaryFolder { folder in
      let header = "Case,VS_Dice,VS_ASSD,Cochlea_Dice,Cochlea_ASSD,Team\n"
      let tables = [
        "old": "x_ldn_1,0.5,3,0.8,0.3,A\nx_etz_2,0.9,0.5,0.6,0.4,A\n",
        "new": "x_ldn_1,0.8,0.5,0.8,0.2,A\nx_etz_2,0.8,0.6,0.8,0.4,A\n",
        "other": "x_ldn_1,0.8,0.5,0.8,0.2,A\n",
      ]
      for (name, rows) in tables {
        try Data((header + rows).utf8).write(to: folder.appending(path: "\(name).csv"))
      }
      func path(_ name: String) -> String { folder.appending(path: name).path }
      let page = path("page.html")
      let result = try CommandLineTool.run(
        "compare", "2021=\(path("old.csv"))", "2022=\(path("new.csv"))", "--json", "-", "--html",
        page)
      #expect(result.status == 0, "\(result.errors)")
      let entries = try #require(
        try jsonObject(result.output)["entries"] as? [[String: Any]])
      let tumour = entries.filter { $0["structure"] as? String == "VS" && $0["site"] == nil }
      #expect(tumour.map { $0["run"] as? String } == ["2021", "2022"])
      #expect(tumour.map { $0["outliers"] as? Int } == [1, 0])
      // Dice +0.3 and -0.1, ASSD -2.5 and +0.1.
      #expect(abs((tumour[1]["diceChange"] as? Double ?? 0) - 0.1) < 1e-12)
      #expect(abs((tumour[1]["assdChange"] as? Double ?? 0) + 1.2) < 1e-12)
      let html = try String(contentsOfFile: page, encoding: .utf8)
      #expect(html.contains("2022") && html.contains("etz"))
      let mismatch = try CommandLineTool.run(
        "compare", "old=\(path("old.csv"))", "other=\(path("other.csv"))")
      #expect(mismatch.status != 0)
      #expect(mismatch.errors.contains("x_etz_2"), "\(mismatch.errors)")
    }
  }
}
