extension SurfaceDistances {
  /// The share, in 0...1, of both surfaces' voxels within `tolerance` mm of the other surface.
  ///
  /// Each surface voxel counts once, as in MONAI; so an axis with thick slices weighs more than its
  /// area. A distance equal to the tolerance counts as within.
  ///
  /// - Source: Nikolov et al., J. Med. Internet Res. 23(7), 2021.
  public func normalizedSurfaceDice(tolerance: Double) -> Double {
    let within =
      predictionToReference.count { $0 <= tolerance }
      + referenceToPrediction.count { $0 <= tolerance }
    return Double(within) / Double(predictionToReference.count + referenceToPrediction.count)
  }
}

extension SurfelDistances {
  /// The share, in 0...1, of both surfaces' area within `tolerance` mm of the other surface.
  ///
  /// A distance equal to the tolerance counts as within.
  ///
  /// - Source: Nikolov et al., J. Med. Internet Res. 23(7), 2021.
  public func normalizedSurfaceDice(tolerance: Double) -> Double {
    let within =
      predictionToReference.area(within: tolerance) + referenceToPrediction.area(within: tolerance)
    return within / (predictionArea + referenceArea)
  }
}
