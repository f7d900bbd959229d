import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

/// One wrong input: how it is made, the command, and what the one sentence must say.
private struct WrongInput: Sendable, CustomTestStringConvertible {
  let name: String
  /// Makes the input in a folder and returns the command's arguments.
  let arguments: @Sendable (URL, SmallWorld) throws -> [String]
  /// Words that the message must contain.
  let words: [String]
  var testDescription: String { name }
}

private func predict(_ input: URL, _ folder: URL, _ world: SmallWorld) -> [String] {
  [
    "predict", "-i", input.path, "-o", folder.appending(path: "out").path, "-m", world.model,
    "--quiet",
  ]
}

private func anyScan(_ world: SmallWorld) -> URL {
  URL(fileURLWithPath: "\(world.heldout)/crossmoda2023_ldn_3_T2.nii.gz")
}

/// A NIfTI-1 file whose header has other dimensions.
private func withDimensions(_ sizes: [Int16], at url: URL) throws {
  let grid = VoxelGrid(4, 4, 4)
  try writeNIfTI(Volume(grid: grid, filledWith: 1), to: url.path)
  var bytes = try Data(contentsOf: url)
  for (n, size) in sizes.enumerated() {
    bytes[40 + 2 * n] = UInt8(truncatingIfNeeded: size)
    bytes[41 + 2 * n] = UInt8(truncatingIfNeeded: size >> 8)
  }
  try bytes.write(to: url)
}

private let wrongInputs = [
  WrongInput(
    name: "a text file instead of NIfTI",
    arguments: { folder, world in
      let file = folder.appending(path: "a_T2.nii")
      try Data(String(repeating: "hello ", count: 100).utf8).write(to: file)
      return predict(file, folder, world)
    }, words: ["a_T2.nii"]),
  WrongInput(
    name: "a truncated gzip",
    arguments: { folder, world in
      let file = folder.appending(path: "a_T2.nii.gz")
      let whole = try Data(contentsOf: anyScan(world))
      try whole.prefix(whole.count / 2).write(to: file)
      return predict(file, folder, world)
    }, words: ["a_T2.nii.gz"]),
  WrongInput(
    name: "a 2-D image",
    arguments: { folder, world in
      let file = folder.appending(path: "a_T2.nii")
      try withDimensions([2, 4, 4, 1], at: file)
      return predict(file, folder, world)
    }, words: ["a_T2.nii", "2"]),
  WrongInput(
    name: "a 4-D image",
    arguments: { folder, world in
      let file = folder.appending(path: "a_T2.nii")
      try withDimensions([4, 4, 4, 2, 2], at: file)
      return predict(file, folder, world)
    }, words: ["a_T2.nii", "4"]),
  WrongInput(
    name: "an empty folder",
    arguments: { folder, world in
      let empty = folder.appending(path: "empty")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      return predict(empty, folder, world)
    }, words: ["empty", "expected NIfTI"]),
  WrongInput(
    name: "a path that does not exist",
    arguments: { folder, world in predict(folder.appending(path: "nowhere"), folder, world) },
    words: ["nowhere"]),
  WrongInput(
    name: "an output folder that cannot be made",
    arguments: { folder, world in
      let file = folder.appending(path: "file")
      try Data("x".utf8).write(to: file)
      return [
        "predict", "-i", world.heldout, "-o", file.appending(path: "out").path, "-m", world.model,
        "--quiet",
      ]
    }, words: ["can be written to"]),
  WrongInput(
    name: "a model of another version",
    arguments: { folder, world in
      let model = folder.appending(path: "model")
      try FileManager.default.copyItem(at: URL(fileURLWithPath: world.model), to: model)
      let plan = model.appending(path: "plan.json")
      let text = try String(contentsOf: plan, encoding: .utf8)
      try text.replacing("\"formatVersion\" : 1", with: "\"formatVersion\" : 99")
        .write(to: plan, atomically: true, encoding: .utf8)
      return [
        "predict", "-i", world.heldout, "-o", folder.appending(path: "out").path, "-m",
        model.path, "--quiet",
      ]
    }, words: ["version 1", "99"]),
  WrongInput(
    name: "a label on another grid than its image",
    arguments: { folder, world in
      let data = try copiedData(world, folder)
      let label = "crossmoda23_training/TrainingSource/crossmoda2023_ldn_1_Label.nii.gz"
      try writeNIfTI(
        LabelMap(grid: VoxelGrid(8, 8, 8), filledWith: 1),
        to: data.appending(path: label).path)
      return ["train", "-d", data.path, "-o", folder.appending(path: "run").path, "--quiet"]
    }, words: ["crossmoda2023_ldn_1", "grid"]),
  WrongInput(
    name: "label values outside the edition",
    arguments: { folder, world in
      let data = try copiedData(world, folder)
      let file = data.appending(
        path: "crossmoda23_training/TrainingSource/crossmoda2023_ldn_1_Label.nii.gz"
      ).path
      var labels = try readNIfTILabels(file)
      labels.labels.voxels[0] = 9
      try writeNIfTI(labels.labels, to: file, like: labels.header)
      return ["inspect", data.path]
    }, words: ["crossmoda2023_ldn_1", "9"]),
  WrongInput(
    name: "two files of one case",
    arguments: { folder, world in
      let data = try copiedData(world, folder)
      let source = data.appending(path: "crossmoda23_training/TrainingSource")
      try FileManager.default.copyItem(
        at: source.appending(path: "crossmoda2023_ldn_1_ceT1.nii.gz"),
        to: data.appending(
          path: "crossmoda23_training/TrainingTarget/crossmoda2023_ldn_1_T2.nii.gz"))
      return ["inspect", data.path]
    }, words: ["crossmoda2023_ldn_1"]),
  WrongInput(
    name: "an unknown site",
    arguments: { folder, _ in
      ["simulate", "-o", folder.appending(path: "d").path, "--sites", "xyz"]
    }, words: ["xyz", "ldn"]),
  WrongInput(
    name: "an unknown recipe",
    arguments: { folder, world in
      ["train", "--recipe", "magic", "-d", world.data, "-o", folder.appending(path: "r").path]
    }, words: ["magic", "source-only"]),
]

private func copiedData(_ world: SmallWorld, _ folder: URL) throws -> URL {
  let data = folder.appending(path: "data")
  try FileManager.default.copyItem(at: URL(fileURLWithPath: world.data), to: data)
  return data
}

@Suite("Wrong input", .serialized)
struct WrongInputTests {
  @Test(
    "ends with one clear sentence, a non-zero status and nothing written", arguments: wrongInputs)
  private func refuses(_ input: WrongInput) throws {
    let world = try SmallWorld.shared.get()
    try withTemporaryFolder { folder in
      let arguments = try input.arguments(folder, world)
      let logs = folder.appending(path: "logs")
      try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
      let process = try CommandLineTool.process(arguments, logs: logs)
      try process.run()
      process.waitUntilExit()
      let text = try String(contentsOf: logs.appending(path: "err.txt"), encoding: .utf8)
      #expect(process.terminationReason == .exit, "the command crashed: \(text)")
      #expect(process.terminationStatus != 0)
      for word in input.words { #expect(text.contains(word), "\(text)") }
      let message = text.split(separator: "\n").filter { $0.hasPrefix("Error:") }
      #expect(message.count == 1, "\(text)")
      let written = folder.appending(path: "out")
      let files = (try? FileManager.default.contentsOfDirectory(atPath: written.path)) ?? []
      #expect(files.isEmpty, "\(files)")
    }
  }
}
