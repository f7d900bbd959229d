import Testing

@testable import Imaging

@Suite("Similarity of two images")
struct SimilarityTests {
  /// A histogram with the given counts at (fixed bin, moving bin).
  private func histogram(_ counts: [(Int, Int, Float)]) -> JointHistogram {
    var result = JointHistogram()
    for (a, b, count) in counts { result.counts[a * JointHistogram.bins + b] = count }
    return result
  }

  @Test("normalised mutual information is 2 for images that determine each other")
  func identical() {
    // By hand: H(A) = H(B) = H(A, B) = ln 2.
    let found = histogram([(0, 5, 10), (7, 1, 10)]).normalizedMutualInformation
    #expect(abs(found - 2) < 1e-12)
  }

  @Test("normalised mutual information is 1 for independent images")
  func independent() {
    // By hand: H(A) = H(B) = ln 2 and H(A, B) = ln 4.
    let found = histogram([(0, 0, 3), (0, 1, 3), (1, 0, 3), (1, 1, 3)])
      .normalizedMutualInformation
    #expect(abs(found - 1) < 1e-12)
  }

  @Test("normalised mutual information of an uneven table")
  func uneven() {
    // By hand, in nats: p(A) = p(B) = 3/4, 1/4: H = 0.562335; p(A, B) = 1/2, 1/4, 1/4:
    // H = 1.039721; (2 * 0.562335) / 1.039721 = 1.081705.
    let found = histogram([(0, 0, 2), (0, 1, 1), (1, 0, 1)]).normalizedMutualInformation
    #expect(abs(found - 1.081705) < 1e-6)
  }

  @Test("no samples and constant images are no similarity")
  func empty() {
    #expect(histogram([]).normalizedMutualInformation == 1)
    #expect(histogram([(3, 4, 9)]).normalizedMutualInformation == 1)
    #expect(CorrelationSums().correlation == 0)
  }

  @Test("correlation of four pairs")
  func correlation() {
    // By hand: x 1 2 3 4, y 2 1 4 3: covariance 3 / 4, variances 5 / 4 each: r = 0.6.
    let sums = CorrelationSums(count: 4, a: 10, b: 10, aa: 30, bb: 30, ab: 28)
    #expect(abs(sums.correlation - 0.6) < 1e-12)
  }
}

@Suite("Powell's direction set")
struct DirectionSetTests {
  @Test("finds the top of a tilted, narrow hill", arguments: [[0.0, 0], [9, -7], [-20, 3]])
  func hill(start: [Double]) {
    // The top is at (3, -2) with value 5; the axes of the ellipse lie at 45 degrees, 10 to 1.
    let search = DirectionSet(step: 1, tolerance: 1e-4)
    let found = search.maximum(from: start) { p in
      let (u, v) = (p[0] - 3 + p[1] + 2, p[0] - 3 - p[1] - 2)
      return 5 - u * u - 0.1 * v * v
    }
    #expect(abs(found.point[0] - 3) < 1e-2 && abs(found.point[1] + 2) < 1e-2, "\(found.point)")
    #expect(abs(found.value - 5) < 1e-4)
  }

  @Test("stays where it is when that is the top")
  func top() {
    let found = DirectionSet(step: 1, tolerance: 1e-3).maximum(from: [0, 0, 0]) { p in
      -p.map { $0 * $0 }.reduce(0, +)
    }
    #expect(found.point.allSatisfy { abs($0) < 2e-3 }, "\(found.point)")
  }
}

@Suite("Shrinking")
struct ShrinkingTests {
  @Test("each voxel becomes the mean of its block, and its centre the block's")
  func means() {
    let grid = VoxelGrid(4, 2, 3, spacing: SIMD3(1, 2, 3), origin: SIMD3(10, 20, 30))
    let image = Volume(grid: grid, voxels: (0..<24).map(Float.init))
    let small = image.shrunk(by: SIMD3(2, 2, 2))
    // By hand: offsets 0, 1, 4, 5 and 8, 9, 12, 13 have the mean 6.5; two along i is 2 more. The
    // third slice fills no block.
    #expect(small.grid.size == SIMD3(2, 1, 1))
    #expect(small.voxels == [6.5, 8.5])
    #expect(small.grid.world(.zero) == SIMD3(10.5, 21, 31.5))
    #expect(small.grid.spacing == SIMD3(2, 4, 6))
  }

  @Test("an axis shorter than a block becomes one voxel")
  func thin() {
    let image = Volume(grid: VoxelGrid(3, 1, 2), voxels: [1, 2, 3, 4, 5, 6])
    let small = image.shrunk(by: SIMD3(8, 8, 8))
    #expect(small.grid.size == SIMD3(1, 1, 1))
    #expect(small.voxels == [3.5])
    #expect(small.grid.world(.zero) == SIMD3(1, 0, 0.5))
  }
}
