import Evaluation
import Imaging
import TestSupport
import Testing

@Suite("Surface distances")
struct SurfaceDistanceTests {
  @Test("Two voxels two steps of 1.5 mm apart are 3 mm apart in every summary")
  func twoVoxels() throws {
    let grid = VoxelGrid(1, 1, 4, spacing: SIMD3(1, 1, 1.5))
    let found = try #require(
      try surfaceDistances(prediction: mask(grid, [0]), reference: mask(grid, [2])))
    #expect(found.predictionToReference == [3])
    #expect(found.referenceToPrediction == [3])
    #expect(found.averageSymmetricSurfaceDistance() == 3)
    #expect(found.hausdorff95 == 3)
    #expect(found.hausdorff == 3)
  }

  @Test("The two averages differ as far as the surfaces differ in size, worked by hand")
  func definitions() throws {
    // Prediction {0, 3}, reference {0} on a line of 1 mm: distances (0, 3) there and (0) back.
    let grid = VoxelGrid(4, 1, 1)
    let found = try #require(
      try surfaceDistances(prediction: mask(grid, [0, 3]), reference: mask(grid, [0])))
    #expect(found.averageSymmetricSurfaceDistance(.pooled) == 1)
    #expect(found.averageSymmetricSurfaceDistance(.meanOfDirections) == 0.75)
    // Pooled and sorted (0, 0, 3): rank 0.95 * 2 = 1.9, so 0 + 0.9 * 3.
    #expect(abs(found.hausdorff95 - 2.7) < 1e-12)
    #expect(found.hausdorff == 3)
  }

  @Test("The surface of a solid 4x4x4 cube is its 56 outer voxels, also where it fills the grid")
  func surfaceCount() throws {
    let tight = Mask(grid: VoxelGrid(4, 4, 4), filledWith: true)
    let found = try #require(try surfaceDistances(prediction: tight, reference: tight))
    #expect(found.predictionToReference.count == 56)
    let roomy = box(VoxelGrid(9, 9, 9), 2..<6, 3..<7, 1..<5)
    let inside = try #require(try surfaceDistances(prediction: roomy, reference: roomy))
    #expect(inside.predictionToReference.count == 56)
    #expect(inside.hausdorff == 0)
  }

  @Test("A 6x6x3 slab moved by one slice, worked by hand")
  func translation() throws {
    let grid = VoxelGrid(8, 8, 12, spacing: SIMD3(0.4, 0.4, 1.5))
    let here = box(grid, 1..<7, 1..<7, 3..<6)
    let there = box(grid, 1..<7, 1..<7, 4..<7)
    let found = try #require(try surfaceDistances(prediction: here, reference: there))
    // The surface has 36 + 20 + 36 voxels. The face left behind lies one slice (1.5 mm) off; the
    // rims of the other two slices lie on the other slab's surface; inside the second face, 12
    // voxels lie one step (0.4) and 4 voxels two steps (0.8) from the other slab's rim.
    let sum = 36 * 1.5 + 12 * 0.4 + 4 * 0.8
    #expect(abs(found.averageSymmetricSurfaceDistance() - sum / 92) < 1e-12)
    #expect(found.hausdorff95 == 1.5)
    #expect(found.hausdorff == 1.5)
    #expect(found.predictionToReference.sorted() == found.referenceToPrediction.sorted())
  }

  @Test("There are no distances to an empty mask")
  func empty() throws {
    let grid = VoxelGrid(3, 3, 3)
    let something = mask(grid, [13])
    let nothing = mask(grid, [])
    #expect(try surfaceDistances(prediction: nothing, reference: something) == nil)
    #expect(try surfaceDistances(prediction: something, reference: nothing) == nil)
    #expect(try surfaceDistances(prediction: nothing, reference: nothing) == nil)
  }

  @Test("Random masks: identity is zero, swapping the masks swaps the directions", arguments: 0..<8)
  func symmetry(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let grid = VoxelGrid(9, 7, 5, spacing: SIMD3(0.41, 0.6, 1.2))
    let first = Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % 4 == 0 })
    let second = Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % 9 == 0 })
    let same = try #require(try surfaceDistances(prediction: first, reference: first))
    #expect(same.hausdorff == 0)
    let one = try #require(try surfaceDistances(prediction: first, reference: second))
    let other = try #require(try surfaceDistances(prediction: second, reference: first))
    #expect(one.predictionToReference == other.referenceToPrediction)
    #expect(one.referenceToPrediction == other.predictionToReference)
    #expect(one.hausdorff > 0)
  }

  @Test("Random masks: distances agree with trying every pair of surface voxels", arguments: 0..<4)
  func bruteForce(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let grid = VoxelGrid(7, 6, 5, spacing: SIMD3(0.41, 0.6, 1.2))
    let first = Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % 3 == 0 })
    let second = Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % 5 == 0 })
    let found = try #require(try surfaceDistances(prediction: first, reference: second))
    let expected = surface(first).map { a in
      surface(second).map { (grid.world(a) - grid.world($0)).length }.min() ?? .infinity
    }
    let measured = found.predictionToReference
    #expect(measured.count == expected.count)
    for (m, e) in zip(measured.sorted(), expected.sorted()) {
      #expect(abs(m - e) < 1e-9)  // both in double precision, summed in another order
    }
  }

  /// The surface by its definition, voxel by voxel.
  private func surface(_ mask: Mask) -> [SIMD3<Double>] {
    let grid = mask.grid
    return mask.voxels.indices.filter { mask.voxels[$0] }.map { grid.index(at: $0) }
      .filter { v in
        [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)].contains { d in
          let (i, j, k) = (v.x + d.0, v.y + d.1, v.z + d.2)
          return !grid.contains(i, j, k) || !mask[i, j, k]
        }
      }
      .map { SIMD3<Double>($0) }
  }
}
