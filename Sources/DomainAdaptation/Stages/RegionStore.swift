import Foundation
import Imaging
import Learning
import Preprocessing
import Torch

/// A region of interest on disk: an image and, where known, labels, in one safetensors file.
///
/// Arrays have the shape `[D, H, W]`; the grid is in the file's metadata.
struct RegionStore {
  let folder: URL

  struct Region {
    let image: Volume
    let labels: LabelMap?
  }

  private func file(_ id: String) -> URL { folder.appending(path: "\(id).safetensors") }

  /// The names of all regions in the folder, sorted; none where there is no folder.
  var ids: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let ending = ".safetensors"
    return names.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  func create() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func contains(_ id: String) -> Bool { FileManager.default.fileExists(atPath: file(id).path) }

  func write(_ region: Region, id: String, metadata: [String: String] = [:]) throws {
    let shape = region.image.grid.size
    var tensors = [
      "image": try Tensor(region.image.voxels, shape: [shape.z, shape.y, shape.x])
    ]
    if let labels = region.labels {
      tensors["labels"] = try Tensor(labels.voxels, shape: [shape.z, shape.y, shape.x])
    }
    var metadata = metadata
    metadata["grid"] = String(decoding: try JSONEncoder().encode(region.image.grid), as: UTF8.self)
    try SafeTensors.write(tensors, metadata: metadata, to: file(id).path)
  }

  /// - Throws: ``RegionError`` when the file lacks its grid or its image.
  func read(_ id: String) throws -> Region {
    let (tensors, metadata) = try SafeTensors.read(file(id).path)
    guard let image = tensors["image"] else { throw RegionError(path: file(id).path) }
    let grid = try grid(metadata, id)
    let voxels = try image.scalars()
    guard voxels.count == grid.count else { throw RegionError(path: file(id).path) }
    let labels = try tensors["labels"].map {
      LabelMap(grid: grid, voxels: try $0.byteScalars())
    }
    return Region(image: Volume(grid: grid, voxels: voxels), labels: labels)
  }

  private func grid(_ metadata: [String: String], _ id: String) throws -> VoxelGrid {
    guard let text = metadata["grid"] else { throw RegionError(path: file(id).path) }
    return try JSONDecoder().decode(VoxelGrid.self, from: Data(text.utf8))
  }

  /// A region to learn from, which stays in its file and is mapped into memory.
  ///
  /// Where it has no labels all is background; so it may be unless its structures vary.
  ///
  /// - Parameter normalising: whether the image gets mean 0 and deviation 1.
  /// - Throws: ``RegionError`` when the file lacks its grid or its image, ``MissingLabels``.
  func sample(
    _ id: String, weight: Double = 1, variesStructures: Bool = true, normalising: Bool = true
  ) throws -> TrainingSample {
    let stored = try SafeTensorsFile(mapping: file(id).path)
    guard stored.shape(of: "image") != nil else { throw RegionError(path: file(id).path) }
    let grid = try grid(stored.metadata, id)
    let voxels = try stored.floats("image")
    let labels = try stored.shape(of: "labels").map { _ in try stored.bytes("labels") }
    guard labels != nil || !variesStructures else { throw MissingLabels(id: id) }
    guard voxels.count == grid.count, labels?.count ?? grid.count == grid.count else {
      throw RegionError(path: file(id).path)
    }
    return TrainingSample(id: id, weight: weight, variesStructures: variesStructures) {
      let image = Volume(grid: grid, voxels: voxels.copied())
      return (
        normalising ? image.normalizedZScore() : image,
        labels.map { LabelMap(grid: grid, voxels: $0.copied()) }
          ?? LabelMap(grid: grid, filledWith: 0)
      )
    }
  }
}

/// A region file is damaged.
struct RegionError: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "\(path): expected an image with its grid, found a damaged file; delete it and run again"
  }
}
