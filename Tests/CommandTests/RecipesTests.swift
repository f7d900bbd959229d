import Foundation
import TestSupport
import Testing

@Suite("Recipes through the built command", .serialized)
struct RecipesTests {
  private let world: SmallWorld

  init() throws { world = try SmallWorld.shared.get() }

  /// Settings that make any recipe run in seconds.
  static let tiny = """
    localiser: {tile: [32, 32, 16], network: {channels: [4, 8, 8]}}
    localiserTraining: {steps: 6, patch: [32, 32, 16]}
    network: {channels: [4, 8, 8, 8]}
    segmentation: {steps: 6, patch: [32, 32, 16]}
    translation: {steps: 6, generatorWidth: 4, generatorBlocks: 1, discriminatorWidth: 4}
    selfTraining: {training: {steps: 6}}
    """

  @Test("lists every recipe of the folder with its line, also when copied elsewhere")
  func lists() throws {
    let folder = testsFolder.deletingLastPathComponent().appending(path: "Recipes")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }.map { $0.dropLast(5) }
    #expect(names.count >= 10)
    try withTemporaryFolder { copy in
      for program in ["kakehashi", "kakehashi-engine"] {
        try FileManager.default.copyItem(
          at: CommandLineTool.url.deletingLastPathComponent().appending(path: program),
          to: copy.appending(path: program))
      }
      let process = try CommandLineTool.process(["recipes"], logs: copy)
      process.executableURL = copy.appending(path: "kakehashi")
      process.currentDirectoryURL = copy
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let lines = try String(contentsOf: copy.appending(path: "out.txt"), encoding: .utf8)
        .split(separator: "\n")
      #expect(lines.count == names.count)
      #expect(lines.first?.hasPrefix("default ") == true)
      for name in names {
        #expect(
          lines.contains { $0.hasPrefix("\(name) ") && $0.count > name.count + 10 }, "\(name)")
      }
    }
  }

  @Test("trains from a YAML file, and refuses a misspelt setting with the nearest one")
  func trains() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "mine.yaml")
      try Data("version: 1\nbase: source-only\n\(Self.tiny)\n".utf8).write(to: file)
      let arguments = [
        "train", "--recipe", file.path, "-d", world.data, "-o", folder.appending(path: "run").path,
        "--threads", "1", "--quiet",
      ]
      let result = try CommandLineTool.run(arguments)
      #expect(result.status == 0, "\(result.errors)")
      let plan = try String(
        contentsOf: folder.appending(path: "run/model/plan.json"), encoding: .utf8)
      #expect(plan.contains("\"recipe\" : \"mine\""))
      try Data("version: 1\nsegmentaton: {steps: 6}\n".utf8).write(to: file)
      let refused = try CommandLineTool.run(arguments)
      #expect(refused.status != 0)
      #expect(
        refused.errors.contains(
          "recipe mine: unknown setting segmentaton; the nearest known is segmentation"))
      try Data("version: 3\n".utf8).write(to: file)
      #expect(try CommandLineTool.run(arguments).errors.contains("found 3"))
    }
  }

  @Test("says which stages there are when one is asked for that the recipe has not")
  func through() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "train", "--recipe", "source-only", "--through", "translate", "-d", world.data, "-o",
        folder.path)
      #expect(result.status != 0)
      #expect(result.errors.contains("localise, regions, segment, export"), "\(result.errors)")
    }
  }

  @Test("compares recipes in a table with sites and costs, and goes on without repeating itself")
  func compares() throws {
    try withTemporaryFolder { folder in
      for base in ["source-only", "contrast-randomised", "supervised"] {
        try Data("version: 1\nbase: \(base)\n\(Self.tiny)\n".utf8)
          .write(to: folder.appending(path: "tiny-\(base).yaml"))
      }
      let names = ["tiny-source-only", "tiny-contrast-randomised", "tiny-supervised"]
      let files = names.map { folder.appending(path: "\($0).yaml").path }
      let output = folder.appending(path: "comparison")
      // The localiser of the default recipe is not trained, since these have smaller ones of their own.
      let arguments = [
        "compare-recipes", "--recipes", files.joined(separator: ","), "-d", world.data, "--truth",
        world.truth, "-o", output.path, "--threads", "1", "--quiet",
      ]
      let result = try CommandLineTool.run(arguments)
      #expect(result.status == 0, "\(result.errors)")
      let table = try String(contentsOf: output.appending(path: "comparison.md"), encoding: .utf8)
      for name in names {
        for site in ["etz", "ldn", "all"] {
          #expect(table.contains("| \(name) | \(site) |"), "\(table)")
        }
      }
      let csv = try String(contentsOf: output.appending(path: "comparison.csv"), encoding: .utf8)
      // The whole tumour at two sites and all, three times.
      #expect(csv.split(separator: "\n").filter { $0.contains(",VS,") }.count == 9, "\(csv)")
      let again = try CommandLineTool.run(arguments)
      #expect(again.status == 0)
      #expect(again.output == result.output)
    }
  }
}
