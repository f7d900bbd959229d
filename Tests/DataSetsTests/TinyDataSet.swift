import Foundation
import Imaging
import NIfTI
import Testing

@testable import DataSets

/// A temporary folder in which tests build data sets of tiny images; removed with the value.
final class TinyDataSet {
  let root: String

  static let grid = VoxelGrid(6, 5, 4, spacing: SIMD3(0.5, 0.5, 1.5))

  init() throws {
    root =
      FileManager.default.temporaryDirectory.appending(path: "dataset-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  func path(_ name: String) -> String { "\(root)/\(name)" }

  /// The path of a file whose folder now exists.
  private func prepared(_ name: String) throws -> String {
    let path = path(name)
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    return path
  }

  /// Writes an image whose voxels are 0, 1, 2, ...
  func image(_ name: String, grid: VoxelGrid = TinyDataSet.grid) throws {
    let volume = Volume(grid: grid, voxels: (0..<grid.count).map { Float($0) })
    try writeNIfTI(volume, to: prepared(name), as: .int16)
  }

  /// Writes a label image with the given number of voxels of each value, the rest background.
  func label(
    _ name: String, _ counts: [UInt8: Int], grid: VoxelGrid = TinyDataSet.grid
  ) throws {
    var labels = LabelMap(grid: grid, filledWith: 0)
    var n = 0
    for (value, count) in counts.sorted(by: { $0.key < $1.key }) {
      for _ in 0..<count {
        labels.voxels[n] = value
        n += 1
      }
    }
    try writeNIfTI(labels, to: prepared(name))
  }

  func text(_ name: String, _ content: String) throws {
    try Data(content.utf8).write(to: URL(fileURLWithPath: prepared(name)))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Two source, two target and one held-out case in the layout of an edition, without faults.
  static func sound(_ edition: Edition) throws -> TinyDataSet {
    let made = try TinyDataSet()
    switch edition {
    case .crossmoda2021:
      try made.source(
        "crossmoda_training/source_training", ["crossmoda_2", "crossmoda_10"], edition)
      try made.image("crossmoda_training/target_training/crossmoda_106_hrT2.nii.gz")
      try made.image("crossmoda_training/target_training/crossmoda_107_hrT2.nii.gz")
      try made.image("crossmoda_validation/target_validation/crossmoda_211_hrT2.nii.gz")
    case .crossmoda2022:
      try made.source(
        "crossmoda2022_training/training_source", ["crossmoda2021_ldn_1", "crossmoda2022_etz_0"],
        edition)
      let target = "crossmoda2022_training/training_target"
      try made.image("\(target)/crossmoda2021_ldn_106_hrT2.nii.gz")
      try made.image("\(target)/crossmoda2022_etz_105_hrT2.nii.gz")
      try made.image("crossmoda2022_validation/validation/crossmoda2022_etz_210_hrT2.nii.gz")
    case .crossmoda2023, .crossmoda2023Neighbours:
      let layout = DataSetLayout2023(root: made.root)
      try layout.create(provenance: "test", edition: edition)
      try made.source(
        "crossmoda23_training/TrainingSource", ["crossmoda2023_ldn_1", "crossmoda2023_ukm_2"],
        edition)
      for (role, site, n) in [
        (Role.targetUnlabelled, "etz", 106), (.targetUnlabelled, "ldn", 80),
        (.targetHeldout, "ldn", 165),
      ] {
        let name = DataSetLayout2023.caseName(site: site, number: n)
        try made.image(String(layout.image(role, name).dropFirst(made.root.count + 1)))
        try made.label(
          String(layout.label(role, name).dropFirst(made.root.count + 1)), [1: 3, 2: 2, 3: 1])
      }
    }
    return made
  }

  private func source(_ folder: String, _ names: [String], _ edition: Edition) throws {
    for name in names {
      try image("\(folder)/\(name)_ceT1.nii.gz")
      try label(
        "\(folder)/\(name)_Label.nii.gz",
        edition.hasTumourParts ? [1: 3, 2: 2, 3: 1] : [1: 5, 2: 1])
    }
  }
}
