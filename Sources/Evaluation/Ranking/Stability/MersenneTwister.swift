/// The generator MT19937, seeded and reduced to a range as NumPy's legacy `RandomState` does.
///
/// It exists to repeat published bootstraps draw by draw; new work draws from `SplitMix64`.
///
/// - Source: Matsumoto, Nishimura, ACM TOMACS 8(1), 1998; NumPy's legacy seeding and masked
///   rejection, checked against NumPy 2.4.6 in Tests/Golden/statistics.json.
struct MersenneTwister {
  private var state: [UInt32]
  private var position = Self.size

  private static let size = 624
  private static let shift = 397

  init(seed: UInt32) {
    state = [seed]
    state.reserveCapacity(Self.size)
    for n in 1..<Self.size {
      let last = state[n - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(n))
    }
  }

  /// The next 32 random bits.
  mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  /// A uniform index in `0..<count`; `count` is at least 1 and at most 2^32.
  ///
  /// Bits beyond the range's own are masked away, and what is still too large is drawn again.
  mutating func index(below count: Int) -> Int {
    guard count > 1 else { return 0 }
    let largest = UInt32(count - 1)
    let mask = UInt32.max >> UInt32(largest.leadingZeroBitCount)
    while true {
      let value = next() & mask
      if value <= largest { return Int(value) }
    }
  }

  private mutating func twist() {
    for n in 0..<Self.size {
      let y = (state[n] & 0x8000_0000) | (state[(n + 1) % Self.size] & 0x7FFF_FFFF)
      state[n] =
        state[(n + Self.shift) % Self.size] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
    }
    position = 0
  }
}
