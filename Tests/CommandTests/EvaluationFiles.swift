import Foundation
import Imaging
import NIfTI

/// Writes a row of voxels as a label map on a line of the given spacing, making folders as needed.
func writeLine(
  _ voxels: [UInt8], to name: String, in folder: URL, spacing: SIMD3<Double> = SIMD3(1, 1, 1)
) throws {
  let file = folder.appending(path: name)
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  let grid = VoxelGrid(voxels.count, 1, 1, spacing: spacing)
  try writeNIfTI(LabelMap(grid: grid, voxels: voxels), to: file.path)
}

/// Parsed JSON as a dictionary.
func jsonObject(_ text: String) throws -> [String: Any] {
  try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
}

/// The value at a path of keys.
func value(_ object: [String: Any], _ path: String...) -> Any? {
  var current: Any? = object
  for key in path { current = (current as? [String: Any])?[key] }
  return current
}
