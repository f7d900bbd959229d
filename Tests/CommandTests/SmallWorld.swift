import Foundation
import TestSupport

/// A small simulated data set and a small trained model, made once for all tests of the command.
struct SmallWorld: Sendable {
  let folder: URL
  var data: String { folder.appending(path: "data").path }
  var heldout: String { data + "/crossmoda23_validation" }
  var truth: String { data + "/truth" }
  var recipe: String { folder.appending(path: "tiny.json").path }
  var run: String { folder.appending(path: "run").path }
  var model: String { run + "/model" }

  static let shared = Result { try SmallWorld() }

  private init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "kakehashi-world-\(ProcessInfo.processInfo.processIdentifier)")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Self.require(
      try CommandLineTool.run(
        "simulate", "-o", data, "--source", "1", "--target", "1", "--heldout", "1", "--sites",
        "ldn,etz", "--coarsen", "4", "--seed", "3", "--quiet"))
    try Self.tinyRecipe("adapt", data: data, run: run).write(to: URL(fileURLWithPath: recipe))
    try Self.require(
      try CommandLineTool.run(
        "train", "--recipe", recipe, "-d", data, "-o", run, "--threads", "1", "--quiet"))
  }

  /// A recipe with a few steps and narrow networks.
  static func tinyRecipe(_ name: String, data: String, run: String) throws -> Data {
    let result = try CommandLineTool.run(
      "train", "--recipe", name, "--print-recipe", "-d", data, "-o", run)
    try require(result)
    var recipe = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    func change(_ path: [String], _ value: Any) {
      recipe = changed(recipe ?? [:], path, value)
    }
    for stage in [["localiserTraining"], ["segmentation"], ["selfTraining", "training"]] {
      change(stage + ["steps"], 6)
      change(stage + ["checkpointEvery"], 2)
      change(stage + ["patch"], [32, 32, 16])
    }
    change(["network", "channels"], [4, 8, 8, 8])
    change(["localiser", "tile"], [32, 32, 16])
    change(["localiser", "network", "channels"], [4, 8, 8])
    change(["translation", "steps"], 6)
    change(["translation", "checkpointEvery"], 2)
    change(["translation", "generatorWidth"], 4)
    change(["translation", "generatorBlocks"], 1)
    return try JSONSerialization.data(withJSONObject: recipe ?? [:], options: [.sortedKeys])
  }

  private static func changed(
    _ object: [String: Any], _ path: [String], _ value: Any
  ) -> [String: Any] {
    var object = object
    if path.count == 1 {
      object[path[0]] = value
    } else {
      let inner = object[path[0]] as? [String: Any] ?? [:]
      object[path[0]] = changed(inner, Array(path.dropFirst()), value)
    }
    return object
  }

  static func require(_ result: CommandResult) throws {
    guard result.status == 0 else { throw SetupFailure(text: result.errors + result.output) }
  }
}

/// The command failed while the small world was made.
struct SetupFailure: Error, CustomStringConvertible {
  let text: String
  var description: String { "the small world could not be made: \(text)" }
}
