import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

/// One case: a small tumour outside the canal on the right, a larger one inside it, two cochleas, and a
/// brainstem far from them, in a folder of masks and one of structures.
private func writeCase(in folder: URL) throws {
  let grid = VoxelGrid(100, 61, 41, origin: SIMD3(-49.5, -30, -20))
  let outside = ball(on: grid, centre: SIMD3(24, 0, 0), radius: 4)
  let inside = ball(on: grid, centre: SIMD3(28, 0, 0), radius: 3)
  let right = ball(on: grid, centre: SIMD3(35, 8, 0), radius: 3)
  let left = ball(on: grid, centre: SIMD3(-35, 8, 0), radius: 3)
  var labels = LabelMap(grid: grid, filledWith: 0)
  var structures = labels
  for n in 0..<grid.count {
    if outside.voxels[n] { labels.voxels[n] = 1 }
    if inside.voxels[n] { labels.voxels[n] = 2 }
    if right.voxels[n] || left.voxels[n] { labels.voxels[n] = 3 }
    let p = grid.world(SIMD3<Double>(grid.index(at: n)))
    if abs(p.x) < 12, abs(p.y) < 11 { structures.voxels[n] = 7 }
  }
  for name in ["masks", "structures"] {
    try FileManager.default.createDirectory(
      at: folder.appending(path: name), withIntermediateDirectories: true)
  }
  try writeNIfTI(labels, to: folder.appending(path: "masks/a_Label.nii.gz").path)
  try writeNIfTI(structures, to: folder.appending(path: "structures/a_Structures.nii.gz").path)
  try Data("index\tname\n7\tBrainstem\n".utf8).write(
    to: folder.appending(path: "structures/dseg.tsv"))
  try Data("\"case\",\"class\"\n\"a\",\"2\"\n\"b\",\"4\"\n".utf8).write(
    to: folder.appending(path: "koos.csv"))
}

@Suite("kakehashi koos and flags", .serialized)
struct KoosCommandTests {
  // Eight millimetres of gap, a part outside the canal: grade II by definition.
  @Test(
    "A tumour with a gap to the brainstem is graded II, written as the challenge wants, and scored")
  func grades() throws {
    try withTemporaryFolder { folder in
      try writeCase(in: folder)
      let path = { (name: String) in folder.appending(path: name).path }
      let result = try CommandLineTool.run(
        "koos", path("masks"), "--structures", path("structures"), "--truth", path("koos.csv"),
        "--csv", path("out.csv"), "--json", path("out.json"))
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("a: Koos II"), "\(result.output)")
      #expect(result.output.contains("MA-MAE 0.0000"), "\(result.output)")
      #expect(
        try String(contentsOfFile: path("out.csv"), encoding: .utf8)
          == "\"case\",\"class\"\n\"a\",\"2\"\n")
      let json =
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: "out.json")))
        as? [String: Any]
      let entry = (json?["cases"] as? [[String: Any]])?.first
      let assessment = entry?["assessment"] as? [String: Any]
      let shares = assessment?["probabilities"] as? [Double]
      #expect(abs((shares?.reduce(0, +) ?? 0) - 1) < 1e-9)
      #expect((assessment?["evidence"] as? [Any])?.isEmpty == false)
    }
  }

  @Test("Without structures the grade is given and the evidence says what is not known")
  func withoutStructures() throws {
    try withTemporaryFolder { folder in
      try writeCase(in: folder)
      let result = try CommandLineTool.run("koos", folder.appending(path: "masks").path)
      #expect(result.status == 0)
      #expect(result.output.contains("mask is not known"), "\(result.output)")
    }
  }

  /// Arguments below the case's folder, and words of the one sentence.
  static let wrong: [([String], String)] = [
    (["koos", "nothing"], "nothing"),
    (["koos", "masks", "--structures", "masks"], "dseg.tsv"),
    (["koos", "masks", "--edition", "crossmoda2022"], "two parts"),
    (["koos", "masks", "--truth", "structures/dseg.tsv"], "case and class"),
    (["flags", "masks/a_Label.nii.gz", "--second", "masks"], "--predictions"),
    (["flags", "masks/a_Label.nii.gz", "-p", "structures"], "expected a label map of a"),
    (["flags", "masks/a_Label.nii.gz", "--sides", "koos.csv"], "case and side"),
    (["study-koos", "--each", "0", "--seed", "1"], "1 or more"),
    (["study-koos", "--each", "1", "--structures", "structures"], "--predicted"),
    (["study-koos", "--each", "1", "--predicted", "masks"], "expected a label map of ldn_0"),
  ]

  @Test("Wrong input ends with one sentence and a non-zero status", arguments: wrong)
  func refuses(_ arguments: [String], _ words: String) throws {
    try withTemporaryFolder { folder in
      try writeCase(in: folder)
      let names: Set = ["nothing", "masks", "structures", "structures/dseg.tsv", "koos.csv"]
      let whole = arguments.map { argument in
        names.contains(argument) || argument.hasSuffix(".nii.gz")
          ? folder.appending(path: argument).path : argument
      }
      let result = try CommandLineTool.run(whole)
      #expect(result.status != 0)
      let errors = result.errors.split(separator: "\n").filter { $0.hasPrefix("Error:") }
      #expect(errors.count == 1, "\(result.errors)")
      #expect(result.errors.contains(words), "\(result.errors)")
    }
  }

  @Test("A structure map on another grid is refused by name")
  func otherGrid() throws {
    try withTemporaryFolder { folder in
      try writeCase(in: folder)
      try writeNIfTI(
        LabelMap(grid: VoxelGrid(8, 8, 8), filledWith: 7),
        to: folder.appending(path: "structures/a_Structures.nii.gz").path)
      let result = try CommandLineTool.run(
        "koos", folder.appending(path: "masks").path, "--structures",
        folder.appending(path: "structures").path)
      #expect(result.status != 0)
      #expect(result.errors.contains("a: Koos grade: the grids differ"), "\(result.errors)")
    }
  }

  @Test("A scan without contrast is flagged, and --strict ends with a non-zero status")
  func flags() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "x_T2.nii.gz").path
      try writeNIfTI(Volume(grid: VoxelGrid(40, 40, 10), filledWith: 5), to: file)
      let plain = try CommandLineTool.run("flags", file)
      #expect(plain.status == 0, "\(plain.errors)")
      #expect(plain.output.contains("error (contrast)"), "\(plain.output)")
      let strict = try CommandLineTool.run("flags", file, "--strict")
      #expect(strict.status != 0)
      #expect(strict.errors.contains("1 of 1 cases"), "\(strict.errors)")
    }
  }
}
