/// The bytes of one header with the order they are stored in.
///
/// Offsets come from ``HeaderLayout`` and lie inside the bytes, whose count the maker has checked.
struct HeaderBytes {
  var bytes: [UInt8]
  let isBigEndian: Bool

  func bits(at offset: Int, width: Int) -> UInt64 {
    var value: UInt64 = 0
    for n in 0..<width {
      let byte = bytes[offset + (isBigEndian ? n : width - 1 - n)]
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  func integer(at offset: Int, width: Int) -> Int {
    let unused = 64 - width * 8
    return Int(Int64(bitPattern: bits(at: offset, width: width) << UInt64(unused)) >> unused)
  }

  func real(at offset: Int, width: Int) -> Double {
    let raw = bits(at: offset, width: width)
    return width == 4
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: raw))) : Double(bitPattern: raw)
  }

  func text(at offset: Int, count: Int) -> String {
    String(decoding: bytes[offset..<offset + count].prefix { $0 != 0 }, as: UTF8.self)
  }

  mutating func put(_ value: UInt64, at offset: Int, width: Int) {
    for n in 0..<width {
      let shift = 8 * (isBigEndian ? width - 1 - n : n)
      bytes[offset + n] = UInt8(truncatingIfNeeded: value >> UInt64(shift))
    }
  }

  mutating func put(integer value: Int, at offset: Int, width: Int) {
    put(UInt64(bitPattern: Int64(value)), at: offset, width: width)
  }

  mutating func put(real value: Double, at offset: Int, width: Int) {
    put(
      width == 4 ? UInt64(Float(value).bitPattern) : value.bitPattern, at: offset, width: width)
  }

  mutating func put(text: String, at offset: Int, count: Int) {
    // One byte stays 0: readers in C expect the end mark.
    for (n, byte) in text.utf8.prefix(count - 1).enumerated() { bytes[offset + n] = byte }
  }
}
