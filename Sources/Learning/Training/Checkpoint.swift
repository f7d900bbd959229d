import Foundation
import Torch

/// The file that a training run goes on from.
struct Checkpoint {
  let url: URL

  init(folder: URL) { url = folder.appending(path: "checkpoint.safetensors") }

  /// Writes to a temporary name and renames, so that a kill leaves the last whole checkpoint.
  func save(_ state: [String: Tensor], step: Int, fingerprint: String) throws {
    try SafeTensors.write(
      state, metadata: ["step": String(step), "fingerprint": fingerprint], to: url.path)
  }

  /// The saved state and the index of the next step; `nil` when there is no checkpoint.
  func load(fingerprint: String) throws -> (state: [String: Tensor], step: Int)? {
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let (state, metadata) = try SafeTensors.read(url.path)
    let found = metadata["fingerprint"] ?? ""
    guard found == fingerprint, let step = metadata["step"].flatMap({ Int($0) }) else {
      throw CheckpointMismatch(path: url.path, expected: fingerprint, found: found)
    }
    return (state, step)
  }
}

/// A checkpoint was made with other settings or data than the run that would go on from it.
public struct CheckpointMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The checkpoint's path.
  public let path: String
  /// The fingerprint of this run.
  public let expected: String
  /// The fingerprint in the file.
  public let found: String

  /// One sentence with the file and both fingerprints.
  public var description: String {
    "\(path) was made with other settings or data: expected \(expected), found \(found); "
      + "choose another output folder or delete it"
  }
}
