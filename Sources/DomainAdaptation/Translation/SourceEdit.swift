public import Imaging

/// Marks structures in a ceT1 region before translation, so that they survive it.
///
/// On ceT1 a cochlea is dark fluid in dark bone, so a translator cannot see it and paints bone over
/// it; a schwannoma is the brightest thing there is, and on T2 it is not. The labels are known on
/// the source, so cochlea voxels are set to the maximum, and the tumour is shifted to a mean below
/// the middle with its texture kept.
///
/// - Source: the "anatomy-aware" edit of the crossMoDA 2023 winner.
public struct SourceEdit: Codable, Hashable, Sendable {
  /// The value, in -1...1, that cochlea voxels take.
  public var cochleaValue: Float
  /// The mean, in -1...1, that the tumour is shifted to.
  public var tumourMean: Float

  /// An edit.
  public init(cochleaValue: Float = 1, tumourMean: Float = -0.4) {
    self.cochleaValue = cochleaValue
    self.tumourMean = tumourMean
  }

  /// The edited region.
  ///
  /// - Parameters:
  ///   - image: a ceT1 region in -1...1.
  ///   - labels: on the same grid.
  /// - Throws: `GridMismatch`.
  public func callAsFunction(
    _ image: Volume, labels: LabelMap, tumour: Set<UInt8>, cochlea: UInt8
  ) throws(GridMismatch) -> Volume {
    try GridMismatch.check("source edit", image.grid, labels.grid)
    var result = image
    var sum: Float = 0
    var count: Float = 0
    for (offset, label) in labels.voxels.enumerated() where tumour.contains(label) {
      sum += image.voxels[offset]
      count += 1
    }
    let shift = count > 0 ? tumourMean - sum / count : 0
    for (offset, label) in labels.voxels.enumerated() {
      if label == cochlea {
        result.voxels[offset] = cochleaValue
      } else if tumour.contains(label) {
        result.voxels[offset] = max(-1, min(1, image.voxels[offset] + shift))
      }
    }
    return result
  }
}
