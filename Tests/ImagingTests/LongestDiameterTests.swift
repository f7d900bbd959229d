import Imaging
import TestSupport
import Testing

@Suite("The longest diameter")
struct LongestDiameterTests {
  private func row(_ count: Int) -> Mask {
    var mask = Mask(grid: VoxelGrid(9, 5, 5, spacing: [1, 1, 2]), filledWith: false)
    for i in 0..<count { mask[2 + i, 2, 2] = true }
    return mask
  }

  // By hand, between the middles of faces: one voxel of 1 x 1 x 2 mm is 2 mm long; four of them in a
  // row reach from a lowest to a highest face three voxels on, the root of 9 + 4, but 4 mm from end to
  // end.
  @Test("A row of voxels is as long as the voxels together", arguments: [(0, nil), (1, 2), (4, 4)])
  func rows(_ count: Int, _ expected: Double?) {
    #expect(row(count).longestDiameter == expected)
  }

  // Centres of voxels lie inside the ball and the middles of their faces at most half the longest edge
  // farther out, so at most one edge too long; less than a voxel's diagonal too short.
  @Test("A ball is as long as its diameter", arguments: [4.0, 9])
  func ball(_ radius: Double) throws {
    let grid = VoxelGrid(50, 50, 50, spacing: [0.5, 0.5, 1], origin: [-12, -12, -25])
    let mask = TestSupport.ball(on: grid, centre: [0.1, 0.2, 0.3], radius: radius)
    let found = try #require(mask.longestDiameter)
    #expect(abs(found - 2 * radius) < grid.spacing.length, "\(found)")
  }
}
