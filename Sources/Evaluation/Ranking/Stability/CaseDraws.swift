import Imaging

/// Where the draws of a bootstrap come from.
public enum BootstrapGenerator: String, Codable, CaseIterable, Hashable, Sendable {
  /// Each bootstrap has a generator of its own, seeded by the seed and its number.
  case splitMix64 = "SplitMix64"
  /// The draws of the challenge's script: `numpy.random.seed(s)`, then `numpy.random.choice(cases,
  /// size=n)` again and again. Of the seed the lower 32 bits count, NumPy takes no more.
  case numPy = "NumPy MT19937"
}

/// Draws cases with replacement, as many as there are, again and again.
struct CaseDraws {
  let caseCount: Int
  private let seed: UInt64
  private var drawn = 0
  private var twister: MersenneTwister?

  init(_ generator: BootstrapGenerator, seed: UInt64, caseCount: Int) {
    self.caseCount = caseCount
    self.seed = seed
    twister = generator == .numPy ? MersenneTwister(seed: UInt32(truncatingIfNeeded: seed)) : nil
  }

  /// How often each case is drawn in the next bootstrap.
  mutating func next() -> [Int] {
    var times = [Int](repeating: 0, count: caseCount)
    for c in nextCases() { times[c] += 1 }
    return times
  }

  /// The cases of the next bootstrap, in the order in which they are drawn.
  mutating func nextCases() -> [Int] {
    if var twister {
      defer { self.twister = twister }
      return (0..<caseCount).map { _ in twister.index(below: caseCount) }
    }
    var generator = SplitMix64(seed: seed, keys: UInt64(drawn))
    drawn += 1
    return (0..<caseCount).map { _ in Int.random(in: 0..<caseCount, using: &generator) }
  }
}
