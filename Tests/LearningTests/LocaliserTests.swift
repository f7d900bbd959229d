@testable import Learning

import Foundation
import Imaging
import TestSupport
import Testing

@Suite("The ear localiser")
struct LocaliserTests {
  private let grid = VoxelGrid(
    40, 40, 16, spacing: SIMD3(5, 5, 5), origin: SIMD3(-97.5, -97.5, -37.5))

  private func probability(_ centres: [(SIMD3<Double>, Float)]) -> Volume {
    var result = Volume(grid: grid, filledWith: 0)
    for (centre, value) in centres {
      let mask = ball(on: grid, centre: centre, radius: 12)
      for offset in mask.voxels.indices where mask.voxels[offset] { result.voxels[offset] = value }
    }
    return result
  }

  private var head: Volume {
    let mask = ball(on: grid, centre: SIMD3(5, 0, 0), radius: 80)
    return Volume(grid: grid, voxels: mask.voxels.map { $0 ? 1 : 0 })
  }

  @Test("finds two ears, the left one first")
  func two() {
    let ears = EarLocaliser.ears(
      probability: probability([(SIMD3(40, 0, 0), 0.9), (SIMD3(-35, 0, 0), 0.8)]), head: head)
    #expect(ears.confident)
    #expect(ears.points.count == 2)
    // The mean of voxel centres of a ball is within half a voxel of its centre.
    #expect((ears.points[0] - SIMD3(-35, 0, 0)).length < 2.5)
    #expect((ears.points[1] - SIMD3(40, 0, 0)).length < 2.5)
  }

  @Test("does not pair ears that are too close, and says so")
  func tooClose() {
    let ears = EarLocaliser.ears(
      probability: probability([(SIMD3(15, 0, 0), 0.9), (SIMD3(-15, 0, 0), 0.8)]), head: head)
    #expect(!ears.confident)
  }

  @Test("mirrors a single ear about the middle of the head, and says so")
  func one() {
    let ears = EarLocaliser.ears(probability: probability([(SIMD3(45, 0, 0), 0.9)]), head: head)
    #expect(!ears.confident)
    // The head's middle lies at x = 5, so the other ear is at 2 * 5 - 45.
    #expect(abs(ears.points[0].x - -35) < 3)
    #expect(abs(ears.points[1].x - 45) < 3)
  }

  @Test("falls back to the middle of the head when nothing is found")
  func none() {
    let ears = EarLocaliser.ears(probability: probability([]), head: head)
    #expect(!ears.confident)
    #expect(abs((ears.points[0].x + ears.points[1].x) / 2 - 5) < 3)
  }

  @Test("learns from balls around the centre of each labelled cochlea")
  func target() {
    let fine = VoxelGrid(200, 40, 40, spacing: SIMD3(1, 1, 1), origin: SIMD3(-100, -20, -20))
    var cochlea = ball(on: fine, centre: SIMD3(-38, 0, 0), radius: 3)
    let other = ball(on: fine, centre: SIMD3(38, 0, 0), radius: 3)
    for offset in other.voxels.indices where other.voxels[offset] { cochlea.voxels[offset] = true }
    let target = EarLocaliser.target(cochlea: cochlea, on: grid, radius: 15)
    let components = target.mask(of: [1]).connectedComponents().components
    #expect(components.count == 2)
    for component in components {
      let centre = grid.world(component.centroid)
      #expect(abs(abs(centre.x) - 38) < 2.5 && abs(centre.y) < 2.5 && abs(centre.z) < 2.5)
      // A ball of 15 mm holds 14137 mm3; at 5 mm voxels counting is off by up to a tenth.
      #expect(abs(component.volume - 14137) < 1500)
    }
  }

  @Test("sees a scan of any intensities as training patches are: mean 0, deviation 1")
  func normalization() {
    let grid = VoxelGrid(30, 30, 20, spacing: SIMD3(5, 5, 5))
    let scan = Volume(
      grid: grid, voxels: (0..<grid.count).map { 1000 + 500 * sin(Float($0) / 50) })
    let coarse = EarLocaliser.coarse(scan, spacing: 10)
    let count = Double(coarse.voxels.count)
    let mean = coarse.voxels.reduce(0) { $0 + Double($1) } / count
    let variance = coarse.voxels.reduce(0) { $0 + Double($1) * Double($1) } / count - mean * mean
    // The rounding of some thousand floats.
    #expect(abs(mean) < 1e-4)
    #expect(abs(variance - 1) < 1e-3)
  }

  @Test("puts an oblique scan on an axis-aligned grid that holds it all")
  func axisAligned() {
    let s = 0.5.squareRoot()
    let oblique = VoxelGrid(
      size: SIMD3(11, 11, 5),
      affine: Affine(x: SIMD3(s, s, 0), y: SIMD3(-s, s, 0), z: SIMD3(0, 0, 2)))
    let aligned = oblique.axisAligned(spacing: SIMD3(2, 2, 2))
    // The square of side 10 turned by 45 degrees spans 14.14 mm: 8 steps of 2 mm, 9 voxels.
    #expect(aligned.size == SIMD3(9, 9, 5))
    #expect((aligned.centre - oblique.centre).length < 1e-9)
  }
}
