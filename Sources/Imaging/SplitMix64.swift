#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A small seeded random generator: the same seed gives the same sequence everywhere.
///
/// - Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose sequence is fixed by the seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension SplitMix64 {
  /// A generator for one named part of a run, independent of how many other parts there are.
  ///
  /// Seeding from (seed, keys) instead of drawing from one long sequence is what makes a run
  /// resumable and its results independent of the number of workers.
  public init(seed: UInt64, keys: UInt64...) {
    var mixed = SplitMix64(seed: seed)
    var state = mixed.next()
    for key in keys {
      mixed = SplitMix64(seed: state ^ (key &* 0x9E37_79B9_7F4A_7C15))
      state = mixed.next()
    }
    self.init(seed: state)
  }
}

extension SplitMix64 {
  /// A draw from the normal distribution with mean 0 and standard deviation 1 (Box-Muller).
  public mutating func nextNormal() -> Double {
    let u = Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
