import Imaging

/// A plane in world space: the border between the two parts of a tumour.
public struct MeatalPlane: Hashable, Sendable, Codable {
  /// The middle of the canal's opening, in mm RAS+.
  public var point: SIMD3<Double>
  /// The unit normal, pointing into the canal.
  public var normal: SIMD3<Double>

  /// The signed distance in mm of a world position; positive inside the canal.
  public func distance(_ world: SIMD3<Double>) -> Double { ((world - point) * normal).sum() }
}
