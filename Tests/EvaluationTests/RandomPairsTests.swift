import Evaluation
import Imaging
import TestSupport
import Testing

/// A random pair of label maps on a random small grid; labels may be absent, scattered or solid.
private func randomPair(_ random: inout SplitMix64) -> (LabelMap, LabelMap) {
  func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.next() % UInt64(range.count))
  }
  func spacing() -> Double { Double(number(1...40)) / 10 }
  let grid = VoxelGrid(
    number(1...7), number(1...6), number(1...5), spacing: SIMD3(spacing(), spacing(), spacing()))
  func map() -> LabelMap {
    let rarity = UInt64(number(1...12))
    return LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { _ in
        random.next() % rarity == 0 ? UInt8(random.next() % 3) : 0
      })
  }
  return (map(), map())
}

/// ASSD pooled, ASSD of means, HD and the share within 1 mm by trying every pair of voxels.
private func bruteForce(_ a: Mask, _ b: Mask) -> [Double]? {
  func surface(_ mask: Mask) -> [SIMD3<Double>] {
    let surface = mask.surface()
    return surface.voxels.indices.filter { surface.voxels[$0] }
      .map { SIMD3<Double>(mask.grid.index(at: $0)) * mask.grid.spacing }
  }
  func distances(_ from: [SIMD3<Double>], _ to: [SIMD3<Double>]) -> [Double] {
    from.map { p in to.map { (p - $0).length }.min() ?? .infinity }
  }
  let (first, second) = (surface(a), surface(b))
  guard !first.isEmpty, !second.isEmpty else { return nil }
  let (there, back) = (distances(first, second), distances(second, first))
  func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
  let all = there + back
  return [mean(all), (mean(there) + mean(back)) / 2, all.max() ?? 0]
}

@Suite("Random pairs")
struct RandomPairsTests {
  @Test("2000 random label pairs get the scores that trying everything gives")
  func scores() throws {
    var random = SplitMix64(seed: 20)
    var scored = 0
    for n in 0..<2000 {
      let (prediction, reference) = randomPair(&random)
      let rows = try score(
        prediction: prediction, reference: reference, case: "\(n)", site: "s",
        structures: .crossMoDA2022, definitions: .medPy)
      #expect(rows.count == 2)
      for (row, label) in zip(rows, [1, 2] as [UInt8]) {
        let (a, b) = (prediction.mask(of: [label]), reference.mask(of: [label]))
        let further = try #require(row.further)
        let shared = zip(a.voxels, b.voxels).count { $0 && $1 }
        #expect(further.truePositives == shared)
        #expect(further.falsePositives == a.count - shared)
        #expect(further.falseNegatives == b.count - shared)
        #expect(
          further.trueNegatives == zip(a.voxels, b.voxels).count { !$0 && !$1 })
        guard let expected = bruteForce(a, b) else {
          #expect(row.outcome != .scored)
          continue
        }
        scored += 1
        let found = try #require(try surfaceDistances(prediction: a, reference: b))
        let figures = [
          try #require(row.assd), found.averageSymmetricSurfaceDistance(.meanOfDirections),
          try #require(further.hd),
        ]
        for (one, other) in zip(figures, expected) {
          // Both in double precision, summed in one order or another.
          #expect(abs(one - other) <= 1e-9 * max(1, other), "pair \(n), label \(label)")
        }
      }
    }
    #expect(scored > 1500)
  }
}
