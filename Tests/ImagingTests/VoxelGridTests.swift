import Imaging
import Testing

@Suite("Voxel grid")
struct VoxelGridTests {
  @Test("Storage runs along i first, then j, then k, worked by hand")
  func storage() {
    let grid = VoxelGrid(4, 3, 2)
    #expect(grid.count == 24)
    #expect(grid.offset(1, 0, 0) == 1)
    #expect(grid.offset(0, 1, 0) == 4)
    #expect(grid.offset(0, 0, 1) == 12)
    #expect(grid.offset(3, 2, 1) == 23)
    #expect(grid.index(at: 17) == SIMD3(1, 1, 1))  // 17 = 1 + 4 * (1 + 3 * 1)
  }

  @Test(
    "Every offset names one voxel and back",
    arguments: [SIMD3(4, 3, 2), SIMD3(1, 1, 1), SIMD3(1, 5, 3), SIMD3(7, 1, 2), SIMD3(2, 6, 1)])
  func offsets(_ size: SIMD3<Int>) {
    let grid = VoxelGrid(size: size, affine: Affine(spacing: SIMD3(1, 1, 1)))
    for offset in 0..<grid.count {
      let v = grid.index(at: offset)
      #expect(grid.contains(v))
      #expect(grid.offset(v.x, v.y, v.z) == offset)
    }
  }

  @Test("A grid contains its corners and nothing a step beyond")
  func contains() {
    let grid = VoxelGrid(4, 3, 2)
    #expect(grid.contains(0, 0, 0) && grid.contains(3, 2, 1))
    for (i, j, k) in [(-1, 0, 0), (0, -1, 0), (0, 0, -1), (4, 0, 0), (0, 3, 0), (0, 0, 2)] {
      #expect(!grid.contains(i, j, k), "(\(i), \(j), \(k))")
    }
  }

  @Test("World positions, the centre and the voxel's volume, worked by hand")
  func world() {
    let grid = VoxelGrid(5, 3, 2, spacing: SIMD3(0.5, 2, -3), origin: SIMD3(1, 1, 1))
    #expect(grid.world(SIMD3(0, 0, 0)) == SIMD3(1, 1, 1))
    #expect(grid.world(SIMD3(4, 2, 1)) == SIMD3(3, 5, -2))
    #expect(grid.centre == SIMD3(2, 3, -0.5))  // halfway between those two
    #expect(grid.spacing == SIMD3(0.5, 2, 3))
    #expect(grid.voxelVolume == 3)  // mm3, positive although the grid is left-handed
  }

  @Test("Voxels come back from the world, in any orientation", arguments: 0..<16)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let grid = randomGrid(&random)
    let toIndex = try #require(grid.affine.inverse)
    for v in grid.indices {
      // 1e-9 voxels: 150 mm in double precision over at least 0.3 mm.
      #expect((toIndex(grid.centre(of: v)) - SIMD3<Double>(v)).length < 1e-9)
    }
  }

  struct Pair: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let other: VoxelGrid
    var tolerance = 0.01
    let matches: Bool
  }

  // All against 11 x 11 x 11 voxels of 1 mm at the origin; the far corner lies at index 10.
  @Test(
    "Grids match when every corner lies within the tolerance",
    arguments: [
      Pair(testDescription: "the same", other: VoxelGrid(11, 11, 11), matches: true),
      Pair(testDescription: "another size", other: VoxelGrid(11, 11, 10), matches: false),
      Pair(
        testDescription: "moved by 0.009 mm",
        other: VoxelGrid(11, 11, 11, origin: SIMD3(0, 0.009, 0)), matches: true),
      Pair(
        testDescription: "moved by 0.011 mm",
        other: VoxelGrid(11, 11, 11, origin: SIMD3(0, 0, -0.011)), matches: false),
      Pair(
        testDescription: "moved by 0.9 mm with a tolerance of 1 mm",
        other: VoxelGrid(11, 11, 11, origin: SIMD3(0.9, 0, 0)), tolerance: 1, matches: true),
      Pair(
        testDescription: "drifting 0.009 mm apart over ten steps",
        other: VoxelGrid(11, 11, 11, spacing: SIMD3(1.0009, 1, 1)), matches: true),
      Pair(
        testDescription: "drifting 0.011 mm apart over ten steps",
        other: VoxelGrid(11, 11, 11, spacing: SIMD3(1, 1, 1.0011)), matches: false),
      Pair(
        testDescription: "drifting 0.006 mm apart along each axis, 0.0104 mm at the last corner",
        other: VoxelGrid(11, 11, 11, spacing: SIMD3(1.0006, 1.0006, 1.0006)), matches: false),
      Pair(
        testDescription: "flipped in place",
        other: VoxelGrid(11, 11, 11, spacing: SIMD3(-1, 1, 1), origin: SIMD3(10, 0, 0)),
        matches: false),
      Pair(
        testDescription: "axes swapped",
        other: VoxelGrid(
          size: SIMD3(11, 11, 11),
          affine: Affine(x: SIMD3(0, 1, 0), y: SIMD3(1, 0, 0), z: SIMD3(0, 0, 1))),
        matches: false),
      Pair(
        testDescription: "not a number",
        other: VoxelGrid(11, 11, 11, origin: SIMD3(.nan, 0, 0)), matches: false),
    ])
  func matches(_ pair: Pair) {
    let grid = VoxelGrid(11, 11, 11)
    #expect(grid.matches(pair.other, tolerance: pair.tolerance) == pair.matches)
    #expect(pair.other.matches(grid, tolerance: pair.tolerance) == pair.matches)
  }
}
