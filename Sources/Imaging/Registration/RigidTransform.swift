#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A rotation and a shift in world space: how a head lies in one scan, seen from another.
public struct RigidTransform: Hashable, Sendable, Codable {
  /// The map of positions in mm RAS+; its columns are orthonormal.
  public let affine: Affine

  /// Leaves every position where it is.
  public static let identity = RigidTransform(degrees: .zero, shift: .zero)

  /// A rotation about x, then y, then z through a point, and a shift after it.
  ///
  /// - Parameters:
  ///   - degrees: the angles about the world's x, y and z.
  ///   - shift: the shift in mm.
  ///   - centre: the point that the rotation alone leaves in place, in mm RAS+.
  public init(
    degrees: SIMD3<Double>, shift: SIMD3<Double>, about centre: SIMD3<Double> = .zero
  ) {
    var map = Affine.rotation(degrees: degrees)
    map.translation = centre + shift - map(centre)
    affine = map
  }

  private init(_ affine: Affine) { self.affine = affine }

  /// Where a position goes, in mm RAS+.
  public func callAsFunction(_ point: SIMD3<Double>) -> SIMD3<Double> { affine(point) }

  /// Where a direction goes.
  public func direction(_ vector: SIMD3<Double>) -> SIMD3<Double> {
    affine(vector) - affine.translation
  }

  /// The way back, which always exists: a rotation's inverse is its transpose.
  public var inverse: RigidTransform {
    let (x, y, z) = (affine.x, affine.y, affine.z)
    var back = Affine(x: SIMD3(x.x, y.x, z.x), y: SIMD3(x.y, y.y, z.y), z: SIMD3(x.z, y.z, z.z))
    back.translation = -back(affine.translation)
    return RigidTransform(back)
  }

  /// The transform that applies `other` first and `self` after it.
  public func composed(with other: RigidTransform) -> RigidTransform {
    RigidTransform(affine.composed(with: other.affine))
  }

  /// The angle of the rotation in degrees, 0 to 180.
  public var angle: Double {
    // The sine is exact for small angles, where the trace's cosine loses half the digits.
    let axis = SIMD3(
      affine.y.z - affine.z.y, affine.z.x - affine.x.z, affine.x.y - affine.y.x)
    return atan2(axis.length, affine.x.x + affine.y.y + affine.z.z - 1) * 180 / .pi
  }

  /// The distance in mm between where two transforms put each point.
  public func distances(to other: RigidTransform, at points: [SIMD3<Double>]) -> [Double] {
    points.map { (self($0) - other($0)).length }
  }
}

extension Affine {
  /// The rotation about x, then y, then z, in degrees.
  public static func rotation(degrees: SIMD3<Double>) -> Affine {
    let r = degrees * (.pi / 180)
    let about = { (axis: Int, angle: Double) -> Affine in
      let c = cos(angle)
      let s = sin(angle)
      switch axis {
      case 0: return Affine(x: [1, 0, 0], y: [0, c, s], z: [0, -s, c])
      case 1: return Affine(x: [c, 0, -s], y: [0, 1, 0], z: [s, 0, c])
      default: return Affine(x: [c, s, 0], y: [-s, c, 0], z: [0, 0, 1])
      }
    }
    return about(2, r.z).composed(with: about(1, r.y)).composed(with: about(0, r.x))
  }
}
