/// An affine map from voxel indices to millimetres in RAS+ world space.
///
/// Column `i` is the world step of one voxel along axis `i`, so its length is the spacing:
/// `world = i * x + j * y + k * z + translation`. Indices name voxel *centres*.
public struct Affine: Hashable, Sendable, Codable {
  /// The world step, in mm, of one voxel along `i`.
  public var x: SIMD3<Double>
  /// The world step, in mm, of one voxel along `j`.
  public var y: SIMD3<Double>
  /// The world step, in mm, of one voxel along `k`.
  public var z: SIMD3<Double>
  /// The world position, in mm, of the centre of voxel (0, 0, 0).
  public var translation: SIMD3<Double>

  /// An affine from its three columns and its translation, in mm.
  public init(
    x: SIMD3<Double>, y: SIMD3<Double>, z: SIMD3<Double>, translation: SIMD3<Double> = .zero
  ) {
    self.x = x
    self.y = y
    self.z = z
    self.translation = translation
  }

  /// An axis-aligned affine in RAS+ with the given spacing in mm.
  public init(spacing: SIMD3<Double>, origin: SIMD3<Double> = .zero) {
    self.init(
      x: SIMD3(spacing.x, 0, 0), y: SIMD3(0, spacing.y, 0), z: SIMD3(0, 0, spacing.z),
      translation: origin)
  }

  /// The column of axis 0, 1 or 2.
  public subscript(column axis: Int) -> SIMD3<Double> {
    get {
      switch axis {
      case 0: x
      case 1: y
      default: z
      }
    }
    set {
      switch axis {
      case 0: x = newValue
      case 1: y = newValue
      default: z = newValue
      }
    }
  }

  /// The lengths of the three columns, in mm: the voxel spacing, also of an oblique grid.
  public var spacing: SIMD3<Double> {
    SIMD3(x.length, y.length, z.length)
  }

  /// The determinant of the 3x3 part; negative when the grid is left-handed, 0 when singular.
  public var determinant: Double { (x.cross(y) * z).sum() }

  /// The world position, in mm, of a continuous voxel index.
  @inlinable
  public func callAsFunction(_ index: SIMD3<Double>) -> SIMD3<Double> {
    x * index.x + y * index.y + z * index.z + translation
  }

  /// The map from world millimetres back to continuous voxel indices; `nil` when singular.
  public var inverse: Affine? {
    let d = determinant
    guard d != 0, d.isFinite else { return nil }
    let r0 = y.cross(z) / d
    let r1 = z.cross(x) / d
    let r2 = x.cross(y) / d
    let linear = Affine(
      x: SIMD3(r0.x, r1.x, r2.x), y: SIMD3(r0.y, r1.y, r2.y), z: SIMD3(r0.z, r1.z, r2.z))
    var result = linear
    result.translation = -linear(translation)
    return result
  }

  /// The map that applies `other` first and `self` after it.
  public func composed(with other: Affine) -> Affine {
    let linear = Affine(x: x, y: y, z: z)
    return Affine(
      x: linear(other.x), y: linear(other.y), z: linear(other.z),
      translation: self(other.translation)
    )
  }
}

extension SIMD3<Double> {
  /// The Euclidean length.
  @inlinable public var length: Double { (self * self).sum().squareRoot() }

  /// The vector product.
  @inlinable
  public func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }
}
