/// Bytes in base 64 (RFC 4648), padded, as data URIs want them.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let second = start + 1 < bytes.count ? bytes[start + 1] : 0
    let third = start + 2 < bytes.count ? bytes[start + 2] : 0
    let group = Int(bytes[start]) << 16 | Int(second) << 8 | Int(third)
    result.append(alphabet[group >> 18])
    result.append(alphabet[group >> 12 & 63])
    result.append(start + 1 < bytes.count ? alphabet[group >> 6 & 63] : UInt8(ascii: "="))
    result.append(start + 2 < bytes.count ? alphabet[group & 63] : UInt8(ascii: "="))
  }
  return String(decoding: result, as: UTF8.self)
}
