import DICOM
import Foundation
import Imaging
import NIfTI

/// Somebody's contours of a case that were there before: masks by structure, on the case's grid.
struct ExistingContours {
  /// How agreements name them; nothing of a person.
  let reference: String
  let masks: [String: Mask]
}

extension ExistingContours {
  /// The contours that a structure set or a segmentation holds.
  ///
  /// - Returns: `nil` for anything else, for this program's own results, for what lies in another
  ///   frame of reference or on other slices, and where no structure is known by its name.
  init?(_ file: URL, on series: DICOMSeries, names: ContourNames) throws {
    guard let header = try? readImageHeader(file.path), header.manufacturer != "Kakehashi" else {
      return nil
    }
    var found: [String: Mask] = [:]
    func add(_ mask: Mask, to name: String?) {
      guard let name else { return }
      found[name] = found[name].map { $0.united(with: mask) } ?? mask
    }
    switch header.modality {
    case "RTSTRUCT":
      let set = try readStructureSet(file.path)
      guard let frame = set.frameOfReferenceUID, frame == series.identity.frameOfReferenceUID else {
        return nil
      }
      for structure in set.structures {
        guard let name = names.structure(named: structure.name),
          let mask = structure.contours.mask(on: series.grid)
        else { continue }
        add(mask, to: name)
      }
    case "SEG":
      guard let segments = try? readSegmentation(file.path, on: series.grid) else { return nil }
      for segment in segments { add(segment.mask, to: names.structure(of: segment)) }
    default: return nil
    }
    guard !found.isEmpty else { return nil }
    reference = "existing \(header.modality) \(sha256(header.instanceUID).prefix(8))"
    masks = found
  }

  /// A label map with the configuration's labels.
  ///
  /// - Throws: `NIfTIError`, and `GridMismatch` where it lies on another grid than the case.
  init(labels file: URL, on grid: VoxelGrid, structures: [String: [UInt8]]) throws {
    let labels = try readNIfTILabels(file.path).labels
    try GridMismatch.check("existing masks", grid, labels.grid)
    let known = Set(labels.labels)
    reference = "existing masks"
    // A structure that this map never labels was not drawn, rather than found absent.
    masks = structures.filter { !known.isDisjoint(with: $0.value) }
      .mapValues { Mask(grid: grid, voxels: labels.mask(of: Set($0)).voxels) }
  }
}

extension Mask {
  /// The voxels of either; both lie on one grid.
  fileprivate func united(with other: Mask) -> Mask {
    Mask(grid: grid, voxels: zip(voxels, other.voxels).map { $0 || $1 })
  }
}
