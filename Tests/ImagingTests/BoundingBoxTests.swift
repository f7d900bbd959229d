import Imaging
import Testing

@Suite("Bounding box")
struct BoundingBoxTests {
  @Test("Size, widening and clipping, worked by hand")
  func arithmetic() {
    let box = BoundingBox(lower: SIMD3(1, 2, 3), upper: SIMD3(4, 4, 4))
    #expect(box.size == SIMD3(3, 2, 1))
    let wide = box.widened(by: SIMD3(2, 0, 1))
    #expect(wide == BoundingBox(lower: SIMD3(-1, 2, 2), upper: SIMD3(6, 4, 5)))
    #expect(
      wide.clipped(to: SIMD3(5, 5, 4))
        == BoundingBox(lower: SIMD3(0, 2, 2), upper: SIMD3(5, 4, 4)))
    #expect(box.widened(by: SIMD3(-1, 0, 0)).size == SIMD3(1, 2, 1))
  }

  @Test(
    "A box beside the grid clips to nothing",
    arguments: [
      BoundingBox(lower: SIMD3(-5, 0, 0), upper: SIMD3(-2, 3, 3)),
      BoundingBox(lower: SIMD3(0, 3, 0), upper: SIMD3(3, 9, 3)),
      BoundingBox(lower: SIMD3(0, 0, 7), upper: SIMD3(3, 3, 9)),
    ])
  func beside(_ box: BoundingBox) {
    #expect(box.clipped(to: SIMD3(3, 3, 3)).size.min() == 0)
  }

  @Test("The box of one voxel holds just it, and corners stretch it over the grid")
  func voxels() {
    let grid = VoxelGrid(5, 4, 3)
    #expect(
      Mask(grid, [SIMD3(3, 1, 2)]).boundingBox()
        == BoundingBox(lower: SIMD3(3, 1, 2), upper: SIMD3(4, 2, 3)))
    #expect(
      Mask(grid, [SIMD3(4, 0, 0), SIMD3(0, 3, 2)]).boundingBox()
        == BoundingBox(lower: .zero, upper: SIMD3(5, 4, 3)))
    #expect(
      Mask(grid, [SIMD3(0, 0, 0)]).boundingBox()
        == BoundingBox(lower: .zero, upper: SIMD3(1, 1, 1)))
  }

  @Test("Nothing has no box")
  func empty() {
    #expect(Mask(grid: VoxelGrid(3, 2, 1), filledWith: false).boundingBox() == nil)
    #expect(LabelMap(grid: VoxelGrid(3, 2, 1), filledWith: 0).boundingBox() == nil)
  }

  @Test("The box is the extremes of the voxels inside, for masks and labels", arguments: 0..<16)
  func property(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var mask = randomMask(on: randomGrid(&random, sizes: 1...7), oneIn: 20, &random)
    mask.voxels[mask.voxels.count / 2] = true
    let members = mask.grid.indices.filter { mask[$0] }
    let box = try #require(mask.boundingBox())
    for axis in 0..<3 {
      #expect(box.lower[axis] == members.map { $0[axis] }.min())
      #expect(box.upper[axis] - 1 == members.map { $0[axis] }.max())
    }
    let labels = LabelMap(grid: mask.grid, voxels: mask.voxels.map { $0 ? 255 : 0 })
    #expect(labels.boundingBox() == box)
  }
}
