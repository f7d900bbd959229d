import Foundation
import Imaging
import Preprocessing
import Testing

@Suite("A patch that is moved")
struct SpatialMotionTests {
  private static let grid = VoxelGrid(48, 40, 24, spacing: SIMD3(0.5, 0.4, 1.5))
  private static let size = SIMD3(9, 7, 5)
  private static let centre = SIMD3(23.25, 19.5, 11.75)

  /// Where each voxel of a patch of the index images lies, in mm from the grid's first voxel.
  private static func places(
    _ augmentation: SpatialAugmentation, seed: UInt64, labels: LabelMap? = nil
  ) -> (points: [SIMD3<Double>], labels: [UInt8]) {
    var random = SplitMix64(seed: seed)
    let patch = augmentation.patch(
      around: centre, size: size, channels: indexImages(on: grid),
      labels: labels ?? LabelMap(grid: grid, filledWith: 0), using: &random)
    let points = patch.labels.indices.map { n in
      SIMD3<Double>(
        Double(patch.image[0][n]), Double(patch.image[1][n]), Double(patch.image[2][n]))
        * grid.spacing
    }
    return (points, patch.labels)
  }

  /// The steps in mm from one patch voxel to the next along each axis, measured across the patch.
  private static func steps(_ points: [SIMD3<Double>]) -> [SIMD3<Double>] {
    let patch = VoxelGrid(size.x, size.y, size.z)
    return [
      (points[patch.offset(size.x - 1, 0, 0)] - points[0]) / Double(size.x - 1),
      (points[patch.offset(0, size.y - 1, 0)] - points[0]) / Double(size.y - 1),
      (points[patch.offset(0, 0, size.z - 1)] - points[0]) / Double(size.z - 1),
    ]
  }

  @Test("is rigid in mm on an anisotropic grid, up to its scale", arguments: 1...12)
  func rigid(seed: Int) throws {
    let scale = [1, 0.8, 1.25][seed % 3]
    let augmentation = SpatialAugmentation(
      rotationDegrees: SIMD3(30, 30, 30), scale: scale...scale, probability: 1,
      mirrorProbability: 0)
    let points = Self.places(augmentation, seed: UInt64(seed)).points
    let patch = VoxelGrid(Self.size.x, Self.size.y, Self.size.z, spacing: Self.grid.spacing)
    try #require(points.count == patch.count)
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<100 {
      let a = Int.random(in: points.indices, using: &random)
      let b = Int.random(in: points.indices, using: &random)
      let there = patch.world(SIMD3<Double>(patch.index(at: a)))
      let here = patch.world(SIMD3<Double>(patch.index(at: b)))
      // Above 1 structures become larger: the patch spans less of the image. Indices up to 48 hold
      // 4e-6 in float32.
      let expected = (there - here).length / scale
      #expect(abs((points[a] - points[b]).length - expected) < 1e-4)
    }
    let turned = Self.steps(points)
    #expect((turned[0].cross(turned[1]) * turned[2]).sum() > 0)
    #expect((turned[0] - SIMD3(Self.grid.spacing.x / scale, 0, 0)).length > 1e-3)
  }

  @Test("keeps the point it is cut around in its middle", arguments: 1...6)
  func middle(seed: Int) {
    let points = Self.places(
      SpatialAugmentation(probability: 1, mirrorProbability: 0.5), seed: UInt64(seed)
    ).points
    let found = points[points.count / 2] / Self.grid.spacing
    // Odd sizes have a voxel in the middle; float32 holds indices up to 48 to 4e-6.
    #expect((found - Self.centre).length < 1e-4)
  }

  @Test("and mirrored runs through the same places the other way along i", arguments: 1...6)
  func mirrored(seed: Int) {
    var augmentation = SpatialAugmentation(probability: 1, mirrorProbability: 0)
    let plain = Self.places(augmentation, seed: UInt64(seed)).points
    augmentation.mirrorProbability = 1
    let mirrored = Self.places(augmentation, seed: UInt64(seed)).points
    let patch = VoxelGrid(Self.size.x, Self.size.y, Self.size.z)
    for offset in plain.indices {
      let at = patch.index(at: offset)
      let other = patch.offset(Self.size.x - 1 - at.x, at.y, at.z)
      #expect((mirrored[offset] - plain[other]).length < 1e-4)
    }
  }

