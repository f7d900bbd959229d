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
      UnsafeMutableRawBufferPointer(out).copyBytes(from: header)
      guard let base = out.baseAddress.map({ UnsafeMutableRawPointer($0) + header.count }) else {
        return
      }
      voxels.withUnsafeBufferPointer { source in
        for n in 0..<source.count {
          base.storeBytes(of: bits(source[n]), toByteOffset: n * width, as: Bits.self)
        }
      }
      count = header.count + voxels.count * width
    }
  }

  @inline(__always)
  private static func integers<Stored: FixedWidthInteger>(
    _ type: Stored.Type, _ voxels: [Float], after header: [UInt8]
  ) -> (bytes: [UInt8], refused: Int?) {
    // Powers of two, exact in floating point, whereas the largest integer itself may not be. A
    // value rounds into the range exactly when it lies within half of it; NaN fails.
    let least = Double(Stored.min)
    let lower = least - 0.5
    let exponent = Stored.bitWidth - (Stored.isSigned ? 1 : 0)
    let upper = Double(sign: .plus, exponent: exponent, significand: 1) - 0.5
    func isRefused(_ voxel: Float) -> Bool {
      let value = Double(voxel)
      return !((value > lower || value == least) && value < upper)
    }
    // Counted first, without a way out of the loop, so that many voxels are looked at at once.
    var refused = 0
    for n in 0..<voxels.count { refused &+= isRefused(voxels[n]) ? 1 : 0 }
    if refused > 0 { return ([], voxels.firstIndex(where: isRefused)) }
    let bytes = fill(voxels, after: header) { value in
      // Rounds half away from zero; `rounded()` is a function call where SSE 4.1 is not assumed.
      Stored(Double(value) + (value < 0 ? -0.5 : 0.5)).littleEndian
    }
    return (bytes, nil)
  }
}
