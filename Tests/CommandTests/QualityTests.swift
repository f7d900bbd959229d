import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("Quality without truth through the built command", .serialized)
struct QualityTests {
  private let world: SmallWorld

  init() throws { world = try SmallWorld.shared.get() }

  private func predict(_ input: String, _ output: URL, _ more: String...) throws -> CommandResult {
    try CommandLineTool.run(
      ["predict", "-i", input, "-o", output.path, "-m", world.model, "--threads", "1", "--quiet"]
        + more)
  }

  @Test("predict writes evidence of each case, and a second call leaves it as it is")
  func evidence() throws {
    try withTemporaryFolder { folder in
      let result = try predict(world.heldout, folder, "--quality")
      #expect(result.status == 0, "\(result.errors)")
      let file = folder.appending(path: "quality.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      for name in ["crossmoda2023_etz_3", "crossmoda2023_ldn_3"] {
        #expect(text.contains("\"name\" : \"\(name)\""), "\(text)")
      }
      for key in ["tumourAgreement", "cochleaEntropy", "strayFraction"] {
        #expect(text.contains("\"\(key)\""), "\(key)")
      }
      #expect(!text.contains("isFlagged"), "no flag has been calibrated")
      _ = try predict(world.heldout, folder, "--quality")
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test("predict writes probabilities on the scan's own grid that sum up to the labels' places")
  func probabilities() throws {
    try withTemporaryFolder { folder in
      let scan = world.heldout + "/crossmoda2023_etz_3_T2.nii.gz"
      let result = try predict(scan, folder, "--probabilities")
      #expect(result.status == 0, "\(result.errors)")
      let image = try readNIfTI(scan)
      func map(_ structure: String) throws -> [Float] {
        let path = folder.appending(
          path: "probabilities/crossmoda2023_etz_3_\(structure).nii.gz"
        ).path
        let volume = try readNIfTI(path).volume
        #expect(volume.grid == image.volume.grid)
        return volume.voxels
      }
      let parts = try ["extra-meatal", "intra-meatal"].map(map)
      let whole = try map("VS")
      let cochlea = try map("cochlea")
      for offset in whole.indices {
        // float32 sums of up to three interpolated values.
        #expect(abs(whole[offset] - parts[0][offset] - parts[1][offset]) < 1e-5)
        #expect((-1e-5...1 + 1e-5).contains(whole[offset] + cochlea[offset]))
      }
      #expect(whole.contains { $0 > 0 })
    }
  }

  @Test("prediction needs no site: a scan under another site's name has the same labels")
  func noSite() throws {
    try withTemporaryFolder { folder in
      let renamed = folder.appending(path: "renamed")
      try FileManager.default.createDirectory(at: renamed, withIntermediateDirectories: true)
      let copy = renamed.appending(path: "elsewhere_unheardof_9_T2.nii.gz")
      try FileManager.default.copyItem(
        atPath: world.heldout + "/crossmoda2023_etz_3_T2.nii.gz", toPath: copy.path)
      let (first, second) = (folder.appending(path: "a"), folder.appending(path: "b"))
      _ = try predict(world.heldout + "/crossmoda2023_etz_3_T2.nii.gz", first)
      #expect(try predict(copy.path, second).status == 0)
      #expect(
        try readNIfTILabels(first.appending(path: "crossmoda2023_etz_3.nii.gz").path).labels.voxels
          == readNIfTILabels(second.appending(path: "elsewhere_unheardof_9.nii.gz").path).labels
          .voxels)
    }
  }

  @Test("select ranks candidates, logs each of them, and appends to what was tried before")
  func selects() throws {
    try withTemporaryFolder { folder in
      let (a, b) = (folder.appending(path: "a"), folder.appending(path: "b"))
      for candidate in [a, b] { _ = try predict(world.heldout, candidate, "--quality") }
      let log = folder.appending(path: "log.jsonl").path
      let arguments = ["select", "one=\(a.path)", "two=\(b.path)", "--log", log]
      let result = try CommandLineTool.run(arguments + ["--truth", world.truth])
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("one"))
      #expect(result.output.contains("Kendall's tau"))
      _ = try CommandLineTool.run(arguments)
      let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == 4)
      #expect(lines.filter { $0.contains("\"isChosen\":true") }.count == 2)
      #expect(lines.allSatisfy { $0.contains("\"model\":\"") && $0.contains("\"time\":\"") })
      let clash = try CommandLineTool.run(["select", a.path, b.path, "--log", log])
      #expect(clash.errors.contains("NAME=FOLDER"), "\(clash.errors)")
    }
  }

  @Test("calibrate says how many failures and others it needs")
  func calibrates() throws {
    try withTemporaryFolder { folder in
      _ = try predict(world.heldout, folder, "--quality")
      let result = try CommandLineTool.run(
        "calibrate", "--predictions", folder.path, "--truth", world.truth, "-o",
        folder.appending(path: "flag.json").path)
      #expect(result.status != 0)
      #expect(
        result.errors.contains("expects three failed cases and three others at least"),
        "\(result.errors)")
    }
  }
}
