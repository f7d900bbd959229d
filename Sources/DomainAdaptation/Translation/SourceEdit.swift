public import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Prepares a ceT1 region for translation: spreads its dark tissues and helps what must survive.
///
/// Fat and an enhancing tumour leave bone, CSF and brain little of a linear range, and it is those
/// three that change places on T2: a root spreads them without raising noise as equalisation does.
/// A cochlea is dark fluid in dark bone, so a translator hardly sees it and paints bone over it; the
/// label is known on the source, so its intensities are raised by a factor, which keeps its turns.
/// The tumour is shifted to brain's value with its texture kept: how bright it is on T2 cannot be
/// learned from unpaired images and is drawn at random when the segmenter is trained.
///
/// - Source: the "anatomy-aware" edit of the crossMoDA 2023 winner, which sets cochleas to the maximum
///   and the tumour to a dark mean.
public struct SourceEdit: Codable, Hashable, Sendable {
  /// The factor on the cochleas' intensities in 0...1.
  public var cochleaFactor: Float
  /// The mean, in -1...1 after the root, that the tumour is shifted to.
  public var tumourMean: Float
  /// The exponent applied to intensities in 0...1; below 1 it spreads dark tissues.
  public var exponent: Float

  /// An edit.
  public init(cochleaFactor: Float = 3, tumourMean: Float = 0, exponent: Float = 0.5) {
    self.cochleaFactor = cochleaFactor
    self.tumourMean = tumourMean
    self.exponent = exponent
  }

  /// The edited region, in -1...1.
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
    for (offset, label) in labels.voxels.enumerated() {
      var value = max(0, (image.voxels[offset] + 1) / 2)
      if label == cochlea { value = min(1, value * cochleaFactor) }
      result.voxels[offset] = 2 * powf(value, exponent) - 1
      if tumour.contains(label) {
        sum += result.voxels[offset]
        count += 1
      }
    }
    guard count > 0 else { return result }
    let shift = tumourMean - sum / count
    for (offset, label) in labels.voxels.enumerated() where tumour.contains(label) {
      result.voxels[offset] = max(-1, min(1, result.voxels[offset] + shift))
    }
    return result
  }
}
