import Imaging
import TestSupport
import Testing

@testable import Clinical

@Suite("Volume within a smooth border")
struct EnclosedVolumeTests {
  @Test("One voxel of 1 among 0 encloses 8/21 of a voxel at 1/2")
  func oneVoxel() {
    // By hand: in each of 8 cells, 6 of 24 tetrahedra have the corner values 1, 0, 1/4 (a face's
    // mean) and 1/8 (the cell's), of which (1/2)^3 / (1 * 3/4 * 7/8) = 4/21 is above 1/2.
    var mask = Mask(grid: VoxelGrid(3, 3, 3, spacing: [1, 2, 3]), filledWith: false)
    mask[1, 1, 1] = true
    #expect(abs(mask.smoothVolume() - 6 * 8.0 / 21) < 1e-12)
    // The same where the voxel is all there is: outside the grid is 0.
    let alone = Mask(grid: VoxelGrid(1, 1, 1, spacing: [1, 2, 3]), filledWith: true)
    #expect(abs(alone.smoothVolume() - 6 * 8.0 / 21) < 1e-12)
  }

  @Test("A signed distance encloses the ball it belongs to", arguments: [4.0, 7.5, 12])
  func ball(_ radius: Double) {
    let grid = VoxelGrid(30, 30, 24, spacing: [1, 1, 1.25])
    let centre = grid.centre + [0.2, -0.3, 0.1]
    let distance = Volume(
      grid: grid,
      voxels: (0..<grid.count).map {
        Float(20 + radius - (grid.world(SIMD3<Double>(grid.index(at: $0))) - centre).length)
      })
    let expected = 4 / 3 * Double.pi * radius * radius * radius
    // Chords cut the sphere by h^2 / (8 R), so the volume by about (h / R)^2.
    #expect(abs(distance.enclosedVolume(level: 20) / expected - 1) < 0.6 / (radius * radius))
  }

  @Test("What is not enclosed is enclosed by the opposite image", arguments: [0.3, 0.5, 0.77])
  func complement(_ level: Double) {
    // Each tetrahedron is cut by one plane into a part for the image and a part for its opposite.
    let grid = VoxelGrid(9, 8, 7, spacing: [0.5, 1, 2])
    let noise = pattern(count: grid.count, seed: 3, in: 0...1)
    let voxels = (0..<grid.count).map { o -> Float in
      let index = grid.index(at: o)
      let isBorder = index.min() == 0 || (0..<3).contains { index[$0] == grid.size[$0] - 1 }
      return isBorder ? 0 : noise[o]
    }
    let image = Volume(grid: grid, voxels: voxels)
    let opposite = Volume(grid: grid, voxels: voxels.map { 1 - $0 })
    let all = Volume(grid: grid, filledWith: 1).enclosedVolume(level: Float(1 - level))
    let sum =
      image.enclosedVolume(level: Float(level)) + opposite.enclosedVolume(level: Float(1 - level))
    // Float rounds 1 - x, so the two cuts differ by some 1e-7 of a voxel.
    #expect(abs(sum - all) < 1e-4)
  }

  @Test("Nothing above the level is nothing; an empty mask has no volume")
  func empty() {
    let grid = VoxelGrid(4, 4, 4)
    #expect(Volume(grid: grid, filledWith: 0.4).enclosedVolume(level: 0.5) == 0)
    #expect(Mask(grid: grid, filledWith: false).smoothVolume() == 0)
  }
}
