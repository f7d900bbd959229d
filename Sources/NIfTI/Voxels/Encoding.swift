/// Voxels as little-endian bytes behind a header.
enum VoxelEncoding {
  /// The header's bytes followed by the voxels; the offset of the first voxel that the data type
  /// cannot hold instead, where there is one.
  static func bytes(
    _ voxels: [Float], as dataType: NIfTIDataType, after header: [UInt8]
  ) -> (bytes: [UInt8], refused: Int?) {
    switch dataType {
    case .uint8: integers(UInt8.self, voxels, after: header)
    case .int8: integers(Int8.self, voxels, after: header)
    case .uint16: integers(UInt16.self, voxels, after: header)
    case .int16: integers(Int16.self, voxels, after: header)
    case .uint32: integers(UInt32.self, voxels, after: header)
    case .int32: integers(Int32.self, voxels, after: header)
    case .uint64: integers(UInt64.self, voxels, after: header)
    case .int64: integers(Int64.self, voxels, after: header)
    case .float32: (fill(voxels, after: header) { $0.bitPattern.littleEndian }, nil)
    case .float64: (fill(voxels, after: header) { Double($0).bitPattern.littleEndian }, nil)
    }
  }

  @inline(__always)
  private static func fill<Bits: FixedWidthInteger>(
    _ voxels: [Float], after header: [UInt8], _ bits: (Float) -> Bits
  ) -> [UInt8] {
    let width = MemoryLayout<Bits>.size
    return [UInt8](unsafeUninitializedCapacity: header.count + voxels.count * width) { out, count in
      let raw = UnsafeMutableRawBufferPointer(out)
      raw.copyBytes(from: header)
      for n in 0..<voxels.count {
        raw.storeBytes(of: bits(voxels[n]), toByteOffset: header.count + n * width, as: Bits.self)
      }
      count = header.count + voxels.count * width
    }
  }

  @inline(__always)
  private static func integers<Stored: FixedWidthInteger>(
    _ type: Stored.Type, _ voxels: [Float], after header: [UInt8]
  ) -> (bytes: [UInt8], refused: Int?) {
    // Powers of two, exact in Float, whereas the largest integer itself may not be.
    let lower = Float(Stored.min)
    let upper =
      2 * Float(sign: .plus, exponent: Stored.bitWidth - (Stored.isSigned ? 2 : 1), significand: 1)
    for n in 0..<voxels.count {
      let value = voxels[n].rounded()
      guard value >= lower, value < upper else { return ([], n) }
    }
    return (fill(voxels, after: header) { Stored($0.rounded()).littleEndian }, nil)
  }
}
