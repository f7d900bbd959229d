import Evaluation
import Imaging
import TestSupport
import Testing

@Suite("Distances of samples")
struct SampleDistanceTests {
  @Test(
    "Against scipy 1.17: ks_2samp and wasserstein_distance",
    arguments: [
      ([1, 2, 3], [2, 3, 4], 1.0 / 3, 1.0),
      ([0.1, 0.4, 0.7], [0.2, 0.5, 0.6, 0.9], 5.0 / 12, 1.0 / 6),
      ([1.5, 2.25, 2.25, 4, 7.5], [2.25, 3, 3, 9], 0.35, 1.1125),
      ([5], [5], 0, 0),
    ] as [([Double], [Double], Double, Double)])
  func values(_ c: (a: [Double], b: [Double], d: Double, w: Double)) throws {
    #expect(abs(try #require(kolmogorovSmirnovDistance(c.a, c.b)) - c.d) < 1e-12)
    #expect(abs(try #require(wassersteinDistance(c.b, c.a)) - c.w) < 1e-12)
  }

  @Test("An empty sample has no distance")
  func empty() {
    #expect(kolmogorovSmirnovDistance([], [1]) == nil && wassersteinDistance([1], []) == nil)
  }

  @Test("Positions of either ear are mirrored to one side")
  func mirrored() throws {
    let grid = VoxelGrid(61, 21, 21, origin: [-30, -10, -10])
    let sample = { (side: Double) in
      ShapeSample(
        tumour: ball(on: grid, centre: [side * 12, -4, 2], radius: 5),
        cochlea: ball(on: grid, centre: [side * 24, 1, 0], radius: 3), isRightSided: side > 0)
    }
    let right = try #require(sample(1))
    let left = try #require(sample(-1))
    // 12 mm towards the midline, 5 mm back, 2 mm up.
    #expect((try #require(right.position) - [12, -5, 2]).length < 1e-9)
    #expect((try #require(left.position) - [12, -5, 2]).length < 1e-9)
    // Centres are sqrt(144 + 25 + 4) = 13.15 mm apart, radii 5 and 3; a voxel at either end.
    #expect(abs(try #require(right.distance) - 5.15) < 1)
    #expect(SampleComparison(ShapeMeasure.all[0], real: [right], simulated: []) == nil)
    let same = try #require(
      SampleComparison(ShapeMeasure.all[0], real: [right], simulated: [left, left]))
    #expect(same.kolmogorovSmirnov == 0 && same.real.values[3] == right.tumour.volume)
  }
}
