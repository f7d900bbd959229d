import Imaging
import Testing

@Suite("Distance transform")
struct DistanceTransformTests {
  @Test("Distances from one voxel with anisotropic spacing, worked by hand")
  func oneVoxel() {
    let grid = VoxelGrid(3, 3, 3, spacing: SIMD3(0.3, 0.4, 1.2))
    let found = Mask(grid, [SIMD3(0, 0, 0)]).distanceTransform()
    let expected: [(SIMD3<Int>, Float)] = [
      (SIMD3(0, 0, 0), 0), (SIMD3(2, 0, 0), 0.6), (SIMD3(0, 2, 0), 0.8), (SIMD3(0, 0, 1), 1.2),
      (SIMD3(1, 1, 0), 0.5),  // 3-4-5
      (SIMD3(1, 1, 1), 1.3),  // 5-12-13
      (SIMD3(2, 2, 2), 2.6),
    ]
    #expect(found.grid == grid)
    for (index, distance) in expected {
      #expect(abs(found[index] - distance) < 1e-6, "\(index)")  // single precision
    }
  }

  @Test("The nearest in millimetres wins over the nearest in voxels, worked by hand")
  func anisotropic() {
    // From voxel 0 three steps along i are 1.5 mm, one step along k is 4 mm.
    let grid = VoxelGrid(4, 1, 2, spacing: SIMD3(0.5, 1, 4))
    let found = Mask(grid, [SIMD3(3, 0, 0), SIMD3(0, 0, 1)]).distanceTransform()
    #expect(found[0, 0, 0] == 1.5)
    #expect(found[3, 0, 1] == 1.5)
  }

  @Test("Between two voxels on a line distances rise and fall, worked by hand")
  func between() {
    let line = Mask(line: [true, false, false, false, false, true, false])
    #expect(line.distanceTransform().voxels == [0, 1, 2, 2, 1, 0, 1])
  }

  @Test("The distance to nothing is infinite, within everything it is 0")
  func extremes() {
    let grid = VoxelGrid(4, 3, 2, spacing: SIMD3(0.4, 0.5, 2))
    let nothing = Mask(grid: grid, filledWith: false).distanceTransform().voxels
    #expect(nothing == [Float](repeating: .infinity, count: 24))
    let everything = Mask(grid: grid, filledWith: true).distanceTransform().voxels
    #expect(everything == [Float](repeating: 0, count: 24))
    #expect(Mask(line: [true]).distanceTransform().voxels == [0])
    #expect(Mask(line: [false]).distanceTransform().voxels == [.infinity])
  }

  @Test("Distances are those found by trying every pair, on oblique grids too", arguments: 0..<24)
  func bruteForce(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let grid = randomGrid(&random, sizes: 1...7)
    var mask = randomMask(on: grid, oneIn: seed % 2 == 0 ? 4 : 40, &random)
    mask.voxels[Int(random.next() % UInt64(grid.count))] = true
    let members = grid.indices.filter { mask[$0] }.map { grid.centre(of: $0) }
    let found = mask.distanceTransform()
    for v in grid.indices {
      let expected = members.map { ($0 - grid.centre(of: v)).length }.min() ?? .infinity
      // Single precision of up to 35 mm.
      #expect(abs(Double(found[v]) - expected) < 5e-6)
    }
  }

  @Test("A long line of every length is exact: no parabola is lost", arguments: 1...24)
  func lines(count: Int) {
    var random = SplitMix64(seed: UInt64(count))
    for axis in 0..<3 {
      var size = SIMD3(1, 1, 1)
      size[axis] = count
      let grid = VoxelGrid(size: size, affine: Affine(spacing: SIMD3(2, 2, 2)))
      var mask = randomMask(on: grid, oneIn: 6, &random)
      mask.voxels[0] = true
      let members = (0..<count).filter { mask.voxels[$0] }
      let expected = (0..<count).map { n in Float(2 * (members.map { abs($0 - n) }.min() ?? -1)) }
      #expect(mask.distanceTransform().voxels == expected)
    }
  }
}
