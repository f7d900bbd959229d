import Imaging
import TestSupport
import Testing

@testable import Clinical

@Suite("The meatal plane from two parts")
struct PlaneFitTests {
  private let model = ModelTumour()

  private func angle(_ plane: MeatalPlane) -> Double {
    let cosine = (plane.normal * model.normal).sum()
    // Small angles: the chord is the angle in radians.
    return (2 - 2 * min(cosine, 1)).squareRoot() * 180 / .pi
  }

  @Test(
    "Exact labels give the plane to a fifth of a voxel and a degree",
    arguments: [
      SIMD3(0.5, 0.5, 0.5), SIMD3(0.41, 0.41, 1.5), SIMD3(0.8, 0.8, 1.0),
    ])
  func exact(_ spacing: SIMD3<Double>) throws {
    let map = model.labels(spacing: spacing)
    let fit = try #require(
      PlaneFit(separating: map.mask(of: [1]), from: map.mask(of: [2])))
    #expect(abs(fit.plane.distance(model.porus)) < 0.2 * spacing.max())
    #expect(angle(fit.plane) < 1.5, "\(angle(fit.plane)) degrees")
    // The middle of the porus: a border of 3 mm radius.
    #expect((fit.plane.point - model.porus).length < 0.6)
    #expect(fit.source == .parts)
    #expect(try #require(fit.spread) < spacing.max())
  }

  @Test("Islands of the wrong label and a ragged border hardly move it", arguments: 1...4)
  func robust(_ seed: UInt64) throws {
    var map = model.labels(spacing: [0.5, 0.5, 1])
    var random = SplitMix64(seed: seed)
    for o in map.voxels.indices where map.voxels[o] == 1 || map.voxels[o] == 2 {
      let p = map.grid.world(SIMD3<Double>(map.grid.index(at: o)))
      let depth = ((p - model.porus) * model.normal).sum()
      // An island of 2 mm radius deep in the bulb, and labels that swap at random near the plane.
      let isIsland = (p - model.porus + 7 * model.normal).length < 2
      let isSwapped = abs(depth) < 0.6 && Double.random(in: 0..<1, using: &random) < 0.35
      if isIsland || isSwapped { map.voxels[o] = 3 - map.voxels[o] }
    }
    let fit = try #require(
      PlaneFit(separating: map.mask(of: [1]), from: map.mask(of: [2])))
    #expect(abs(fit.plane.distance(model.porus)) < 0.35)
    #expect(angle(fit.plane) < 8, "\(angle(fit.plane)) degrees")
  }

  @Test("Parts that do not touch have no plane between them")
  func apart() {
    var map = model.labels(spacing: [1, 1, 1])
    for o in map.voxels.indices where map.voxels[o] == 2 {
      let p = map.grid.world(SIMD3<Double>(map.grid.index(at: o)))
      if ((p - model.porus) * model.normal).sum() < 2 { map.voxels[o] = 0 }
    }
    #expect(PlaneFit(separating: map.mask(of: [1]), from: map.mask(of: [2])) == nil)
    let none = Mask(grid: map.grid, filledWith: false)
    #expect(PlaneFit(separating: map.mask(of: [1]), from: none) == nil)
    #expect(PlaneFit(separating: none, from: map.mask(of: [2])) == nil)
  }
}
