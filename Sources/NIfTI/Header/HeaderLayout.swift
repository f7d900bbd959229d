/// Where the fields of a header lie: NIfTI-1 and NIfTI-2 differ in offsets and widths alone.
///
/// - Source: `nifti1.h` and `nifti2.h` of the NIfTI data format working group.
struct HeaderLayout {
  let version: NIfTIVersion
  let byteCount: Int
  let magic: [UInt8]
  let magicOffset: Int
  /// The bytes of one floating-point field.
  let realWidth: Int
  let dim: Int
  let dimWidth: Int
  let dataType: Int
  let bitsPerVoxel: Int
  let pixdim: Int
  let voxelOffset: Int
  let slope: Int
  let intercept: Int
  let units: Int
  let unitsWidth: Int
  let note: Int
  let formCodes: Int
  let formCodeWidth: Int
  let quaternion: Int
  let quaternionOffset: Int
  let rows: Int

  /// Where the voxels of a file without extensions begin: after the header and a 4-byte flag.
  var firstVoxelOffset: Int { byteCount + 4 }

  static let noteByteCount = 80

  static let nifti1 = HeaderLayout(
    version: .nifti1, byteCount: 348, magic: Array("n+1\0".utf8), magicOffset: 344, realWidth: 4,
    dim: 40, dimWidth: 2, dataType: 70, bitsPerVoxel: 72, pixdim: 76, voxelOffset: 108,
    slope: 112, intercept: 116, units: 123, unitsWidth: 1, note: 148, formCodes: 252,
    formCodeWidth: 2, quaternion: 256, quaternionOffset: 268, rows: 280)

  static let nifti2 = HeaderLayout(
    version: .nifti2, byteCount: 540, magic: Array("n+2\0\r\n\u{1A}\n".utf8), magicOffset: 4,
    realWidth: 8, dim: 16, dimWidth: 8, dataType: 12, bitsPerVoxel: 14, pixdim: 104,
    voxelOffset: 168, slope: 176, intercept: 184, units: 500, unitsWidth: 4, note: 240,
    formCodes: 344, formCodeWidth: 4, quaternion: 352, quaternionOffset: 376, rows: 400)

  static func of(_ version: NIfTIVersion) -> HeaderLayout {
    version == .nifti1 ? nifti1 : nifti2
  }
}

/// Which of the two header formats a file has.
public enum NIfTIVersion: Int, Hashable, Sendable, Codable {
  /// 348 bytes, float32 geometry, at most 32767 voxels along an axis.
  case nifti1 = 1
  /// 540 bytes, float64 geometry.
  case nifti2 = 2
}
