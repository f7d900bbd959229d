import Foundation
import Imaging
import NIfTI

/// What is measured of a segmentation, and what stands out.
package struct CaseMeasures: Codable, Sendable, Hashable {
  /// Something about a segmentation that a human should look at.
  package enum Flag: String, Codable, Sendable, CaseIterable {
    /// No voxel of the tumour.
    case noTumour
    /// No voxel of the cochlea.
    case noCochlea
    /// The tumour is in more than one piece.
    case tumourInPieces
    /// The tumour reaches the edge of the images.
    case atTheEdge
    /// The tumour is larger than any that is usually followed: 30 cm³.
    case veryLarge
    /// The model's program said that it is unsure.
    case doubtful
  }

  /// Volumes in mm³, by structure.
  package var volumes: [String: Double]
  /// What stands out.
  package var flags: [Flag]

  /// How much the case needs a human: 0 for nothing, more with each flag, 1 at most.
  package var attention: Double {
    flags.reduce(0.0) { sum, flag in
      let weight =
        switch flag {
        case .noTumour, .noCochlea: 0.5
        case .tumourInPieces, .atTheEdge, .veryLarge, .doubtful: 0.3
        }
      return min(1, sum + weight)
    }
  }
}

extension CaseMeasures {
  /// Measures a segmentation.
  ///
  /// - Parameters:
  ///   - structures: the labels of each; "VS" and "cochlea" are looked at for flags where present.
  ///   - isDoubtful: whether the segmenting program said that it is unsure.
  ///   - pieceVolume: pieces smaller than this, in mm³, are no pieces.
  init(
    _ labels: LabelMap, structures: [String: [UInt8]], isDoubtful: Bool = false,
    pieceVolume: Double = 20
  ) {
    volumes = [:]
    flags = isDoubtful ? [.doubtful] : []
    for (name, values) in structures {
      volumes[name] = labels.mask(of: Set(values)).volume
    }
    if let tumour = structures["VS"].map({ labels.mask(of: Set($0)) }) {
      let pieces = tumour.connectedComponents().components.filter { $0.volume >= pieceVolume }
      if tumour.volume == 0 { flags.append(.noTumour) }
      if pieces.count > 1 { flags.append(.tumourInPieces) }
      if tumour.touchesEdge { flags.append(.atTheEdge) }
      if tumour.volume > 30_000 { flags.append(.veryLarge) }
    }
    if let volume = volumes["cochlea"], volume == 0 { flags.append(.noCochlea) }
  }
}

extension Mask {
  /// Whether a voxel of the mask lies in the outermost layer of the grid.
  fileprivate var touchesEdge: Bool {
    let size = grid.size
    return voxels.indices.contains { offset in
      guard voxels[offset] else { return false }
      let v = grid.index(at: offset)
      return v.x == 0 || v.y == 0 || v.z == 0 || v.x == size.x - 1 || v.y == size.y - 1
        || v.z == size.z - 1
    }
  }
}
