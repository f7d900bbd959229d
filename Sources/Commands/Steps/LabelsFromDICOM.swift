import DICOM
import Foundation
import Imaging
import NIfTI

/// The structures of a segmentation or a structure set as one label map on the series' grid.
struct LabelsFromDICOM {
  private let masks: [(name: String, mask: Mask)]
  private let grid: VoxelGrid

  /// - Throws: `DICOMError`; `CommandError` where the reference is not one series.
  init(_ path: String, reference: String) throws {
    let folder = try scanDICOM(reference)
    guard folder.series.count == 1 else {
      throw CommandError(
        "\(reference): expected one series that can be read, found \(folder.series.count)")
    }
    let grid = folder.series[0].grid
    self.grid = grid
    if let structures = try? readStructureSet(path) {
      masks = try structures.structures.map { structure in
        guard let mask = structure.contours.mask(on: grid) else {
          throw CommandError(
            "\(path): expected contours in the planes of \(reference), found others in "
              + structure.name)
        }
        return (structure.name, mask)
      }
    } else {
      masks = try readSegmentation(path, on: grid).map { ($0.label, $0.mask) }
    }
  }

  /// Writes label 1 for the first structure, 2 for the second, and so on, and prints them.
  ///
  /// Where structures overlap the later one is written, so parts come out after their whole.
  func write(to path: String) throws {
    guard masks.count <= 255 else {
      throw CommandError("\(path): expected at most 255 structures, found \(masks.count)")
    }
    var labels = LabelMap(grid: grid, filledWith: 0)
    for (n, item) in masks.enumerated() {
      for offset in item.mask.voxels.indices where item.mask.voxels[offset] {
        labels.voxels[offset] = UInt8(n + 1)
      }
    }
    try writeNIfTI(labels, to: path)
    for (n, item) in masks.enumerated() {
      print("\(path): label \(n + 1) is \(item.name), \(decimals(item.mask.volume, 1)) mm3")
    }
  }
}
