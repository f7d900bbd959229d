import Foundation
import Imaging
import Testing

@Suite("Probability map")
struct ProbabilityMapTests {
  /// Two classes along `i` from the probabilities of the second.
  private func line(_ foreground: [Float]) -> ProbabilityMap {
    ProbabilityMap(
      grid: VoxelGrid(foreground.count, 1, 1), classes: 2,
      values: foreground.map { 1 - $0 } + foreground)
  }

  private func randomMap(on grid: VoxelGrid, _ classes: Int, seed: UInt64) -> ProbabilityMap {
    var random = SplitMix64(seed: seed)
    var values = (0..<classes * grid.count).map { _ in Float.random(in: 0.01...1, using: &random) }
    for offset in 0..<grid.count {
      let sum = (0..<classes).reduce(Float(0)) { $0 + values[$1 * grid.count + offset] }
      for c in 0..<classes { values[c * grid.count + offset] /= sum }
    }
    return ProbabilityMap(grid: grid, classes: classes, values: values)
  }

  @Test("The most probable class wins and ties go to the lower, worked by hand")
  func argmax() {
    let grid = VoxelGrid(4, 1, 1, spacing: SIMD3(2, 2, 2))
    let map = ProbabilityMap(
      grid: grid, classes: 3,
      values: [
        0.5, 0.2, 0.3, 1,  // background
        0.3, 0.4, 0.3, 0,  // class 1
        0.2, 0.4, 0.4, 0,  // class 2
      ])
    #expect(map.argmax() == LabelMap(grid: grid, voxels: [0, 1, 2, 0]))
  }

  @Test("One class alone is background")
  func oneClass() {
    let map = ProbabilityMap(grid: VoxelGrid(2, 1, 1), classes: 1, values: [1, 1])
    #expect(map.argmax().voxels == [0, 0])
    #expect(map.resampledArgmax(to: map.grid).voxels == [0, 0])
  }

  @Test("Between voxels the interpolated probability decides, worked by hand")
  func between() {
    // From 0 to 0.8 the foreground passes one half at 0.625 of the way; the outside is background
    // half a voxel past the last centre, although the last voxel is foreground.
    let target = VoxelGrid(9, 1, 1, spacing: SIMD3(0.25, 1, 1), origin: SIMD3(-0.25, 0, 0))
    let found = line([0, 0.8]).resampledArgmax(to: target)
    // At -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5 and 1.75.
    #expect(found == LabelMap(grid: target, voxels: [0, 0, 0, 0, 1, 1, 1, 1, 0]))
    // Halfway from 0 to 1 both classes are one half; ties go to the lower.
    let halfway = VoxelGrid(1, 1, 1, origin: SIMD3(0.5, 0, 0))
    #expect(line([0, 1]).resampledArgmax(to: halfway).voxels == [0])
  }

  @Test("On its own grid, straight or turned, the interpolated classes are the classes")
  func identity() {
    let grid = VoxelGrid(5, 4, 3, spacing: SIMD3(0.4, 0.5, 1.5), origin: SIMD3(-3, 8, 1))
    let map = randomMap(on: grid, 4, seed: 1)
    #expect(map.resampledArgmax(to: grid) == map.argmax())
    for orientation in Orientation.all {
      let turned = map.argmax().reoriented(to: orientation)
      #expect(map.resampledArgmax(to: turned.grid).voxels == turned.voxels, "\(orientation)")
    }
  }

  @Test("Resampling each class and then deciding gives the same", arguments: 0..<12)
  func eachClass(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 100)
    let grid = randomGrid(&random, sizes: 2...6)
    let map = randomMap(on: grid, 3, seed: seed)
    var affine = randomGrid(&random).affine
    affine.translation += grid.centre - affine(SIMD3(2.5, 2.5, 2.5))
    let target = VoxelGrid(size: SIMD3(6, 6, 6), affine: affine)
    let classes = (0..<3).map { c in
      let values = Array(map.values[c * grid.count..<(c + 1) * grid.count])
      return Volume(grid: grid, voxels: values)
        .resampled(to: target, outside: c == 0 ? 1 : 0).voxels
    }
    let expected = ProbabilityMap(grid: target, classes: 3, values: classes.flatMap { $0 }).argmax()
    #expect(map.resampledArgmax(to: target) == expected)
  }

  @Test("A map that is flat in space is background elsewhere")
  func flat() {
    let grid = VoxelGrid(size: SIMD3(1, 1, 1), affine: Affine(spacing: SIMD3(0, 1, 1)))
    let map = ProbabilityMap(grid: grid, classes: 2, values: [0, 1])
    #expect(map.resampledArgmax(to: VoxelGrid(2, 1, 1)).voxels == [0, 0])
  }

  @Test("Entropy is 0 where one class is certain and log n where n are alike, worked by hand")
  func entropy() {
    let grid = VoxelGrid(3, 1, 1)
    let map = ProbabilityMap(
      grid: grid, classes: 4,
      values: [
        1, 0.25, 0.5,
        0, 0.25, 0.25,
        0, 0.25, 0.25,
        0, 0.25, 0,
      ])
    let found = map.entropy()
    #expect(found.grid == grid)
    // 0.5 log 2 + 2 * 0.25 log 4 = 1.5 log 2; single precision near 1.
    let expected = [0, log(4.0), 1.5 * log(2.0)].map { Float($0) }
    #expect(largestDifference(found.voxels, expected) < 1e-6)
    #expect(found.voxels[0] == 0)
  }
}
