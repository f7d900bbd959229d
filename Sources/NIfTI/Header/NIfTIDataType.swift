/// How one voxel is stored; the raw value is NIfTI's `datatype` code.
///
/// Only real scalars of at most 64 bits: complex numbers, colours and float128 are refused with
/// their name when read.
public enum NIfTIDataType: Int, Hashable, Sendable, Codable, CaseIterable {
  /// 8-bit unsigned integers.
  case uint8 = 2
  /// 16-bit signed integers, the usual type of scanner images.
  case int16 = 4
  /// 32-bit signed integers.
  case int32 = 8
  /// 32-bit floating point.
  case float32 = 16
  /// 64-bit floating point; narrowed to `Float` when read.
  case float64 = 64
  /// 8-bit signed integers.
  case int8 = 256
  /// 16-bit unsigned integers.
  case uint16 = 512
  /// 32-bit unsigned integers.
  case uint32 = 768
  /// 64-bit signed integers; rounded to `Float` when read.
  case int64 = 1024
  /// 64-bit unsigned integers; rounded to `Float` when read.
  case uint64 = 1280

  /// The name as numpy writes it, as in "int16".
  public var name: String { "\(self)" }

  /// The bytes of one voxel.
  public var byteCount: Int {
    switch self {
    case .uint8, .int8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  // For the error message alone.
  static func unsupportedName(_ code: Int) -> String? {
    switch code {
    case 1: "binary"
    case 32: "complex64"
    case 128: "RGB"
    case 1536: "float128"
    case 1792: "complex128"
    case 2048: "complex256"
    case 2304: "RGBA"
    default: nil
    }
  }
}
