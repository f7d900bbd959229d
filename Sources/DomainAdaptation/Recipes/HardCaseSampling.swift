public import Imaging

/// Which labelled cases are drawn more often: those whose tumours the challenge's methods lost.
///
/// - Source: crossMoDA 2023 winner (54 of 227 cases, small or heterogeneous tumours, four times as often);
///   LaTIM 2022 (tumours below 288 mm3; above 2340 mm3 with a high deviation).
public struct HardCaseSampling: Codable, Hashable, Sendable {
  /// A tumour below this many mm3 is small.
  public var smallTumour: Double
  /// A tumour whose intensities, on a region in -1...1, have a higher deviation is heterogeneous.
  public var heterogeneity: Double
  /// How many times as often a hard case is drawn.
  public var factor: Double

  /// A sampling.
  public init(smallTumour: Double = 288, heterogeneity: Double = 0.2, factor: Double = 4) {
    self.smallTumour = smallTumour
    self.heterogeneity = heterogeneity
    self.factor = factor
  }

  /// How often a case is drawn, relative to one that is not hard; a case without a tumour is not.
  ///
  /// - Parameter image: the region in -1...1, on the labels' grid.
  public func weight(image: Volume, labels: LabelMap, tumour: Set<UInt8>) -> Double {
    let mask = labels.mask(of: tumour)
    guard !mask.isEmpty else { return 1 }
    if mask.volume < smallTumour { return factor }
    let values = zip(image.voxels, mask.voxels).filter(\.1).map { Double($0.0) }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return variance.squareRoot() > heterogeneity ? factor : 1
  }
}
