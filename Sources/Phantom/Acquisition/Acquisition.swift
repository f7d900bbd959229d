#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import Imaging

/// How one image is taken: sequence, scanner, grid and image quality.
///
/// Everything that differs between hospitals is here, and nothing of the patient.
public struct Acquisition: Codable, Hashable, Sendable {
  /// The hospital's code, as `ldn`, `etz` or `ukm`.
  public var site: String
  /// The scanner's maker.
  public var vendor: String
  /// The kind of image.
  public var contrast: Contrast
  /// The pulse sequence with its timing.
  public var sequence: PulseSequence
  /// The field strength in tesla.
  public var fieldStrength: Double
  /// The distance between voxel centres in mm along the columns, rows and slices.
  public var spacing: SIMD3<Double>
  /// The number of voxels along the columns, rows and slices.
  public var matrix: SIMD3<Int>
  /// The directions of growing index, as `LPS`: letters of L, R, A, P, S, I.
  public var axes: String
  /// The turn of the stack in degrees about the patient's x, y and z.
  public var angulation: SIMD3<Double>
  /// The stack's centre relative to the inner ears' midpoint, in mm RAS+.
  public var offset: SIMD3<Double>
  /// The acquired voxel over the reconstructed one, in plane: 1 for none, 2 for twice as coarse.
  public var interpolation: Double
  /// The receiver's bandwidth in Hz per reconstructed voxel along the readout.
  public var bandwidth: Double
  /// The axis along which phase is encoded.
  public var phaseEncoding: PhaseEncoding
  /// Receiver channels with noise of their own, joined by the root of the sum of squares.
  public var coils: Int
  /// White matter's signal over the standard deviation of one channel's noise.
  public var signalToNoise: Double
  /// White matter's mean intensity in the scanner's units; images are whole numbers.
  public var intensity: Double
  /// The relative change of the receive field across the head; 0 for a uniform one.
  public var shading: Double
  /// What else keeps the image from showing the anatomy as it is.
  public var imperfections: Imperfections

  /// The same scan with in-plane voxels `factor` times as large and the same field of view.
  ///
  /// For demonstrations on small machines: slices stay as they are, as does the matrix' centre.
  public func scaled(inPlane factor: Double) -> Acquisition {
    var result = self
    let columns = max(Int((Double(matrix.x) / factor).rounded()), 1)
    let rows = max(Int((Double(matrix.y) / factor).rounded()), 1)
    result.matrix.x = columns
    result.matrix.y = rows
    result.spacing.x = spacing.x * Double(matrix.x) / Double(columns)
    result.spacing.y = spacing.y * Double(matrix.y) / Double(rows)
    // The readout takes as long and covers as much: fewer voxels share the same range in Hz.
    result.bandwidth =
      bandwidth * result.spacing[phaseEncoding.readout]
      / spacing[phaseEncoding.readout]
    return result
  }

  /// The voxel grid of the scan around a point of the world, in mm RAS+.
  public func grid(around point: SIMD3<Double>) -> VoxelGrid {
    let turn = Affine.rotation(degrees: angulation)
    var columns = Affine(spacing: SIMD3(1, 1, 1))
    for (axis, letter) in axes.prefix(3).enumerated() {
      let direction: SIMD3<Double> =
        switch letter {
        case "L": [-1, 0, 0]
        case "R": [1, 0, 0]
        case "A": [0, 1, 0]
        case "P": [0, -1, 0]
        case "I": [0, 0, -1]
        default: [0, 0, 1]
        }
      columns[column: axis] = turn(direction) * spacing[axis]
    }
    let middle = (SIMD3<Double>(matrix) - 1) / 2
    columns.translation = point + offset - columns(middle)
    return VoxelGrid(size: matrix, affine: columns)
  }
}
