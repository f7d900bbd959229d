import Imaging
import Testing

@Suite("Planar contours")
struct PlanarContoursTests {
  private func square(_ half: Double, z: Double, at x: Double = 0) -> [SIMD3<Double>] {
    [[x - half, -half, z], [x + half, -half, z], [x + half, half, z], [x - half, half, z]]
  }

  @Test("A square of 4 mm on three planes 2 mm apart has 96 mm3")
  func square() throws {
    let contours = PlanarContours(loops: [0, 2, 4].map { square(2, z: $0) })
    let mask = try #require(contours.mask(step: 0.25))
    // 4 * 4 * 2 mm3 a plane; the edges fall on voxel centres, of which half count.
    #expect(mask.grid.spacing == [0.25, 0.25, 2] && mask.grid.size.z == 3)
    #expect(abs(mask.volume - 96) < 7)
    let lowest = mask.grid.world(.zero)
    #expect(abs(lowest.z) < 1e-9)
  }

  @Test("A curve within a curve cuts a hole; one beside it adds")
  func evenOdd() throws {
    let outer = square(4, z: 0)
    let hole = PlanarContours(loops: [outer, square(2, z: 0)])
    let beside = PlanarContours(loops: [outer, square(2, z: 0, at: 8)])
    // One plane counts as 1 mm thick: 64 - 16 and 64 + 16 mm3.
    #expect(abs(try #require(hole.mask(step: 0.1)).volume - 48) < 2)
    #expect(abs(try #require(beside.mask(step: 0.1)).volume - 80) < 2)
  }

  @Test("Planes may be tilted, and a skipped plane stays empty")
  func tilted() throws {
    // Turned by 30 degrees about x.
    let turn = { (p: SIMD3<Double>) in
      SIMD3(p.x, 0.866_025 * p.y - 0.5 * p.z, 0.5 * p.y + 0.866_025 * p.z)
    }
    let loops = [0, 1.5, 4.5].map { z in square(3, z: z).map(turn) }
    let mask = try #require(PlanarContours(loops: loops).mask(step: 0.2))
    #expect(mask.grid.size.z == 4)
    #expect(abs(mask.volume - 3 * 36 * 1.5) < 8)
    #expect((0..<mask.grid.size.x).allSatisfy { !mask[$0, mask.grid.size.y / 2, 2] })
  }

  @Test("Curves without area make no mask")
  func empty() {
    #expect(PlanarContours(loops: []).mask(step: 1) == nil)
    #expect(PlanarContours(loops: [[[0, 0, 0], [1, 0, 0]]]).mask(step: 1) == nil)
  }
}
