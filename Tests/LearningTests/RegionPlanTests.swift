import Imaging
import Learning
import Testing

@Suite("The region plan")
struct RegionPlanTests {
  @Test("centres its box on the middle between the ears plus the offset")
  func centre() {
    let plan = RegionPlan(
      spacing: SIMD3(1, 2, 3), size: SIMD3(10, 6, 4), offset: SIMD3(0, -17, 1))
    let grid = plan.grid(around: [SIMD3(-30, 10, 5), SIMD3(40, 20, 7)])
    #expect(grid.spacing == SIMD3(1, 2, 3))
    #expect((grid.centre - SIMD3(5, -2, 7)).length < 1e-9)
  }

  @Test("spans about what the crossMoDA 2023 winner's region did, unless told otherwise")
  func extent() {
    let plan = RegionPlan()
    // 105 x 59 x 32 mm in the winner's description; a tenth is near enough.
    let extent = SIMD3<Double>(plan.size) * plan.spacing
    #expect((0..<3).allSatisfy { abs(extent[$0] / [105, 59, 32][$0] - 1) < 0.1 }, "\(extent)")
  }

  @Test("does not mind which ear comes first, and takes a single one as the middle")
  func ears() {
    let plan = RegionPlan()
    let (left, right) = (SIMD3(-38.0, 2, 4), SIMD3(36.0, -1, 6))
    #expect(plan.grid(around: [left, right]) == plan.grid(around: [right, left]))
    #expect((plan.grid(around: [left]).centre - (left + plan.offset)).length < 1e-9)
  }

  @Test("moves with the head: ears moved by some mm move the grid by as much", arguments: 1...5)
  func moves(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let plan = RegionPlan()
    func point() -> SIMD3<Double> { SIMD3.random(in: -50...50, using: &random) }
    let (a, b, shift) = (point(), point(), point())
    let (here, there) = (plan.grid(around: [a, b]), plan.grid(around: [a + shift, b + shift]))
    #expect(here.size == there.size)
    #expect((there.affine.translation - here.affine.translation - shift).length < 1e-9)
  }

  @Test("maps the 0.5th to the 99.9th percentile of the region alone to -1...1")
  func normalized() throws {
    // A region of 1001 voxels that hold 0...1000, beside voxels a thousand times brighter.
    let plan = RegionPlan(spacing: SIMD3(1, 1, 1), size: SIMD3(1001, 1, 1), offset: .zero)
    let grid = plan.grid(around: [SIMD3(500, 0, 0)])
    #expect(grid == VoxelGrid(1001, 1, 1))
    let scan = Volume(
      grid: VoxelGrid(2000, 1, 1), voxels: (0..<2000).map { $0 <= 1000 ? Float($0) : 1e6 })
    let region = plan.normalized(scan, on: grid)
    #expect(region.grid == grid)
    try #require(region.voxels.count == 1001)
    // The percentiles are 5 and 999, so 502 lies in the middle; a rounding or two each.
    #expect(region.voxels[5] == -1 && region.voxels[0] == -1)
    #expect(abs(region.voxels[999] - 1) < 1e-6)
    #expect(region.voxels[1000] == 1)
    #expect(abs(region.voxels[502]) < 1e-6)
    #expect(abs(region.voxels[6] - (-1 + 2.0 / 994)) < 1e-6)
  }
}
