/// The files of a model folder that `predict` can do without.
public enum ModelFiles {
  /// What the training scans' intensities were like, an `IntensityFingerprint`.
  public static let fingerprint = "fingerprint.json"
  /// When a prediction is flagged, a `FailureFlag`.
  public static let failureFlag = "failure-flag.json"
}
