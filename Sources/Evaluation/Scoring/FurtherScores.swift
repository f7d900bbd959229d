import Imaging

/// What is measured of a structure beyond the challenge's Dice and distances.
///
/// A ratio without a denominator is `nil`; counts and volumes always exist.
public struct FurtherScores: Codable, Hashable, Sendable {
  /// The voxels that prediction and reference share.
  public let truePositives: Int
  /// The predicted voxels that the reference lacks.
  public let falsePositives: Int
  /// The reference's voxels that the prediction lacks.
  public let falseNegatives: Int
  /// The voxels in neither.
  public let trueNegatives: Int
  /// The Jaccard index in 0...1.
  public let jaccard: Double?
  /// The share of the reference that was found, in 0...1.
  public let sensitivity: Double?
  /// The share of the prediction that is right, in 0...1; `nil` for an empty prediction.
  public let precision: Double?
  /// The Hausdorff distance in mm.
  public let hd: Double?
  /// The normalized surface Dice in 0...1.
  public let nsd: Double?
  /// The magnitude of the predicted less the true volume, in mm3.
  public let absoluteVolumeError: Double
  /// The predicted less the true volume as a share of the true one.
  public let relativeVolumeError: Double?
  /// Found, made up and missed lesions.
  public let lesions: LesionCounts

  init(
    overlap: OverlapCounts, grid: VoxelGrid, hd: Double?, nsd: Double?, lesions: LesionCounts,
    isExcluded: Bool
  ) {
    truePositives = overlap.shared
    falsePositives = overlap.predicted - overlap.shared
    falseNegatives = overlap.expected - overlap.shared
    trueNegatives = grid.count - overlap.predicted - overlap.expected + overlap.shared
    jaccard = isExcluded ? nil : overlap.jaccard
    sensitivity = overlap.sensitivity
    precision = isExcluded ? nil : overlap.precision
    self.hd = hd
    self.nsd = nsd
    absoluteVolumeError = abs(overlap.volumeDifference(voxelVolume: grid.voxelVolume))
    relativeVolumeError = overlap.relativeVolumeDifference
    self.lesions = lesions
  }
}
