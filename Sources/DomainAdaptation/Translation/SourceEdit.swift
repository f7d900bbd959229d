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
/// The tumour is shifted to brain's value with its texture kept, each voxel by the part of it that is
/// tumour: a hard edge would leave a bright ring around it and a dark one inside. How bright it is on
/// T2 cannot be learned from unpaired images and is drawn at random when the segmenter is trained.
///
/// - Source: the "anatomy-aware" edit of the crossMoDA 2023 winner, which sets cochleas to the maximum
///   and the tumour to a dark mean.
public struct SourceEdit: Codable, Hashable, Sendable {
  /// The factor on the cochleas' intensities in 0...1.
  public var cochleaFactor: Float
  /// The value, in -1...1 after the root, that the tumour's mean is shifted to; `nil` leaves it.
  public var tumourMean: Float?
  /// The exponent applied to intensities in 0...1; below 1 it spreads dark tissues.
  public var exponent: Float

  /// An edit.
  public init(cochleaFactor: Float = 3, tumourMean: Float? = 0, exponent: Float = 0.5) {
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
    let cochleaPart = labels.mask(of: [cochlea]).partialVolume()
    let tumourMask = labels.mask(of: tumour)
    let tumourPart = tumourMask.partialVolume()
    var values = image.voxels.map { max(0, ($0 + 1) / 2) }
    var sum: Float = 0
    var count: Float = 0
    for (offset, isTumour) in tumourMask.voxels.enumerated() where isTumour {
      sum += values[offset]
      count += 1
    }
    let shift =
      tumourMean.map { powf(($0 + 1) / 2, 1 / exponent) - sum / max(1, count) } ?? 0
    for offset in values.indices {
      values[offset] *= 1 + (cochleaFactor - 1) * cochleaPart[offset]
      values[offset] += shift * tumourPart[offset]
    }
    return Volume(
      grid: image.grid,
      voxels: values.map { 2 * powf(max(0, min(1, $0)), exponent) - 1 })
  }
}
