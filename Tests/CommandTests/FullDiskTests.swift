import Foundation
import NIfTI
import TestSupport
import Testing

@Suite("A disk that fills up", .serialized)
struct FullDiskTests {
  /// A limit on the size of files stands in for a full disk: writing fails midway with an error.
  private func runLimited(_ arguments: [String], blocks: Int, logs: URL) throws -> Process {
    let process = try CommandLineTool.process([], logs: logs)
    process.arguments =
      [
        "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$0\" \"$@\"",
        CommandLineTool.url.path,
      ] + arguments
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    return process
  }

  @Test(
    "ends simulate with one sentence and leaves no half-written image; the next run completes it")
  func simulate() throws {
    try withTemporaryFolder { folder in
      let data = folder.appending(path: "data")
      let arguments = [
        "simulate", "-o", data.path, "--source", "1", "--target", "0", "--heldout", "0", "--sites",
        "ldn", "--coarsen", "4", "--quiet",
      ]
      // 64 blocks of 512 bytes: the label fits, the image does not.
      let limited = try runLimited(arguments, blocks: 64, logs: folder)
      try limited.run()
      limited.waitUntilExit()
      let text = try String(contentsOf: folder.appending(path: "err.txt"), encoding: .utf8)
      #expect(limited.terminationReason == .exit, "\(text)")
      #expect(limited.terminationStatus != 0)
      #expect(text.split(separator: "\n").count { $0.hasPrefix("Error:") } == 1, "\(text)")
      let source = data.appending(path: "crossmoda23_training/TrainingSource")
      let names = try FileManager.default.contentsOfDirectory(atPath: source.path)
      for name in names {
        #expect(name.hasSuffix(".nii.gz"), "a temporary file was left: \(name)")
        _ = try readNIfTI(source.appending(path: name).path)
      }
      let again = try CommandLineTool.run(
        "simulate", "-o", data.path, "--source", "1", "--target", "0", "--heldout", "0", "--sites",
        "ldn", "--coarsen", "4", "--quiet")
      #expect(again.status == 0, "\(again.errors)")
    }
  }

  @Test("ends train with one sentence and keeps the stages that are complete")
  func train() throws {
    let world = try SmallWorld.shared.get()
    try withTemporaryFolder { folder in
      let run = folder.appending(path: "run")
      let process = try runLimited(
        [
          "train", "--recipe", world.recipe, "-d", world.data, "-o", run.path, "--threads", "1",
          "--quiet",
        ], blocks: 48, logs: folder)
      try process.run()
      process.waitUntilExit()
      let text = try String(contentsOf: folder.appending(path: "err.txt"), encoding: .utf8)
      #expect(process.terminationReason == .exit, "\(text)")
      #expect(process.terminationStatus != 0)
      #expect(text.split(separator: "\n").count { $0.hasPrefix("Error:") } == 1, "\(text)")
      let stage = run.appending(path: "1-localise")
      let names = try FileManager.default.contentsOfDirectory(atPath: stage.path)
      #expect(!names.contains("localiser.safetensors"))
      #expect(!names.contains("stage.json"))
    }
  }
}