  @Test("turns about each axis within its own limit and uses all of it", arguments: 0..<3)
  func limits(axis: Int) {
    var degrees = SIMD3<Double>.zero
    degrees[axis] = 15
    let augmentation = SpatialAugmentation(
      rotationDegrees: degrees, scale: 1...1, probability: 1, mirrorProbability: 0)
    let next = (axis + 1) % 3
    var angles: [Double] = []
    for seed in 0..<200 {
      let steps = Self.steps(Self.places(augmentation, seed: UInt64(seed)).points)
      let unit = steps[next] / steps[next].length
      // The axis itself stays where it is.
      #expect(abs(steps[axis].length - steps[axis][axis]) < 1e-5)
      angles.append(asin(unit[(axis + 2) % 3]) * 180 / .pi)
    }
    // float32 places give angles to 1e-4; 200 draws miss the outer sixth of a side with 1e-8.
    #expect(angles.allSatisfy { abs($0) <= 15.001 })
    #expect((angles.max() ?? 0) > 12.5)
    #expect((angles.min() ?? 0) < -12.5)
  }

  @Test("is scaled alike along all axes, within the range")
  func scales() {
    let augmentation = SpatialAugmentation(
      rotationDegrees: .zero, scale: 0.5...2, probability: 1, mirrorProbability: 0)
    var scales: [Double] = []
    for seed in 0..<200 {
      let steps = Self.steps(Self.places(augmentation, seed: UInt64(seed)).points)
      let found = (0..<3).map { Self.grid.spacing[$0] / steps[$0][$0] }
      #expect(abs(found[0] - found[1]) < 1e-4 && abs(found[0] - found[2]) < 1e-4)
      scales.append(found[0])
    }
    #expect(scales.allSatisfy { (0.4999...2.0001).contains($0) })
    // A tenth of the range at each end: missed by 200 draws with a chance of 1e-9.
    #expect((scales.min() ?? 1) < 0.65)
    #expect((scales.max() ?? 1) > 1.85)
  }

  @Test("takes each label from the voxel nearest to where it reads the image", arguments: 1...8)
  func labelsFollow(seed: Int) {
    let labels = randomLabels([0, 1, 2, 3, 255], on: Self.grid, seed: UInt64(seed))
    let augmentation = SpatialAugmentation(
      rotationDegrees: SIMD3(25, 25, 25), probability: 1, mirrorProbability: 0.5)
    let found = Self.places(augmentation, seed: UInt64(seed), labels: labels)
    var checked = 0
    for (n, point) in found.points.enumerated() {
      let index = point / Self.grid.spacing
      let nearest = index.rounded(.toNearestOrAwayFromZero)
      // Places halfway between voxels may go to either.
      guard (0..<3).allSatisfy({ abs(index[$0] - nearest[$0]) < 0.499 }) else { continue }
      checked += 1
      let at = SIMD3<Int>(nearest)
      #expect(found.labels[n] == labels[at.x, at.y, at.z])
    }
    #expect(checked > found.points.count * 9 / 10)
  }

  @Test("never invents labels, and has 0 outside the image", arguments: 1...8)
  func inventsNothing(seed: Int) {
    let small = VoxelGrid(12, 10, 6, spacing: SIMD3(0.5, 0.5, 1.5))
    let labels = randomLabels([7, 200, 255], on: small, seed: UInt64(seed))
    let image = Volume(grid: small, filledWith: 4)
    var random = SplitMix64(seed: UInt64(seed))
    let patch = SpatialAugmentation(probability: 1).patch(
      around: SIMD3(6, 5, 3), size: SIMD3(24, 20, 12), channels: [image], labels: labels,
      using: &random)
    #expect(Set(patch.labels) == [0, 7, 200, 255])
    // The border is repeated, so a constant image stays constant.
    #expect(patch.image == [[Float](repeating: 4, count: 24 * 20 * 12)])
  }
}
