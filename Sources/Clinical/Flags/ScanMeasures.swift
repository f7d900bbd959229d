public import Imaging

/// What a scan of a head shows without any label.
///
/// The image is turned to RAS first, so every measure is the same in any orientation. All are ratios of
/// intensities: scaling an image changes none.
public struct ScanMeasures: Codable, Hashable, Sendable {
  /// The 95th percentile of the image's middle third over its median: high where fluid is bright
  /// among brain, low where it is dark.
  public var fluidBrightness: Double
  /// The standard deviation of the noise over the median of the middle.
  ///
  /// `nil` where the corners of the image were blanked.
  public var noise: Double?
  /// The mean signal of the air beside, before or behind the head, above that in the corners, over
  /// the median of the middle; the largest of the four sides, `nil` where none has air.
  public var ghost: Double?
  /// The share of voxels of the left and right borders that show tissue, the larger one.
  public var cutHead: Double
  /// The largest ratio of a difference between neighbouring slices to the larger one of those before
  /// and after it; `nil` for fewer than eight slices.
  public var sliceJump: Double?

  /// Measures a scan.
  ///
  /// - Complexity: O(*n*) in voxels.
  public init(_ scan: Volume) {
    let head = HeadImage(scan.reoriented(to: .ras))
    fluidBrightness = head.fluidBrightness
    noise = head.noise
    ghost = head.ghost
    cutHead = max(head.tissueShare(ofFace: 0), head.tissueShare(ofFace: head.size.x - 1))
    sliceJump = head.sliceJump
  }
}
