public import Imaging

extension Volume {
  /// About how many voxels percentiles are taken from; images of twice as many, or more, are read
  /// in regular steps.
  static let percentileSample = 200_000

  /// Intensities below which the given percentages (0...100) of voxels lie.
  ///
  /// Linear interpolation between order statistics, as NumPy's default. Images of 400,000
  /// voxels or more are sampled in regular steps. Every voxel must be finite.
  public func percentiles(_ percentages: [Double]) -> [Float] {
    // An odd step does not fall into rhythm with rows, whose lengths are mostly even.
    let step = max(1, voxels.count / Self.percentileSample) | 1
    let sorted = stride(from: 0, to: voxels.count, by: step).map { voxels[$0] }.sorted()
    return percentages.map { percentage in
      let place = percentage / 100 * Double(sorted.count - 1)
      let low = Int(place)
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + Float(place - Double(low)) * (sorted[high] - sorted[low])
    }
  }

  /// One of ``percentiles(_:)``.
  public func percentile(_ percentage: Double) -> Float { percentiles([percentage])[0] }
}
