public import Imaging

/// What a NIfTI file says about its voxels: their grid, their storage, and what was odd about it.
///
/// A header in hand is sound: sizes, data type, offset and affine have been checked.
public struct NIfTIHeader: Hashable, Sendable {
  /// Which rule gave the affine.
  public enum AffineSource: String, Hashable, Sendable, Codable {
    /// The sform, because its code is above 0.
    case sform
    /// The qform, because its code is above 0 and the sform's is not.
    case qform
    /// Neither: the spacing on a centred grid, as nibabel does.
    case spacing
  }

  /// Which of the two header formats the file has.
  public let version: NIfTIVersion
  /// Whether numbers are stored with the highest byte first.
  public let isBigEndian: Bool
  /// How a voxel is stored.
  public let dataType: NIfTIDataType
  /// The byte at which the voxels begin, extensions and all before it skipped.
  public let voxelOffset: Int
  /// The slope and intercept of stored values; `nil` where the file has none (slope 0 or NaN).
  public let scaling: NIfTIScaling?
  /// NIfTI's `xyzt_units` as stored; 2 in the low three bits is mm.
  public let units: Int
  /// The free text of the header, at most 79 bytes of UTF-8 when written.
  public var note: String
  /// The geometry exactly as stored.
  public let orientation: NIfTIOrientation
  /// Which rule gave the grid its affine.
  public let affineSource: AffineSource
  /// The voxels' grid in RAS+ mm.
  public let grid: VoxelGrid
  /// What a reader should know, one sentence each: forms that disagree, odd units, mended fields.
  public let warnings: [String]

  /// The bytes of all voxels.
  public var voxelByteCount: Int { grid.count * dataType.byteCount }

  var layout: HeaderLayout { .of(version) }
}

/// The linear map from stored to true values: `value = stored * slope + intercept`.
public struct NIfTIScaling: Hashable, Sendable {
  /// The factor, finite and not 0.
  public let slope: Double
  /// The summand, finite.
  public let intercept: Double

  /// A scaling; `nil` where it changes nothing or, with slope 0 or NaN, means "none".
  init?(slope: Double, intercept: Double) {
    guard slope.isFinite, slope != 0, slope != 1 || intercept != 0 else { return nil }
    self.slope = slope
    self.intercept = intercept
  }
}

extension NIfTIHeader {
  /// The header of a new little-endian file; NIfTI-2 where an axis is too long for NIfTI-1.
  init(_ grid: VoxelGrid, dataType: NIfTIDataType) {
    version = grid.size.max() > Int(Int16.max) ? .nifti2 : .nifti1
    isBigEndian = false
    self.dataType = dataType
    voxelOffset = HeaderLayout.of(version).firstVoxelOffset
    scaling = nil
    units = 2
    note = ""
    orientation = NIfTIOrientation(grid)
    affineSource = .sform
    self.grid = grid
    warnings = []
  }

  /// The bytes that open a new file on this header's geometry, flag for "no extensions" included.
  ///
  /// Extensions of the original are not copied: they may carry names and dates.
  func encoded(as dataType: NIfTIDataType) -> [UInt8] {
    let layout = layout
    var out = HeaderBytes(
      bytes: [UInt8](repeating: 0, count: layout.firstVoxelOffset), isBigEndian: false)
    out.put(integer: layout.byteCount, at: 0, width: 4)
    for (n, byte) in layout.magic.enumerated() { out.bytes[layout.magicOffset + n] = byte }
    let dims = [3, grid.size.x, grid.size.y, grid.size.z, 1, 1, 1, 1]
    for (n, value) in dims.enumerated() {
      out.put(integer: value, at: layout.dim + n * layout.dimWidth, width: layout.dimWidth)
    }
    out.put(integer: dataType.rawValue, at: layout.dataType, width: 2)
    out.put(integer: dataType.byteCount * 8, at: layout.bitsPerVoxel, width: 2)
    if version == .nifti1 {
      out.put(real: Double(layout.firstVoxelOffset), at: layout.voxelOffset, width: 4)
    } else {
      out.put(integer: layout.firstVoxelOffset, at: layout.voxelOffset, width: 8)
    }
    let width = layout.realWidth
    func put(_ values: [Double], at offset: Int) {
      for (n, value) in values.enumerated() {
        out.put(real: value, at: offset + n * width, width: width)
      }
    }
    put([1, 0], at: layout.slope)
    put(orientation.pixdim, at: layout.pixdim)
    put((0..<3).map { orientation.quaternion[$0] }, at: layout.quaternion)
    put((0..<3).map { orientation.quaternionOffset[$0] }, at: layout.quaternionOffset)
    put(orientation.rows.flatMap { row in (0..<4).map { row[$0] } }, at: layout.rows)
    let codeWidth = layout.formCodeWidth
    out.put(integer: orientation.qformCode, at: layout.formCodes, width: codeWidth)
    out.put(integer: orientation.sformCode, at: layout.formCodes + codeWidth, width: codeWidth)
    out.put(integer: units, at: layout.units, width: layout.unitsWidth)
    out.put(text: note, at: layout.note, count: HeaderLayout.noteByteCount)
    return out.bytes
  }
}
