import Imaging

/// The plane of the porus acusticus, which divides a tumour into a part inside the internal auditory
/// canal and a part outside it.
public struct MeatalPlane: Hashable, Sendable, Codable {
  /// A point of the plane, the middle of the border between the two parts, in mm RAS+.
  public let point: SIMD3<Double>
  /// The unit normal, pointing into the canal.
  public let normal: SIMD3<Double>

  /// A plane from a point in mm RAS+ and a direction into the canal, of any length but 0.
  public init(point: SIMD3<Double>, towardsCanal direction: SIMD3<Double>) {
    let length = direction.length
    precondition(length > 0, "a plane's normal has a direction, not \(direction)")
    self.point = point
    normal = direction / length
  }

  /// The signed distance in mm of a world position: positive on the canal's side.
  @inlinable
  public func distance(_ world: SIMD3<Double>) -> Double { ((world - point) * normal).sum() }
}
