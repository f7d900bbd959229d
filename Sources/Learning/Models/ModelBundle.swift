public import Foundation
public import Networks
public import Torch

/// A trained model in a folder: `plan.json`, `segmenter.safetensors`, `localiser.safetensors`.
public struct ModelBundle {
  /// How to use the networks.
  public let plan: ModelPlan
  /// The localiser of the inner ears.
  public let localiser: EarLocaliser
  /// The segmentation network.
  public let segmenter: UNet

  /// A bundle of a plan and its networks.
  public init(plan: ModelPlan, localiser: EarLocaliser, segmenter: UNet) {
    self.plan = plan
    self.localiser = localiser
    self.segmenter = segmenter
  }

  /// Reads a model folder.
  ///
  /// - Throws: ``ModelError`` when a file is missing, `plan.json` is of another format version, or
  ///   the weights do not fit the plan.
  public static func load(_ folder: URL, device: Device = .cpu) throws -> ModelBundle {
    let planFile = folder.appending(path: "plan.json")
    guard let data = try? Data(contentsOf: planFile) else {
      throw ModelError(
        folder: folder.path, "expected a model folder with plan.json, found none; train one first")
    }
    let version = (try? JSONDecoder().decode(Version.self, from: data))?.formatVersion
    guard version == ModelPlan.currentVersion else {
      throw ModelError(
        folder: folder.path,
        "expected a model of format version \(ModelPlan.currentVersion), "
          + "found \(version.map(String.init) ?? "none"); train it again with this program")
    }
    let plan: ModelPlan
    do {
      plan = try JSONDecoder().decode(ModelPlan.self, from: data)
    } catch {
      throw ModelError(folder: folder.path, "plan.json is damaged: \(error)")
    }
    let coarse = try UNet(plan.localiser.network, seed: 0, device: device)
    try coarse.parameters.load(weights("localiser", in: folder))
    let fine = try UNet(plan.network, seed: 0, device: device)
    try fine.parameters.load(weights("segmenter", in: folder))
    return ModelBundle(
      plan: plan, localiser: EarLocaliser(plan: plan.localiser, network: coarse), segmenter: fine)
  }

  /// Writes the model folder; each file appears whole or not at all, `plan.json` last.
  public func save(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try SafeTensors.write(
      localiser.network.parameters.state(), metadata: [:],
      to: folder.appending(path: "localiser.safetensors").path)
    try SafeTensors.write(
      segmenter.parameters.state(), metadata: [:],
      to: folder.appending(path: "segmenter.safetensors").path)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(plan).write(to: folder.appending(path: "plan.json"), options: .atomic)
  }

  private struct Version: Decodable { let formatVersion: Int }

  private static func weights(_ name: String, in folder: URL) throws -> [String: Tensor] {
    let file = folder.appending(path: "\(name).safetensors")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ModelError(folder: folder.path, "expected \(name).safetensors, found none")
    }
    return try SafeTensors.read(file.path).tensors
  }
}

/// A model folder cannot be used.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The folder.
  public let folder: String
  /// What was expected and found.
  public let reason: String

  init(folder: String, _ reason: String) {
    self.folder = folder
    self.reason = reason
  }

  /// One sentence with the folder and the reason.
  public var description: String { "\(folder): \(reason)" }
}
