public import Imaging

extension Volume {
  /// The image with NaN and infinite voxels replaced by its lowest finite value, or 0 if none is.
  public func withoutNonFinite() -> Volume {
    guard voxels.contains(where: { !$0.isFinite }) else { return self }
    let lowest = voxels.lazy.filter(\.isFinite).min() ?? 0
    return Volume(grid: grid, voxels: voxels.map { $0.isFinite ? $0 : lowest })
  }

  /// The image with mean 0 and standard deviation 1 over all voxels; a constant image becomes 0.
  public func normalizedZScore() -> Volume {
    var sum = 0.0
    var squares = 0.0
    for value in voxels {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let mean = sum / Double(voxels.count)
    let deviation = max(1e-6, max(0, squares / Double(voxels.count) - mean * mean).squareRoot())
    let (shift, scale) = (Float(mean), Float(1 / deviation))
    return Volume(grid: grid, voxels: voxels.map { ($0 - shift) * scale })
  }

  /// The image mapped linearly so that two percentiles (0...100) become the ends of a range.
  ///
  /// A constant image becomes the lower end.
  public func rescaledToPercentiles(
    _ low: Double, _ high: Double, to range: ClosedRange<Float>, clipping: Bool
  ) -> Volume {
    let bounds = percentiles([low, high])
    let extent = bounds[1] - bounds[0]
    guard extent > 0 else { return Volume(grid: grid, filledWith: range.lowerBound) }
    let scale = (range.upperBound - range.lowerBound) / extent
    return Volume(
      grid: grid,
      voxels: voxels.map { value in
        let mapped = range.lowerBound + (value - bounds[0]) * scale
        return clipping ? max(range.lowerBound, min(range.upperBound, mapped)) : mapped
      })
  }
}
