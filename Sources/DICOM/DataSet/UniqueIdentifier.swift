import Foundation

/// A UID that follows from a name: the same name gives the same UID on every machine.
///
/// So the same result for the same series is the same object, however often it is made. The UID is
/// that of a version 5 UUID, written as PS3.5 B.2 says.
///
/// - Source: RFC 4122, section 4.3.
func uniqueIdentifier(of name: String) -> String {
  // A random UUID, drawn once: the names of this program have a space of their own.
  let space: [UInt8] = [
    0x5A, 0x1F, 0x0B, 0xC6, 0x39, 0x8E, 0x4D, 0x72, 0x9C, 0x41, 0xE7, 0x60, 0x2D, 0xA5, 0x88, 0x13,
  ]
  var bytes = Array(sha1(space + Array(name.utf8)).prefix(16))
  bytes[6] = bytes[6] & 0x0F | 0x50
  bytes[8] = bytes[8] & 0x3F | 0x80
  return "2.25.\(bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) })"
}

/// A UID that no other object has.
func newUniqueIdentifier() -> String {
  uniqueIdentifier(of: "new \(UUID().uuidString)")
}

/// The 20 bytes of a message's digest.
///
/// - Source: FIPS 180-4, section 6.1.
func sha1(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  var padded = message + [0x80]
  while padded.count % 64 != 56 { padded.append(0) }
  let bitCount = UInt64(message.count) * 8
  padded += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * UInt64($0))) }
  func rotated(_ word: UInt32, by n: UInt32) -> UInt32 { word << n | word >> (32 - n) }
  var words = [UInt32](repeating: 0, count: 80)
  for block in stride(from: 0, to: padded.count, by: 64) {
    for t in 0..<16 {
      words[t] = padded[(block + 4 * t)..<(block + 4 * t + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
    for t in 16..<80 {
      words[t] = rotated(words[t - 3] ^ words[t - 8] ^ words[t - 14] ^ words[t - 16], by: 1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for t in 0..<80 {
      let (f, k): (UInt32, UInt32) =
        switch t {
        case 0..<20: (b & c | ~b & d, 0x5A82_7999)
        case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = rotated(a, by: 5) &+ f &+ e &+ k &+ words[t]
      (e, d, c, b, a) = (d, c, rotated(b, by: 30), a, next)
    }
    state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
  }
  return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
}
