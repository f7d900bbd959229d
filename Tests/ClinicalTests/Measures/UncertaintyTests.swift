import Clinical
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Uncertainty of the border")
struct UncertaintyTests {
  private let model = ModelTumour()

  /// A ball of 7 mm in label 1, and a logistic probability of its distance.
  private func softBall(scale: Double) -> (labels: LabelMap, probability: Volume) {
    let grid = VoxelGrid(44, 44, 44, spacing: SIMD3(repeating: 0.5))
    let places = (0..<grid.count).map {
      (grid.world(SIMD3<Double>(grid.index(at: $0))) - grid.centre).length - 7
    }
    return (
      LabelMap(grid: grid, voxels: places.map { $0 <= 0 ? 1 : 0 }),
      Volume(grid: grid, voxels: places.map { Float(1 / (1 + exp($0 / scale))) })
    )
  }

  @Test("The half width is the distance from 3/4 to 1/2", arguments: [0.4, 0.5, 0.6])
  func halfWidth(_ scale: Double) throws {
    let (labels, probability) = softBall(scale: scale)
    let m = try MeatalMeasures(of: labels, .parts, probability: probability)
    let u = try #require(m.uncertainty)
    // A logistic curve is 3/4 at scale * ln 3 from its middle; steeper ones than these are lost
    // between voxel centres. The area, by Crofton's formula on
    // voxels, is right to 2 %; the shell of a ball of 7 mm is thicker outside by its curvature.
    #expect(abs(u.halfWidth / (scale * log(3)) - 1) < 0.06)
    let ball = { (radius: Double) in 4 / 3 * Double.pi * radius * radius * radius }
    #expect(abs(u.surelyInside / ball(7 - scale * log(3)) - 1) < 0.02)
    #expect(abs(u.possiblyInside / ball(7 + scale * log(3)) - 1) < 0.02)
    // The sum of a logistic ball: V (1 + (pi scale / R)^2), the third moment of the logistic curve.
    let expected = ball(7) * (1 + .pi * .pi * scale * scale / 49)
    // Beyond 3 mm the probability is cut off: 0.7 % of the volume at the softest.
    #expect(abs(u.expectedVolume / expected - 1) < 0.012)
    #expect(m.whole.expected == u.expectedVolume)
  }

  @Test("Probability of both parts adds up to the whole")
  func shares() throws {
    let map = model.labels(spacing: [0.8, 0.8, 1])
    let probability = Volume(grid: map.grid, voxels: map.mask(of: [1, 2]).partialVolume())
    let m = try MeatalMeasures(of: map, .parts, probability: probability)
    let extra = try #require(m.extraMeatal?.expected)
    let intra = try #require(m.intraMeatal?.expected)
    #expect(abs(extra + intra - (try #require(m.whole.expected))) < 1e-3)
    #expect(abs(extra / model.extraVolume - 1) < 0.05)
  }

  @Test("A probability far from the tumour does not count")
  func far() throws {
    let map = model.labels(spacing: [1, 1, 1])
    var probability = Volume(
      grid: map.grid, voxels: map.mask(of: [1, 2]).voxels.map { $0 ? 1 : 0 })
    let clean = try MeatalMeasures(of: map, .parts, probability: probability)
    #expect(clean.whole.expected == clean.whole.counted)
    for o in probability.voxels.indices {
      let p = map.grid.world(SIMD3<Double>(map.grid.index(at: o)))
      if (p - [-20, 0, 0]).length < 5 { probability.voxels[o] = 0.9 }
    }
    #expect(try MeatalMeasures(of: map, .parts, probability: probability) == clean)
  }

  @Test("A probability on another grid or outside 0 to 1 is an error")
  func wrong() {
    let map = model.labels(spacing: [1, 1, 1])
    let other = Volume(grid: VoxelGrid(3, 3, 3), filledWith: 0)
    #expect(throws: GridMismatch.self) {
      try MeatalMeasures(of: map, .parts, probability: other)
    }
    for value in [Float(1.5), -0.5, .nan] {
      #expect(throws: MeasureError.self) {
        try MeatalMeasures(
          of: map, .parts, probability: Volume(grid: map.grid, filledWith: value))
      }
    }
    #expect(
      "\(MeasureError.notAProbability(found: 1.5))"
        == "expected probabilities from 0 to 1, found 1.5")
  }
}
