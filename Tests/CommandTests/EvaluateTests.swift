import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("Evaluation through the built command", .serialized)
struct EvaluateTests {
  /// Two cases of 2022's labels: `a` is found well, `b` has no prediction; `x` has no reference.
  private func withFolders(_ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try writeLine([0, 1, 1, 2, 0, 0], to: "p/crossmoda2021_ldn_1.nii.gz", in: folder)
      try writeLine([0, 1, 1, 1, 2, 0], to: "r/crossmoda2021_ldn_1_Label.nii.gz", in: folder)
      try writeLine([1, 0, 0, 0, 0, 2], to: "r/crossmoda2022_etz_2_Label.nii.gz", in: folder)
      try writeLine([1, 0, 0, 0, 0, 2], to: "p/x.nii.gz", in: folder)
      try body(folder)
    }
  }

  private func evaluate(_ folder: URL, _ more: String...) throws -> CommandResult {
    let logs = folder.appending(path: "logs")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    let process = try CommandLineTool.process(
      [
        "evaluate", folder.appending(path: "p").path, folder.appending(path: "r").path,
        "--edition", "crossmoda2022",
      ] + more, logs: logs)
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    func text(_ name: String) throws -> String {
      try String(contentsOf: logs.appending(path: name), encoding: .utf8)
    }
    return CommandResult(
      status: process.terminationStatus, output: try text("out.txt"), errors: try text("err.txt"))
  }

  @Test("writes the challenge's columns, a missing case as Dice 0 and 350 mm")
  func challengeTable() throws {
    try withFolders { folder in
      let result = try evaluate(folder, "--csv", "-", "--team", "we, us")
      #expect(result.status == 0, "\(result.errors)")
      let lines = result.output.split(separator: "\n").map(String.init)
      // Tumour {1, 2} against {1, 2, 3}: Dice 0.8; surfaces are all voxels, distances 0 0 there and
      // 0 0 1 back, so the mean of means is 1/6. Cochlea {3} against {4}: 0 and 1 mm.
      #expect(
        lines == [
          "Case,VS_Dice,VS_ASSD,Cochlea_Dice,Cochlea_ASSD,Team",
          "crossmoda2021_ldn_1,0.8,0.16666666666666666,0.0,1.0,\"we, us\"",
          "crossmoda2022_etz_2,0.0,350.0,0.0,350.0,\"we, us\"",
        ])
      #expect(result.errors.contains("crossmoda2022_etz_2: no prediction"))
      #expect(result.errors.contains("x: a prediction without a reference"))
    }
  }

  @Test("ends with the missing case where that is an error")
  func missingIsError() throws {
    try withFolders { folder in
      let result = try evaluate(folder, "--missing", "error")
      #expect(result.status != 0)
      #expect(result.errors.contains("crossmoda2022_etz_2"), "\(result.errors)")
    }
  }

  @Test("writes nnU-Net's and grand-challenge's files, a page and every metric")
  func otherFiles() throws {
    try withFolders { folder in
      func path(_ name: String) -> String { folder.appending(path: name).path }
      let result = try evaluate(
        folder, "--summary", path("summary.json"), "--metrics", path("metrics.json"), "--html",
        path("page.html"), "-o", path("all"))
      #expect(result.status == 0, "\(result.errors)")
      func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
      }
      let summary = try jsonObject(text("summary.json"))
      // nnU-Net's means: label 1 (0.8 + 0) / 2, label 2 0.
      #expect(value(summary, "mean", "1", "Dice") as? Double == 0.4)
      #expect(value(summary, "foreground_mean", "Dice") as? Double == 0.2)
      let cases = try #require(summary["metric_per_case"] as? [[String: Any]])
      #expect(cases.count == 2)
      #expect(cases[0]["prediction_file"] as? String == "crossmoda2021_ldn_1.nii.gz")
      let metrics = try #require(value(cases[0], "metrics", "1") as? [String: Any])
      #expect(metrics["TP"] as? Double == 2)
      #expect(metrics["FN"] as? Double == 1)
      #expect(metrics["TN"] as? Double == 3)
      #expect(metrics["n_ref"] as? Double == 3)
      let grand = try jsonObject(text("metrics.json"))
      #expect(value(grand, "case", "VS_Dice", "0") as? Double == 0.8)
      #expect(value(grand, "case", "case", "1") as? String == "crossmoda2022_etz_2")
      #expect(value(grand, "aggregates", "VS_ASSD", "max") as? Double == 350)
      #expect(try text("page.html").contains("meanOfDirections"))
      #expect(try text("all.csv").hasPrefix("case,site,structure,outcome,dice,jaccard,"))
      #expect(try jsonObject(text("all.json"))["rows"] is [Any])
    }
  }

  @Test(
    "writes an undefined Dice of two empty masks as null or, as nnU-Net, as the bare word NaN",
    arguments: [("null", "null"), ("nan", "NaN")])
  func undefined(_ c: (choice: String, written: String)) throws {
    try withTemporaryFolder { folder in
      for name in ["p/a.nii.gz", "r/a.nii.gz"] {
        try writeLine([0, 1, 1, 0], to: name, in: folder)
      }
      let result = try CommandLineTool.run(
        "evaluate", folder.appending(path: "p").path, folder.appending(path: "r").path,
        "--edition", "crossmoda2022", "--summary", "-", "--undefined", c.choice)
      #expect(result.status == 0, "\(result.errors)")
      // The cochlea is absent on both sides: undefined for the case, its mean and the foreground's.
      #expect(result.output.matches(of: try Regex("\"Dice\" : \(c.written)\\b")).count == 3)
      #expect(result.output.matches(of: try Regex("\"IoU\" : \(c.written)\\b")).count == 3)
      #expect(result.output.matches(of: /"Dice" : 1\b/).count == 2)
      #expect((try? jsonObject(result.output)) != nil || c.choice == "nan")
    }
  }

  @Test("writes a page with the outliers, the sites and thirds by size")
  func page() throws {
    try withTemporaryFolder { folder in
      // Tumours of 1 to 6 voxels of 1 mm3; the smallest of etz is missed, the rest are found.
      for n in 1...6 {
        let site = n % 2 == 1 ? "crossmoda2022_etz" : "crossmoda2021_ldn"
        let truth = (0..<8).map { $0 == 7 ? 2 : $0 < n ? 1 : 0 }.map { UInt8($0) }
        let found = n == 1 ? truth.map { $0 == 1 ? 0 : $0 } : truth
        try writeLine(truth, to: "r/\(site)_\(n)_Label.nii.gz", in: folder)
        try writeLine(found, to: "p/\(site)_\(n).nii.gz", in: folder)
      }
      let page = folder.appending(path: "page.html")
      let result = try evaluate(folder, "--html", page.path)
      #expect(result.status == 0, "\(result.errors)")
      let text = try String(contentsOf: page, encoding: .utf8)
      let sections = text.components(separatedBy: "<h2>")
      func part(_ heading: String) throws -> String {
        try #require(sections.first { $0.hasPrefix(heading) })
      }
      let outliers = try part("Outliers")
      #expect(outliers.contains("1 of 12 rows"))
      #expect(outliers.contains("crossmoda2022_etz_1") && !outliers.contains("_ldn_"))
      let sites = try part("Scores per site")
      #expect(sites.contains(">ldn<") && sites.contains(">etz<"))
      // Means of etz (0, 1, 1) and ldn (1, 1, 1).
      #expect(sites.contains("0.667") && sites.contains("1.000"))
      let sizes = try part("Scores by size")
      for range in ["1 to 2", "3 to 4", "5 to 6"] { #expect(sizes.contains(range), "\(sizes)") }
      #expect(sizes.contains("0.500"))
    }
  }

  @Test("scores 2023's parts, derives the whole tumour and measures the boundary")
  func parts() throws {
    try withTemporaryFolder { folder in
      try writeLine([1, 1, 1, 2, 0, 3], to: "p.nii.gz", in: folder)
      try writeLine([1, 1, 2, 2, 0, 3], to: "r.nii.gz", in: folder)
      let result = try CommandLineTool.run(
        "evaluate", folder.appending(path: "p.nii.gz").path,
        folder.appending(path: "r.nii.gz").path, "--edition", "crossmoda2023", "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let found = try jsonObject(result.output)
      #expect(value(found, "structures", "VS", "dice") as? Double == 1)
      #expect(value(found, "labels", "1", "dice") as? Double == 0.8)
      #expect(value(found, "labels", "3", "assd") as? Double == 0)
      // Interfaces {2, 3} and {1, 2}: 0.5 mm each way.
      #expect(found["boundaryASSD"] as? Double == 0.5)
      #expect(value(found, "definitions", "assd") as? String == "meanOfDirections")
    }
  }

  @Test("scores every label of a pair, also above 255, and names the quirk")
  func wideLabels() throws {
    try withTemporaryFolder { folder in
      let affine = Affine(x: SIMD3(0.6, 0.8, 0), y: SIMD3(-0.8, 0.6, 0), z: SIMD3(0, 0, 1))
      let grid = VoxelGrid(size: SIMD3(6, 1, 1), affine: affine)
      let maps: [(String, [Float])] = [
        ("p.nii", [1000, 0, 0, 0, 70_000, 70_000]), ("r.nii", [0, 0, 1000, 0, 70_000, 0]),
      ]
      for (name, voxels) in maps {
        try writeNIfTI(
          Volume(grid: grid, voxels: voxels), to: folder.appending(path: name).path, as: .int32)
      }
      let arguments = [folder.appending(path: "p.nii").path, folder.appending(path: "r.nii").path]
      let right = try CommandLineTool.run("evaluate", arguments[0], arguments[1], "--json", "-")
      #expect(right.status == 0, "\(right.errors)")
      let found = try jsonObject(right.output)
      #expect(Set((found["labels"] as? [String: Any] ?? [:]).keys) == ["1000", "70000"])
      let distance = try #require(value(found, "labels", "1000", "assd") as? Double)
      #expect(abs(distance - 2) < 1e-6)  // float32 in the header
      #expect(value(found, "labels", "70000", "dice") as? Double == 2.0 / 3)
      let quirk = try CommandLineTool.run(
        "evaluate", arguments[0], arguments[1], "--quirk", "affine-diagonal", "--json", "-")
      let published = try jsonObject(quirk.output)
      let shorter = try #require(value(published, "labels", "1000", "assd") as? Double)
      #expect(abs(shorter - 1.2) < 1e-6)
      #expect(value(published, "definitions", "spacing") as? String == "affineDiagonal")
    }
  }

  @Test("takes single definitions besides a preset and names them in the output")
  func singleDefinitions() throws {
    try withTemporaryFolder { folder in
      // Surfaces {1, 2} and {1}: distances 0 1 there and 0 back: 1/3 pooled, 1/4 of the two means.
      try writeLine([0, 1, 1, 0, 0, 0], to: "p.nii", in: folder)
      try writeLine([0, 1, 0, 0, 0, 0], to: "r.nii", in: folder)
      let pair = ["p.nii", "r.nii"].map { folder.appending(path: $0).path }
      for (choice, expected) in [("pooled", 1.0 / 3), ("meanOfDirections", 0.25)] {
        let result = try CommandLineTool.run(
          "evaluate", pair[0], pair[1], "--preset", "monai", "--assd", choice, "--connectivity",
          "26", "--json", "-")
        #expect(result.status == 0, "\(result.errors)")
        let found = try jsonObject(result.output)
        #expect(value(found, "labels", "1", "assd") as? Double == expected)
        #expect(
          value(found, "definitions", "name") as? String
            == "monai with ASSD \(choice), connectivity 26")
        #expect(value(found, "definitions", "connectivity") as? Int == 26)
      }
      let refused = try CommandLineTool.run("evaluate", pair[0], pair[1], "--connectivity", "7")
      #expect(refused.status != 0 && refused.errors.contains("18"))
    }
  }

  @Test("scores Koos grades without the operated cases, and penalises a missing one")
  func koos() throws {
    try withTemporaryFolder { folder in
      func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
      }
      let predictions = try write("p.csv", "\"case\",\"class\"\r\na,1\r\nb,2\r\nd,4\r\nx,2\r\n")
      let truth = try write(
        "r.csv",
        "crossmoda_name,group,center,koos\na,s,London,1\nb,s,London,3\nc,s,London,4\n"
          + "d,s,London,post-operative-london\n")
      let result = try CommandLineTool.run(
        "evaluate", "--koos", predictions, "--reference", truth, "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let found = try jsonObject(result.output)
      // Errors 0, 1 and, for the missing grade of c, 3: MA-MAE 4/3.
      #expect(abs((found["macroAveragedError"] as? Double ?? 0) - 4.0 / 3) < 1e-12)
      #expect(found["cases"] as? Int == 3)
      #expect(found["excluded"] as? Int == 1)
      #expect(result.errors.contains("c: no Koos grade"))
      #expect(result.errors.contains("x: a Koos grade without a reference"))
      let strict = try CommandLineTool.run(
        "evaluate", "--koos", predictions, "--reference", truth, "--missing", "error")
      #expect(strict.status != 0)
      let wrong = try write("w.csv", "case,class\na,5\n")
      let refused = try CommandLineTool.run("evaluate", "--koos", wrong, "--reference", truth)
      #expect(refused.status != 0)
      #expect(refused.errors.contains("row 2") && refused.errors.contains("5"))
    }
  }
}
