/// The spacing that all images of a data set are resampled to, and why.
///
/// The median of each axis. Where one axis is more than three times as coarse as the others and has less than
/// a third of their voxels, the 10th percentile of that axis instead, but nothing finer than the others:
/// the median of thick slices would blur those images that are better.
///
/// - Source: Isensee et al., Nature Methods 18, 2021, supplement on the rules for the target spacing.
public struct TargetSpacing: Hashable, Sendable {
  /// In mm along left-right, back-front, foot-head.
  public let spacing: SIMD3<Double>
  /// Where the numbers come from, a sentence each.
  public let reasons: [String]

  /// How many times as coarse as the others an axis must be to count as anisotropic.
  static let threshold = 3.0

  /// The target spacing of a data set of one image or more.
  public init(_ fingerprint: DatasetFingerprint) {
    let median = fingerprint.median { $0.spacing }
    let size = fingerprint.median { SIMD3<Double>($0.size) }
    var spacing = median
    var reasons = ["spacing \(text(median)) mm: the median of \(fingerprint.images.count) images"]
    let worst = (0..<3).max { median[$0] < median[$1] } ?? 2
    let others = (0..<3).filter { $0 != worst }
    let coarsest = others.map { median[$0] }.max() ?? 0
    let fewest = others.map { size[$0] }.min() ?? 0
    if median[worst] > Self.threshold * coarsest, size[worst] * Self.threshold < fewest {
      let finer = fingerprint.percentile(10, axis: worst) { $0.spacing }
      spacing[worst] = finer < coarsest ? coarsest + 1e-5 : finer
      reasons.append(
        "\(axisNames[worst]) \(text(spacing[worst])) mm instead of \(text(median[worst])): its 10th "
          + "percentile, since the axis is more than three times as coarse as the others and has less "
          + "than a third of their voxels")
    }
    self.spacing = spacing
    self.reasons = reasons
  }
}

let axisNames = ["left-right", "back-front", "foot-head"]

/// A number with as many digits as it needs, three at most after the point.
func text(_ value: Double) -> String {
  let rounded = (value * 1000).rounded() / 1000
  return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
}

func text(_ value: SIMD3<Double>) -> String {
  "\(text(value.x)) x \(text(value.y)) x \(text(value.z))"
}
