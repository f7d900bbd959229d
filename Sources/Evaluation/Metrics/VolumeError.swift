extension OverlapCounts {
  /// The predicted less the true volume, in mm3; its magnitude is the absolute volume error.
  public func volumeDifference(voxelVolume: Double) -> Double {
    Double(predicted - expected) * voxelVolume
  }

  /// The predicted less the true volume as a share of the true one; `nil` without a reference.
  ///
  /// With its sign, as MedPy's `ravd`.
  public var relativeVolumeDifference: Double? {
    expected == 0 ? nil : Double(predicted - expected) / Double(expected)
  }
}
