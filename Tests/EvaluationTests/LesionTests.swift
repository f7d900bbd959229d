import Evaluation
import Imaging
import TestSupport
import Testing

@Suite("Lesion counts and boundaries")
struct LesionTests {
  private let line = VoxelGrid(12, 1, 1)

  @Test(
    "Lesions on a line, worked by hand",
    arguments: [
      // (prediction, reference, found, made up, missed)
      ([], [], 0, 0, 0), ([1], [], 0, 1, 0), ([], [1], 0, 0, 1), ([1, 2], [2, 3], 1, 0, 0),
      // One predicted lesion bridges two true ones: both are found.
      ([1, 2, 3, 4, 5], [1, 5], 2, 0, 0),
      // Two predicted lesions in one true one, a third apart.
      ([1, 3, 9], [1, 2, 3], 1, 1, 0), ([0, 4], [2, 6, 8], 0, 2, 3),
    ] as [([Int], [Int], Int, Int, Int)])
  func byHand(
    _ c: (prediction: [Int], reference: [Int], found: Int, madeUp: Int, missed: Int)
  ) throws {
    let counts = try lesionCounts(
      prediction: mask(line, c.prediction), reference: mask(line, c.reference))
    #expect(
      counts
        == LesionCounts(
          truePositives: c.found, falsePositives: c.madeUp, falseNegatives: c.missed))
  }

  @Test(
    "Two voxels are one lesion as far as they touch",
    // Steps along one, two and three axes: faces, edges, corners.
    arguments: [
      (SIMD3(1, 0, 0), [1, 1, 1]), (SIMD3(1, 1, 0), [2, 1, 1]), (SIMD3(0, -1, 1), [2, 1, 1]),
      (SIMD3(1, -1, 1), [2, 2, 1]), (SIMD3(-1, 1, 1), [2, 2, 1]), (SIMD3(2, 0, 0), [2, 2, 2]),
    ])
  func connectivity(step: SIMD3<Int>, expected: [Int]) throws {
    let grid = VoxelGrid(5, 5, 5)
    let other = SIMD3(2, 2, 2) &+ step
    let pair = mask(grid, [grid.offset(2, 2, 2), grid.offset(other.x, other.y, other.z)])
    for (connectivity, lesions) in zip([Connectivity.faces, .edges, .corners], expected) {
      let counts = try lesionCounts(
        prediction: mask(grid, []), reference: pair, connectivity: connectivity)
      #expect(counts.falseNegatives == lesions, "\(connectivity)")
    }
  }

  @Test("Runs make the components that flooding makes", arguments: 0..<9 as Range<UInt64>)
  func components(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let grid = VoxelGrid(9, 8, 7)
    let noise = Mask(grid: grid, voxels: (0..<grid.count).map { _ in random.next() % 5 == 0 })
    for connectivity in Connectivity.allCases {
      let counts = try lesionCounts(
        prediction: mask(grid, []), reference: noise, connectivity: connectivity)
      #expect(counts.falseNegatives == noise.connectedComponents(connectivity).components.count)
    }
  }

  // Extra-meatal 1 and intra-meatal 2 on a line of 1.5 mm; the interface is the two voxels that
  // touch.
  private func boundary(_ prediction: [UInt8], _ reference: [UInt8]) throws -> BoundaryDistances {
    let grid = VoxelGrid(prediction.count, 1, 1, spacing: SIMD3(1.5, 1, 1))
    return try boundaryDistances(
      prediction: LabelMap(grid: grid, voxels: prediction),
      reference: LabelMap(grid: grid, voxels: reference), parts: ([1], [2]))
  }

  @Test("An interface moved by one voxel of 1.5 mm, worked by hand")
  func movedBoundary() throws {
    // Interfaces {2, 3} and {1, 2}: distances (0, 1.5) and (1.5, 0).
    let found = try boundary([1, 1, 1, 2, 2, 0], [1, 1, 2, 2, 2, 0])
    #expect(found.average(.pooled, penalty: 350) == 0.75)
    let same = try boundary([1, 1, 2, 0, 0, 0], [1, 1, 2, 2, 2, 0])
    #expect(same.average(.pooled, penalty: 350) == 0)
  }

  @Test("A missing interface is the penalty, none at all is nothing to score")
  func missingBoundary() throws {
    #expect(try boundary([1, 1, 0, 2], [1, 1, 2, 2]) == .absentInOne)
    #expect(try boundary([1, 1, 2, 2], [1, 1, 1, 1]).average(.pooled, penalty: 350) == 350)
    #expect(try boundary([1, 1, 0, 0], [0, 2, 2, 0]) == .absentInBoth)
    #expect(try boundary([0, 0, 0, 0], [1, 1, 1, 1]).average(.pooled, penalty: 350) == nil)
  }
}
