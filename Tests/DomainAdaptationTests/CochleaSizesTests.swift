@testable import DomainAdaptation

import Foundation
import Imaging
import Testing

@Suite("The size of cochleas sets how readily they are predicted")
struct CochleaSizesTests {
  /// A row of voxels of 2 mm3 with background and cochlea (class 1), given by the log-odds of cochlea.
  private static func row(_ logOdds: [Float]) -> ProbabilityMap {
    let grid = VoxelGrid(
      logOdds.count, 1, 1, spacing: SIMD3(1, 1, 2), origin: SIMD3(0, 0, 0))
    let cochlea = logOdds.map { 1 / (1 + Float(exp(-Double($0)))) }
    return ProbabilityMap(grid: grid, classes: 2, values: cochlea.map { 1 - $0 } + cochlea)
  }

  @Test(
    "the shift lies between the last voxel that the expected volume holds and the next",
    arguments: [
      // Log-odds 4, 3, 1, 0.5 are predicted as cochlea, 8 mm3.
      // Two voxels: between 3 and 1. Five: between -0.5 and -2, so more readily.
      (expected: 4.0, shift: Float(-2)),
      (expected: 6.0, shift: Float(-0.75)),
      (expected: 10.0, shift: Float(1.25)),
    ])
  func shifts(expected: Double, shift: Float) throws {
    let map = Self.row([-2, -0.5, 1, 3, 4, 0.5, -3])
    let sizes = CochleaSizes(cochlea: 1, expected: expected)
    let found = try #require(sizes.shift(labels: map.argmax(), probabilities: map))
    #expect(abs(found - shift) < 1e-3)
    let matched = map.shifted(1, by: found).argmax()
    #expect(matched.mask(of: [1]).volume == expected)
  }

  @Test("a shift changes log-odds by itself, and probabilities still sum to 1")
  func oddsShift() {
    let map = Self.row([-2, 0, 3]).shifted(1, by: 1.5)
    for (offset, expected) in [Float(-0.5), 1.5, 4.5].enumerated() {
      #expect(abs(map.logOdds(of: 1, at: offset) - expected) < 1e-3)
      #expect(abs(map.values[offset] + map.values[3 + offset] - 1) < 1e-6)
    }
  }

  @Test("an image without a cochlea has no say")
  func nothing() {
    let map = Self.row([-2, -1, -3])
    let sizes = CochleaSizes(cochlea: 1, expected: 4)
    #expect(sizes.shift(labels: map.argmax(), probabilities: map) == nil)
  }

  @Test(
    "all images shift by the median of theirs, within limits",
    arguments: [
      ([], 0), ([-0.5], -0.5), ([-1, 0.5, -0.25], -0.25), ([-1, -0.5], -0.75), ([-9, -7, 1], -2),
      ([6], 2),
    ] as [([Float], Float)])
  func common(shifts: [Float], expected: Float) {
    #expect(CochleaSizes.shift(shifts) == expected)
  }

  @Test("the expected size is the median of labelled cochleas, two an image at most")
  func labelled() throws {
    let grid = VoxelGrid(20, 1, 1, spacing: SIMD3(1, 1, 2), origin: SIMD3(0, 0, 0))
    func map(_ runs: [Range<Int>]) -> LabelMap {
      var map = LabelMap(grid: grid, filledWith: 0)
      for offset in runs.joined() { map.voxels[offset] = 3 }
      return map
    }
    // 6 and 10 mm3 (a speck of 2 mm3 is no third one), and 8 mm3.
    let sizes = try #require(
      CochleaSizes(cochlea: 3, labels: [map([0..<3, 5..<10, 12..<13]), map([2..<6])]))
    #expect(sizes.expected == 8)
    #expect(CochleaSizes(cochlea: 3, labels: [map([])]) == nil)
  }
}
