import Imaging
import TestSupport
import Testing

// Expected values: Vigna's splitmix64.c worked out in Python, through scripts/oracles/splitmix64.py.
private struct GoldenSplitMix64: Decodable {
  struct Plain: Decodable {
    let seed: String
    let outputs: [String]
  }
  struct Keyed: Decodable {
    let seed: String
    let keys: [String]
    let outputs: [String]
  }
  let plain: [Plain]
  let keyed: [Keyed]
}

@Suite("SplitMix64")
struct SplitMix64Tests {
  private func numbers(_ hexadecimal: [String]) throws -> [UInt64] {
    try hexadecimal.map { try #require(UInt64($0, radix: 16)) }
  }

  private func draws(_ count: Int, _ generator: SplitMix64) -> [UInt64] {
    var generator = generator
    return (0..<count).map { _ in generator.next() }
  }

  @Test("The published first numbers of seed 1234567")
  func published() {
    // They circulate with Vigna's C code.
    #expect(
      draws(3, SplitMix64(seed: 1_234_567)) == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test("Sequences are those of the C code")
  func plain() throws {
    let cases = try golden(GoldenSplitMix64.self, "splitmix64").plain
    #expect(cases.count == 6)
    for c in cases {
      let seed = try numbers([c.seed])[0]
      #expect(draws(c.outputs.count, SplitMix64(seed: seed)) == (try numbers(c.outputs)))
    }
  }

  @Test("Streams of keys are the documented ones, so that an old run resumes with a new build")
  func keyed() throws {
    let cases = try golden(GoldenSplitMix64.self, "splitmix64").keyed
    #expect(cases.count == 6)
    for c in cases {
      let (seed, keys) = (try numbers([c.seed])[0], try numbers(c.keys))
      let generator =
        switch keys.count {
        case 1: SplitMix64(seed: seed, keys: keys[0])
        case 2: SplitMix64(seed: seed, keys: keys[0], keys[1])
        default: SplitMix64(seed: seed, keys: keys[0], keys[1], keys[2])
        }
      #expect(draws(c.outputs.count, generator) == (try numbers(c.outputs)))
    }
  }

  @Test("Ten thousand streams of neighbouring keys share no number")
  func noOverlap() {
    var seen: Set<UInt64> = []
    for a in 0..<100 {
      for b in 0..<100 {
        seen.formUnion(draws(4, SplitMix64(seed: 1, keys: UInt64(a), UInt64(b))))
      }
    }
    // Two of 40 000 random 64-bit numbers agree with a chance of 4e-11.
    #expect(seen.count == 40_000)
  }

  @Test("Streams of neighbouring keys or seeds differ in half of their bits")
  func avalanche() {
    var differing = 0
    for n in 0..<1000 as Range<UInt64> {
      let first = draws(1, SplitMix64(seed: 5, keys: n))[0]
      differing += (first ^ draws(1, SplitMix64(seed: 5, keys: n + 1))[0]).nonzeroBitCount
      differing += (first ^ draws(1, SplitMix64(seed: 6, keys: n))[0]).nonzeroBitCount
    }
    // 128 000 fair bits: 64 000 with a standard deviation of 179; five of them.
    #expect(abs(differing - 64_000) < 900)
  }

  @Test("A stream does not depend on the streams drawn before, and a copy goes its own way")
  func independence() {
    var first = SplitMix64(seed: 3, keys: 1)
    let copy = first
    for _ in 0..<10 { _ = first.next() }
    #expect(draws(5, copy) == draws(5, SplitMix64(seed: 3, keys: 1)))
    #expect(draws(5, first) != draws(5, copy))
  }

  @Test(
    "Normal draws have mean 0, variance 1, no skew and the tails of the bell",
    arguments: ["one at a time", "added to an image"])
  func normal(drawn: String) {
    var random = SplitMix64(seed: 11)
    // Odd, and no whole number of the blocks that are added at a time.
    let count = 100_001
    var image = [Float](repeating: 3, count: count)
    if drawn == "added to an image" {
      image.withUnsafeMutableBufferPointer { random.addNormals(deviation: 2, to: $0) }
    }
    let values =
      drawn == "one at a time"
      ? (0..<count).map { _ in random.nextNormal() } : image.map { (Double($0) - 3) / 2 }
    let n = Double(count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + $1 * $1 } / n
    let skew = values.reduce(0) { $0 + $1 * $1 * $1 } / n
    // Standard errors sqrt(1 / n) = 0.0032, sqrt(2 / n) = 0.0045, sqrt(15 / n) = 0.0122; four each.
    #expect(abs(mean) < 0.013)
    #expect(abs(variance - 1) < 0.018)
    #expect(abs(skew) < 0.049)
    // The normal distribution function at 1 and 2: 68.27 and 95.45 percent lie within; four
    // standard errors.
    let shares = [1.0, 2].map { bound in Double(values.count { abs($0) < bound }) / n }
    #expect(abs(shares[0] - 0.6827) < 0.006)
    #expect(abs(shares[1] - 0.9545) < 0.003)
    #expect(values.allSatisfy { $0.isFinite })
  }
}
