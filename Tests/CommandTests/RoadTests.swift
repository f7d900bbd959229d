import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@Suite("The whole road through the built command", .serialized)
struct RoadTests {
  private let world: SmallWorld

  init() throws { world = try SmallWorld.shared.get() }

  @Test("inspects what it simulated without an error")
  func inspects() throws {
    let result = try CommandLineTool.run("inspect", world.data, "--truth", world.truth)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("crossmoda2023, 6 cases"))
    #expect(result.output.contains("target-heldout, ldn: 1 cases"))
  }

  @Test(
    "predicts on each scan's own grid, names files as the challenge does, prints time and memory")
  func predicts() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "predict", "-i", world.heldout, "-o", folder.path, "-m", world.model, "--quiet")
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("MiB"))
      for site in ["ldn", "etz"] {
        let scan = try readNIfTIHeader("\(world.heldout)/crossmoda2023_\(site)_3_T2.nii.gz")
        let made = try readNIfTILabels(
          folder.appending(path: "crossmoda2023_\(site)_3.nii.gz").path)
        #expect(made.labels.grid.matches(scan.grid))
        #expect(Set(made.labels.labels).isSubset(of: [0, 1, 2, 3]))
      }
    }
  }

  @Test("predicts each scan in one of two parts, to the same bytes as in one go")
  func predictsInParts() throws {
    try withTemporaryFolder { folder in
      func predict(_ output: String, _ options: String...) throws -> [String: Data] {
        let target = folder.appending(path: output)
        let result = try CommandLineTool.run(
          ["predict", "-i", world.heldout, "-o", target.path, "-m", world.model, "--quiet"]
            + options)
        #expect(result.status == 0, "\(result.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: target.path)
        return try Dictionary(
          uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: target.appending(path: $0))) }
        )
      }
      let first = try predict("first", "--part-id", "0", "--num-parts", "2")
      let second = try predict("second", "--part-id", "1", "--num-parts", "2")
      #expect(first.count == 1 && second.count == 1)
      #expect(first.merging(second) { old, _ in old } == (try predict("whole")))
    }
  }

  @Test("refuses, before it reads a scan, what is forecast above --max-memory")
  func refusesMemory() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "predict", "-i", world.heldout, "-o", folder.path, "-m", world.model, "--max-memory", "64",
        "--quiet")
      #expect(result.status != 0)
      #expect(result.errors.contains("--max-memory 64"), "\(result.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }
  }

  @Test("scores the truth against itself as perfect, and a missing prediction as a failure")
  func evaluates() throws {
    try withTemporaryFolder { folder in
      let names = try FileManager.default.contentsOfDirectory(atPath: world.truth).sorted()
      for name in names.dropFirst() {
        try FileManager.default.copyItem(
          atPath: "\(world.truth)/\(name)", toPath: folder.appending(path: name).path)
      }
      let result = try CommandLineTool.run(
        "evaluate", "-p", folder.path, "-r", world.truth, "--json", "-")
      #expect(result.status == 0, "\(result.errors)")
      let table = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      let rows = try #require((table as? [String: Any])?["rows"] as? [[String: Any]])
      let missing = names[0].replacing("_Label.nii.gz", with: "")
      for row in rows where row["structure"] as? String == "VS" {
        let isMissing = row["case"] as? String == missing
        #expect(row["dice"] as? Double == (isMissing ? 0 : 1))
        #expect(row["assd"] as? Double == (isMissing ? 350 : 0))
      }
    }
  }

  @Test("reports predictions as one HTML file with a table and overlays")
  func reports() throws {
    try withTemporaryFolder { folder in
      let run = folder.appending(path: "run").path
      let predicted = try CommandLineTool.run(
        "predict", "-i", world.heldout, "-o", run + "/predictions", "-m", world.model, "--quiet")
      #expect(predicted.status == 0, "\(predicted.errors)")
      let page = folder.appending(path: "report.html")
      let result = try CommandLineTool.run(
        "report", "-d", world.data, "--truth", world.truth, "--run", "adapt=\(run)", "-o", page.path
      )
      #expect(result.status == 0, "\(result.errors)")
      let html = try String(contentsOf: page, encoding: .utf8)
      #expect(html.contains("Not a medical device"))
      #expect(html.contains("crossmoda2023_"))
      #expect(html.contains("data:image/png;base64,"))
    }
  }

  @Test("killed with SIGKILL and started again gives the same bits as the unbroken run")
  func survivesKill() throws {
    try withTemporaryFolder { folder in
      let run = folder.appending(path: "run").path
      let arguments = [
        "train", "--recipe", world.recipe, "-d", world.data, "-o", run, "--threads", "1",
        "--quiet",
      ]
      var kills = 0
      for stage in ["1-localise", "3-translate", "5-segment"] {
        let process = try CommandLineTool.process(arguments, logs: folder)
        try process.run()
        // As soon as the stage has its first checkpoint.
        let checkpoint = "\(run)/\(stage)/checkpoint.safetensors"
        while process.isRunning, !FileManager.default.fileExists(atPath: checkpoint) {
          usleep(5000)
        }
        if process.isRunning {
          kill(process.processIdentifier, SIGKILL)
          kills += 1
        }
        process.waitUntilExit()
      }
      #expect(kills >= 1, "the runs ended before they could be killed")
      let last = try CommandLineTool.process(arguments, logs: folder)
      try last.run()
      last.waitUntilExit()
      #expect(last.terminationStatus == 0)
      let file = "model/segmenter.safetensors"
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: "\(run)/\(file)"))
          == Data(contentsOf: URL(fileURLWithPath: "\(world.run)/\(file)")))
    }
  }

  @Test("stopped with Ctrl-C keeps every step, says so, and the next run goes on from there")
  func survivesInterrupt() throws {
    try withTemporaryFolder { folder in
      let run = folder.appending(path: "run").path
      // So many steps that the run cannot end before it is stopped.
      let recipe = folder.appending(path: "long.json")
      let text = try String(contentsOfFile: world.recipe, encoding: .utf8)
      let long = text.replacing("\"steps\":6", with: "\"steps\":1000000")
      #expect(long != text)
      try Data(long.utf8).write(to: recipe)
      let log = URL(fileURLWithPath: "\(run)/1-localise/log.jsonl")
      func steps() -> Int {
        (try? Data(contentsOf: log)).map { $0.split(separator: UInt8(ascii: "\n")).count } ?? 0
      }
      var kept = 0
      for _ in 0..<2 {
        let process = try CommandLineTool.process(
          [
            "train", "--recipe", recipe.path, "-d", world.data, "-o", run, "--threads", "1",
            "--quiet",
          ], logs: folder)
        try process.run()
        while process.isRunning, steps() <= kept { usleep(5000) }
        process.interrupt()
        process.waitUntilExit()
        let message = try String(contentsOf: folder.appending(path: "err.txt"), encoding: .utf8)
        #expect(process.terminationReason == .exit, "\(message)")
        #expect(process.terminationStatus != 0)
        #expect(message.contains("stopped during localise"), "\(message)")
        #expect(steps() > kept)
        kept = steps()
      }
      let numbers = try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map {
        line in
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return object?["step"] as? Int
      }
      #expect(numbers == Array(0..<kept))
    }
  }
}
