#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far an expert's reading of a tumour's volume lies from the mean of several experts.
///
/// Five observers and 100 patients on ceT1, median 903 mm3: 95 % limits of agreement of 26.8 % of the
/// mean in the quartile of smallest volumes and 7.3 % in that of the largest, and 20 % is reached near
/// 200 mm3 (abstract, PMID 38980343). Between those figures this curve has a border that is uncertain
/// by the same distance at any size, so a relative error that falls with the cube root of the volume.
/// The curve is ours, its three anchors are theirs.
public enum ObserverAgreement {
  /// The half width of the 95 % limits of agreement, relative to the volume: from 0.268 for tumours
  /// up to about 80 mm3 to 0.073 from about 4100 mm3 on.
  ///
  /// - Parameter volume: in mm3, above 0.
  public static func relativeLimits(volume: Double) -> Double {
    min(max(0.2 * pow(200 / max(volume, 1e-9), 1.0 / 3), 0.073), 0.268)
  }
}
