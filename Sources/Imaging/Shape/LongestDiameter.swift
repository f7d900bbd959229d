extension Mask {
  /// The largest distance in mm between the centres of two voxels; 0 for one voxel, `nil` when the
  /// mask is empty.
  ///
  /// - Complexity: the square of the number of surface voxels.
  public var longestDiameter: Double? {
    let points = surfaceCentres()
    guard !points.isEmpty else { return nil }
    var best = 0.0
    for n in points.indices {
      for other in points[n...] {
        let d = points[n] - other
        best = max(best, (d * d).sum())
      }
    }
    return best.squareRoot()
  }
}
