import Imaging
import TestSupport
import Testing

@testable import Clinical

@Suite("Diameters")
struct DiameterTests {
  /// 4 x 3 x 2 voxels of 1 x 2 x 3 mm: a box of 4 x 6 x 6 mm.
  private var box: Mask {
    var mask = Mask(grid: VoxelGrid(8, 7, 6, spacing: [1, 2, 3]), filledWith: false)
    for k in 2..<4 { for j in 2..<5 { for i in 2..<6 { mask[i, j, k] = true } } }
    return mask
  }

  @Test("A block has one face for each side of a voxel that lies on its border")
  func faces() {
    // By hand: 2 * (3 * 2 + 4 * 2 + 4 * 3) faces.
    #expect(box.boundaryFaces().count == 52)
    // Without the faces along k.
    #expect(box.boundaryFaces(axes: [0, 1]).count == 28)
  }

  @Test("The diameters of a block are those between the middles of its faces")
  func block() throws {
    let plane = MeatalPlane(point: [0, 0, 0], towardsCanal: [-1, 0, 0])
    let d = try #require(Diameters(of: box, plane: plane))
    // By hand: from (1.5, 2, 3) to (-1.5, -2, -3) about the middle: the root of 9 + 16 + 36.
    #expect(abs(d.largest.length - 61.0.squareRoot()) < 1e-9)
    #expect(box.longestDiameter == d.largest.length)
    // Within a slice: from (1.5, 3) to (-1.5, -3), the root of 9 + 36.
    #expect(abs(d.axial.length - 45.0.squareRoot()) < 1e-9)
    #expect(d.parallel?.length == 6)
    #expect(d.perpendicular?.length == 4)
    #expect(abs(try #require(d.geometricMean) - 24.0.squareRoot()) < 1e-9)
    // The block's far face lies at x = 5.5.
    #expect(d.reach == 5.5)
  }

  @Test(
    "A ball is as wide in every direction as it is, to a voxel's diagonal",
    arguments: [
      (SIMD3(0.5, 0.5, 0.5), 6.0), (SIMD3(0.4, 0.4, 1.5), 9), (SIMD3(1, 1, 1), 12),
    ])
  func balls(_ spacing: SIMD3<Double>, _ radius: Double) throws {
    let size = SIMD3<Int>((2 * (radius + 2) / spacing).rounded(.up))
    let grid = VoxelGrid(size.x, size.y, size.z, spacing: spacing)
    let mask = ball(on: grid, centre: grid.centre + [0.1, 0.2, -0.1], radius: radius)
    let plane = MeatalPlane(point: grid.centre, towardsCanal: [0.8, 0.6, 0])
    let d = try #require(Diameters(of: mask, plane: plane))
    let all = [d.largest, d.axial, try #require(d.parallel), try #require(d.perpendicular)]
    for diameter in all {
      #expect(abs(diameter.length - 2 * radius) < spacing.length, "\(diameter)")
    }
    #expect(abs(try #require(d.reach) - radius) < spacing.length)
  }

  @Test("The farthest pair found by pruning is that of all pairs", arguments: 1...6)
  func farthest(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let points = (0..<200).map { _ in
      SIMD3(random.nextNormal(), 3 * random.nextNormal(), random.nextNormal())
    }
    var longest = 0.0
    for p in points { for q in points { longest = max(longest, (p - q).length) } }
    let found = try #require(Diameter(farthestOf: points))
    #expect(found.length == longest)
    #expect((found.end - found.start).length == longest)
  }

  @Test("The nearest pair found by boxes is that of all pairs", arguments: 1...6)
  func nearest(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func cloud(_ shift: Double) -> [SIMD3<Double>] {
      (0..<150).map { _ in
        SIMD3(random.nextNormal() + shift, 3 * random.nextNormal(), random.nextNormal())
      }
    }
    let (first, second) = (cloud(0), cloud(Double(seed)))
    var shortest = Double.infinity
    for p in first { for q in second { shortest = min(shortest, (p - q).length) } }
    #expect(smallestDistance(first, second) == shortest)
    #expect(smallestDistance(first, []) == nil)
  }

  @Test("Outermost faces have the diameter of all faces")
  func outermost() throws {
    let mask = ModelTumour().labels(spacing: [0.7, 0.7, 1.5]).mask(of: [1, 2])
    let few = mask.boundaryFaces(isOutermostOnly: true)
    let all = mask.boundaryFaces()
    #expect(few.count < all.count)
    #expect(Diameter(farthestOf: few)?.length == Diameter(farthestOf: all)?.length)
  }

  @Test("An empty mask has no diameters, one voxel those of its faces")
  func smallest() throws {
    let grid = VoxelGrid(3, 3, 3, spacing: [1, 2, 3])
    #expect(Diameters(of: Mask(grid: grid, filledWith: false), plane: nil) == nil)
    var one = Mask(grid: grid, filledWith: false)
    one[1, 1, 1] = true
    let d = try #require(Diameters(of: one, plane: nil))
    #expect(d.largest.length == 3)
    #expect(d.axial.length == 2)
    #expect(d.parallel == nil && d.perpendicular == nil && d.reach == nil)
  }
}
