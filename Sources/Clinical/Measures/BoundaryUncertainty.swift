import Imaging

/// How sure a model is of where a tumour ends, from its probability at each voxel.
///
/// The figures are as good as the probabilities: a model that is too sure of itself gives too narrow
/// a border.
public struct BoundaryUncertainty: Hashable, Sendable, Codable {
  /// The sum of the probabilities as a volume, in mm3.
  public let expectedVolume: Double
  /// The volume in mm3 where the probability is at least 3/4.
  public let surelyInside: Double
  /// The volume in mm3 where the probability is at least 1/4.
  public let possiblyInside: Double
  /// Half the mean thickness in mm of the shell between those two: how far the border may lie either
  /// way with even odds.
  public let halfWidth: Double

  /// Within this distance of the tumour, in mm, probability counts as the tumour's own.
  static let reach = 3.0

  /// The uncertainty of a tumour's border.
  ///
  /// - Parameters:
  ///   - lesion: the tumour.
  ///   - probability: of the tumour at each voxel of the same grid.
  init(of lesion: Mask, probability: Volume) {
    let near = lesion.distanceTransform()
    var own = probability
    var sum = 0.0
    for o in own.voxels.indices {
      if Double(near.voxels[o]) > Self.reach { own.voxels[o] = 0 }
      sum += Double(own.voxels[o])
    }
    expectedVolume = sum * probability.grid.voxelVolume
    surelyInside = own.enclosedVolume(level: 0.75)
    possiblyInside = own.enclosedVolume(level: 0.25)
    let area = lesion.onCubicVoxels()?.surfaceArea() ?? 0
    halfWidth = area > 0 ? (possiblyInside - surelyInside) / (2 * area) : 0
  }
}
