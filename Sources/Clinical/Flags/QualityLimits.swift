/// The limits beyond which a flag is raised.
///
/// Those on sizes come from anatomy and from the challenge's data; those on the image were set between
/// clean and faulty simulated scans of sites whose results are not counted
/// (Documentation/Guides/koos-and-flags.md).
public struct QualityLimits: Codable, Hashable, Sendable {
  /// The largest slice distance in mm; the challenge's scans reach 3.5.
  public var sliceDistance = 4.0
  /// The largest ``ScanMeasures/sliceJump``.
  public var sliceJump = 1.7
  /// The smallest distance in mm of a cochlea from the image's border.
  public var borderDistance = 1.0
  /// The largest share of an image's side border that shows tissue.
  public var cutHead = 0.25
  /// The smallest ``ScanMeasures/fluidBrightness``.
  public var fluidBrightness = 2.25
  /// The largest ``ScanMeasures/noise``.
  public var noise = 0.145
  /// The largest ``ScanMeasures/ghost``.
  public var ghost = 0.03
  /// The volumes in mm3 that tumours have: the challenge's span 45 to 27,000.
  public var tumourVolume = 20.0...30_000
  /// The volumes in mm3 that one cochlea has: 92 with a standard deviation of 14 in the challenge's
  /// labels, 60 in contours for dose plans, wider here for thick slices.
  public var cochleaVolume = 25.0...180
  /// The distances in mm between both cochleas' centroids.
  public var cochlearDistance = 55.0...105
  /// The largest distance in mm between the tumour's surface and the cochlea on its side.
  public var tumourDistance = 20.0
  /// How far in mm the tumour's centroid may lie in front of the cochlea on its side.
  public var frontOfCochlea = 3.0
  /// The smallest Dice coefficient of two segmentations of the tumour.
  public var agreement = 0.7
  /// From this share of the first piece on a second piece of tumour counts.
  public var secondPieceShare = 0.1
  /// The smallest distance in mm between both.
  public var secondPieceDistance = 5.0

  /// The limits of the package.
  public init() {}
}
