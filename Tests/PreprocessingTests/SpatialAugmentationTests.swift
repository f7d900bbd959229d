import Imaging
import Preprocessing
import Testing

@Suite("A patch that is not moved")
struct WholePatchTests {
  private let still = SpatialAugmentation(probability: 0, mirrorProbability: 0)
  private let mirror = SpatialAugmentation(probability: 0, mirrorProbability: 1)
  private let grid = VoxelGrid(13, 11, 7, spacing: SIMD3(0.4, 0.5, 1.5))

  static let boxes = [
    BoundingBox(lower: SIMD3(0, 0, 0), upper: SIMD3(13, 11, 7)),
    BoundingBox(lower: SIMD3(3, 2, 1), upper: SIMD3(8, 7, 4)),
    BoundingBox(lower: SIMD3(5, 1, 2), upper: SIMD3(9, 7, 6)),
    BoundingBox(lower: SIMD3(12, 10, 6), upper: SIMD3(13, 11, 7)),
  ]

  private func centre(_ box: BoundingBox) -> SIMD3<Double> {
    SIMD3<Double>(box.lower) + (SIMD3<Double>(box.size) - 1) / 2
  }

  @Test("reads its box of voxels bit for bit", arguments: boxes)
  func exact(box: BoundingBox) {
    let image = noise(on: grid, seed: 1)
    let labels = randomLabels([0, 1, 3, 255], on: grid, seed: 2)
    var random = SplitMix64(seed: 3)
    let patch = still.patch(
      around: centre(box), size: box.size, channels: [image], labels: labels, using: &random)
    // Cropping is another road to the same voxels.
    #expect(patch.size == box.size)
    #expect(patch.image == [image.cropped(to: box, padding: 0).voxels])
    #expect(patch.labels == labels.cropped(to: box, padding: 0).voxels)
  }

  @Test("and mirrored is the same box with each row reversed", arguments: boxes)
  func mirrored(box: BoundingBox) {
    let images = [noise(on: grid, seed: 1), noise(on: grid, seed: 4)]
    let labels = randomLabels([0, 1, 3, 255], on: grid, seed: 2)
    var random = SplitMix64(seed: 3)
    let patch = mirror.patch(
      around: centre(box), size: box.size, channels: images, labels: labels, using: &random)
    let width = box.size.x
    func reversed<Value>(_ voxels: [Value]) -> [Value] {
      stride(from: 0, to: voxels.count, by: width).flatMap {
        voxels[$0..<($0 + width)].reversed()
      }
    }
    #expect(patch.image == images.map { reversed($0.cropped(to: box, padding: 0).voxels) })
    #expect(patch.labels == reversed(labels.cropped(to: box, padding: 0).voxels))
  }

  @Test("around any point reads the voxels of the nearest box", arguments: 1...20)
  func anyCentre(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let images = indexImages(on: grid)
    let labels = LabelMap(grid: grid, filledWith: 1)
    let size = SIMD3(4, 3, 2)
    let centre = SIMD3(
      Double.random(in: 2...10, using: &random), Double.random(in: 2...8, using: &random),
      Double.random(in: 1...5, using: &random))
    let patch = still.patch(
      around: centre, size: size, channels: images, labels: labels, using: &random)
    for axis in 0..<3 {
      let first = Double(patch.image[axis][0])
      let last = Double(patch.image[axis].last ?? 0)
      // Indices are whole; the box's middle lies within half a voxel of the point asked for.
      #expect(first == first.rounded())
      #expect(last - first == Double(size[axis] - 1))
      #expect(abs((first + last) / 2 - centre[axis]) <= 0.5)
    }
  }

  @Test("and larger than its image repeats the border of the image and has label 0 outside")
  func larger() {
    // Two voxels in the middle of six, with two more on either side.
    let small = VoxelGrid(2, 1, 1)
    let image = Volume(grid: small, voxels: [5, 9])
    let labels = LabelMap(grid: small, voxels: [3, 4])
    var random = SplitMix64(seed: 1)
    let patch = still.patch(
      around: SIMD3(0.5, 0, 0), size: SIMD3(6, 1, 1), channels: [image], labels: labels,
      using: &random)
    #expect(patch.image == [[5, 5, 5, 9, 9, 9]])
    #expect(patch.labels == [0, 0, 3, 4, 0, 0])
  }

  @Test("is as frequent as asked, and so is a mirrored one")
  func frequency() {
    let augmentation = SpatialAugmentation(probability: 0.4, mirrorProbability: 0.3)
    let cube = VoxelGrid(9, 9, 9)
    let image = noise(on: cube, seed: 1)
    let labels = LabelMap(grid: cube, filledWith: 0)
    let box = BoundingBox(lower: SIMD3(3, 3, 3), upper: SIMD3(6, 6, 6))
    let plain = image.cropped(to: box, padding: 0).voxels
    let reversed = stride(from: 0, to: 27, by: 3).flatMap { plain[$0..<($0 + 3)].reversed() }
    var random = SplitMix64(seed: 2)
    var counts = (plain: 0, mirrored: 0)
    for _ in 0..<1000 {
      let patch = augmentation.patch(
        around: SIMD3(4, 4, 4), size: SIMD3(3, 3, 3), channels: [image], labels: labels,
        using: &random)
      if patch.image[0] == plain { counts.plain += 1 }
      if patch.image[0] == reversed { counts.mirrored += 1 }
    }
    // 0.6 * 0.7 and 0.6 * 0.3 of 1000, with deviations of 16 and 12.
    #expect((356...484).contains(counts.plain), "\(counts)")
    #expect((132...228).contains(counts.mirrored), "\(counts)")
  }
}
