import Imaging

/// A number as it lies in a file, in either byte order.
protocol StoredScalar {
  associatedtype Bits: FixedWidthInteger
  /// Whether there are values that are NaN or infinite.
  static var mayBeNonFinite: Bool { get }
  init(stored: Bits)
  var float: Float { get }
  var double: Double { get }
}

extension StoredScalar where Self: FixedWidthInteger, Bits == Self {
  static var mayBeNonFinite: Bool { false }
  @inline(__always) init(stored: Self) { self = stored }
  @inline(__always) var float: Float { Float(self) }
  @inline(__always) var double: Double { Double(self) }
}

extension UInt8: StoredScalar { typealias Bits = UInt8 }
extension UInt16: StoredScalar { typealias Bits = UInt16 }
extension UInt32: StoredScalar { typealias Bits = UInt32 }
extension UInt64: StoredScalar { typealias Bits = UInt64 }
extension Int8: StoredScalar { typealias Bits = Int8 }
extension Int16: StoredScalar { typealias Bits = Int16 }
extension Int32: StoredScalar { typealias Bits = Int32 }
extension Int64: StoredScalar { typealias Bits = Int64 }

extension Float: StoredScalar {
  static var mayBeNonFinite: Bool { true }
  @inline(__always) init(stored: UInt32) { self.init(bitPattern: stored) }
  @inline(__always) var float: Float { self }
  @inline(__always) var double: Double { Double(self) }
}

extension Double: StoredScalar {
  static var mayBeNonFinite: Bool { true }
  @inline(__always) init(stored: UInt64) { self.init(bitPattern: stored) }
  @inline(__always) var float: Float { Float(self) }
  @inline(__always) var double: Double { self }
}

/// The voxels of one file, still as bytes.
struct StoredVoxels {
  private var bytes: [UInt8]
  let header: NIfTIHeader

  init(bytes: [UInt8], header: NIfTIHeader) {
    self.bytes = bytes
    self.header = header
  }

  var count: Int { header.grid.count }

  /// The voxels as they are stored, where each is one unscaled byte without sign; else `nil`.
  ///
  /// Afterwards there is nothing left to visit: the bytes move to the front of their own memory,
  /// since copying them to fresh memory takes as long as inflating them.
  mutating func takePlainBytes() -> [UInt8]? {
    guard header.dataType == .uint8, header.scaling == nil else { return nil }
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    taken.removeFirst(header.voxelOffset)
    taken.removeLast(taken.count - count)
    return taken
  }

  /// Calls `body` with a reader of the header's data type, so that the loop inside is specialised.
  @inline(__always)
  func visit<Visitor: StoredVisitor>(_ visitor: Visitor) -> Visitor.Output {
    bytes.withUnsafeBytes { buffer in
      let source = UnsafeRawBufferPointer(rebasing: buffer[header.voxelOffset...])
      return switch header.dataType {
      case .uint8: visitor.read(UInt8.self, source)
      case .int8: visitor.read(Int8.self, source)
      case .uint16: visitor.read(UInt16.self, source)
      case .int16: visitor.read(Int16.self, source)
      case .uint32: visitor.read(UInt32.self, source)
      case .int32: visitor.read(Int32.self, source)
      case .uint64: visitor.read(UInt64.self, source)
      case .int64: visitor.read(Int64.self, source)
      case .float32: visitor.read(Float.self, source)
      case .float64: visitor.read(Double.self, source)
      }
    }
  }
}

/// A loop over stored voxels, written once for all data types.
protocol StoredVisitor {
  associatedtype Output
  func read<Stored: StoredScalar>(_ type: Stored.Type, _ source: UnsafeRawBufferPointer) -> Output
}

extension StoredVisitor {
  /// The stored number at a position; `swap` for the other byte order.
  @inline(__always)
  func load<Stored: StoredScalar>(
    _ type: Stored.Type, _ source: UnsafeRawPointer, _ n: Int, swap: Bool
  ) -> Stored {
    // Unaligned: an extension may end anywhere.
    let bits = source.loadUnaligned(
      fromByteOffset: n * MemoryLayout<Stored.Bits>.size, as: Stored.Bits.self)
    return Stored(stored: swap ? bits.byteSwapped : bits)
  }
}
