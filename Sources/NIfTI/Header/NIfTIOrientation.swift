public import Imaging

/// The geometry exactly as a header stores it, before the choice between sform and qform.
///
/// Kept raw so that a written file opens on the very grid of the file it was made from.
public struct NIfTIOrientation: Hashable, Sendable {
  /// The eight `pixdim` numbers: `[0]` is qfac, `[1...3]` the spacing in mm.
  public var pixdim: [Double]
  /// The qform's code; the quaternion counts when it is above 0.
  public var qformCode: Int
  /// The sform's code; the rows count when it is above 0.
  public var sformCode: Int
  /// The quaternion's b, c and d; a follows from its unit length.
  public var quaternion: SIMD3<Double>
  /// The world position of voxel (0, 0, 0) by the qform, in mm.
  public var quaternionOffset: SIMD3<Double>
  /// The three rows of the sform's affine.
  public var rows: [SIMD4<Double>]

  /// The affine of the sform, whatever its code.
  public var sformAffine: Affine {
    func column(_ n: Int) -> SIMD3<Double> { SIMD3(rows[0][n], rows[1][n], rows[2][n]) }
    return Affine(x: column(0), y: column(1), z: column(2), translation: column(3))
  }

  /// The affine of the qform, whatever its code; `nil` when the quaternion is longer than 1.
  ///
  /// Spacings count by their absolute value, and qfac -1 flips the third axis.
  /// - Source: `nifti1.h`, method 2; the tolerance on the length is nibabel's.
  public var qformAffine: Affine? {
    let (b, c, d) = (quaternion.x, quaternion.y, quaternion.z)
    let square = 1 - (b * b + c * c + d * d)
    guard square >= -3 * Double(Float.ulpOfOne) else { return nil }
    let a = max(square, 0).squareRoot()
    // Dividing by the squared length mends what float32 rounded off when a is 0.
    let s = 2 / (a * a + b * b + c * c + d * d)
    let step = spacing
    return Affine(
      x: SIMD3(1 - s * (c * c + d * d), s * (b * c + a * d), s * (b * d - a * c)) * step.x,
      y: SIMD3(s * (b * c - a * d), 1 - s * (b * b + d * d), s * (c * d + a * b)) * step.y,
      z: SIMD3(s * (b * d + a * c), s * (c * d - a * b), 1 - s * (b * b + c * c))
        * (pixdim[0] < 0 ? -step.z : step.z),
      translation: quaternionOffset)
  }

  /// The affine of a header with neither form: the spacing, centred, with x running to the left.
  ///
  /// NIfTI leaves this case to Analyze's tradition; nibabel centres the grid and flips x, and so
  /// do we, because an image must not move between tools.
  public func centredAffine(size: SIMD3<Int>) -> Affine {
    let step = spacing * SIMD3(-1, 1, 1)
    return Affine(spacing: step, origin: -(SIMD3<Double>(size) - 1) / 2 * step)
  }

  private var spacing: SIMD3<Double> { SIMD3(abs(pixdim[1]), abs(pixdim[2]), abs(pixdim[3])) }
}

extension NIfTIOrientation {
  /// The geometry of a grid: the sform always, and the qform where a rotation can express it.
  init(_ grid: VoxelGrid) {
    let affine = grid.affine
    let step = affine.spacing
    let qfac: Double = affine.determinant < 0 ? -1 : 1
    let rotation = Affine(
      x: affine.x / step.x, y: affine.y / step.y, z: affine.z / step.z * qfac)
    let shear = max(
      abs((rotation.x * rotation.y).sum()), abs((rotation.x * rotation.z).sum()),
      abs((rotation.y * rotation.z).sum()))
    self.init(
      pixdim: [qfac, step.x, step.y, step.z, 0, 0, 0, 0],
      qformCode: shear < 1e-6 ? 1 : 0, sformCode: 1,
      quaternion: Self.quaternion(of: rotation), quaternionOffset: affine.translation,
      rows: (0..<3).map {
        SIMD4(affine.x[$0], affine.y[$0], affine.z[$0], affine.translation[$0])
      })
  }

  /// The b, c and d, with a at least 0, of the quaternion of a rotation matrix.
  ///
  /// Dividing by the largest of the four components keeps the others exact near half turns.
  /// - Source: Shepperd, J. Guidance and Control 1(3), 1978.
  static func quaternion(of r: Affine) -> SIMD3<Double> {
    let trace = r.x.x + r.y.y + r.z.z
    let squares = [trace, r.x.x, r.y.y, r.z.z]
    var largest = 0
    for n in 1..<4 where squares[n] > squares[largest] { largest = n }
    var q: SIMD4<Double>  // a, b, c, d, not yet of length 1
    switch largest {
    case 0: q = SIMD4(1 + trace, r.y.z - r.z.y, r.z.x - r.x.z, r.x.y - r.y.x)
    case 1: q = SIMD4(r.y.z - r.z.y, 1 + 2 * r.x.x - trace, r.x.y + r.y.x, r.z.x + r.x.z)
    case 2: q = SIMD4(r.z.x - r.x.z, r.x.y + r.y.x, 1 + 2 * r.y.y - trace, r.y.z + r.z.y)
    default: q = SIMD4(r.x.y - r.y.x, r.z.x + r.x.z, r.y.z + r.z.y, 1 + 2 * r.z.z - trace)
    }
    q /= (q * q).sum().squareRoot()
    if q[0] < 0 { q = -q }
    return SIMD3(q[1], q[2], q[3])
  }
}
