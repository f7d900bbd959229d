import Imaging
import Testing

@Suite("Cropping and padding")
struct CroppingTests {
  @Test("A row cropped on one side and padded on the other, worked by hand")
  func row() {
    let row = Volume(line: [1, 2, 3, 4])
    let part = row.cropped(
      to: BoundingBox(lower: SIMD3(2, 0, 0), upper: SIMD3(6, 1, 1)), padding: -1)
    #expect(part.voxels == [3, 4, -1, -1])
    #expect(part.grid == VoxelGrid(4, 1, 1, origin: SIMD3(2, 0, 0)))
  }

  @Test("A part put back gives the image again, and a changed part changes nothing else")
  func putBack() {
    var random = SplitMix64(seed: 4)
    let image = randomVolume(on: VoxelGrid(6, 5, 4), &random)
    let box = BoundingBox(lower: SIMD3(1, 2, 0), upper: SIMD3(4, 5, 3))
    var part = image.cropped(to: box, padding: 0)
    var again = image
    again.replace(box, with: part)
    #expect(again == image)
    part.voxels[0] += 1
    again.replace(box, with: part)
    let changed = again.grid.indices.filter { again[$0] != image[$0] }
    #expect(changed == [SIMD3(1, 2, 0)])
  }

  @Test("A box beside the image holds padding only", arguments: [-9, 9])
  func beside(_ start: Int) {
    let box = BoundingBox(lower: SIMD3(0, start, 0), upper: SIMD3(2, start + 2, 2))
    let part = LabelMap(grid: VoxelGrid(3, 3, 3), filledWith: 5).cropped(to: box, padding: 7)
    #expect(part.voxels == [UInt8](repeating: 7, count: 8))
    #expect(part.grid.affine.translation == SIMD3(0, Double(start), 0))
  }

  @Test("Voxels keep their world positions and values; the rest is padding", arguments: 0..<24)
  func property(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let image = randomVolume(on: randomGrid(&random), &random)
    func coordinate(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &random) }
    let lower = SIMD3(coordinate(-4...6), coordinate(-4...6), coordinate(-4...6))
    let size = SIMD3(coordinate(1...7), coordinate(1...7), coordinate(1...7))
    let part = image.cropped(to: BoundingBox(lower: lower, upper: lower &+ size), padding: -1)
    #expect(part.grid.size == size)
    let toIndex = try #require(image.grid.affine.inverse)
    for v in part.grid.indices {
      // Found through the world, so values and grid must have moved alike.
      let continuous = toIndex(part.grid.centre(of: v))
      let place = SIMD3<Int>(continuous.rounded(.toNearestOrAwayFromZero))
      // 1e-9 voxels: 150 mm in double precision over at least 0.3 mm.
      #expect((continuous - SIMD3<Double>(place)).length < 1e-9)
      #expect(part[v] == (image.grid.contains(place) ? image[place] : -1))
    }
  }

  @Test("Padding and cropping back is the image itself", arguments: 0..<8)
  func roundTrip(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let image = randomVolume(on: randomGrid(&random), &random)
    let whole = BoundingBox(lower: .zero, upper: image.grid.size)
    let padded = image.cropped(to: whole.widened(by: SIMD3(2, 3, 1)), padding: 0)
    #expect(padded.grid.size == image.grid.size &+ SIMD3(4, 6, 2))
    let inner = BoundingBox(lower: SIMD3(2, 3, 1), upper: SIMD3(2, 3, 1) &+ image.grid.size)
    let back = padded.cropped(to: inner, padding: 0)
    #expect(back.voxels == image.voxels)
    #expect(back.grid.matches(image.grid, tolerance: 1e-9))
    #expect(image.cropped(to: whole, padding: 0) == image)
  }

  @Test("Foreground keeps a border of one voxel, past the image's rim too")
  func foreground() {
    var labels = LabelMap(grid: VoxelGrid(6, 5, 4, spacing: SIMD3(1, 2, 3)), filledWith: 0)
    labels[0, 2, 1] = 3
    labels[1, 2, 1] = 9
    let part = labels.croppedToForeground()
    #expect(part.grid == VoxelGrid(4, 3, 3, spacing: SIMD3(1, 2, 3), origin: SIMD3(-1, 2, 0)))
    #expect(part.voxels.count { $0 != 0 } == 2)
    #expect(part[1, 1, 1] == 3)
    #expect(part[2, 1, 1] == 9)
  }

  @Test("A map without labels becomes one voxel of background, where its first voxel was")
  func noForeground() {
    let grid = VoxelGrid(6, 5, 4, spacing: SIMD3(1, 2, 3), origin: SIMD3(7, 8, 9))
    let part = LabelMap(grid: grid, filledWith: 0).croppedToForeground()
    #expect(part.grid == VoxelGrid(1, 1, 1, spacing: SIMD3(1, 2, 3), origin: SIMD3(7, 8, 9)))
    #expect(part.voxels == [0])
  }
}

@Suite("Grids of another spacing")
struct SpacingTests {
  // Sizes by hand: extent over target spacing, rounded, halves to the even number.
  @Test(
    "The field of view is kept as whole voxels allow",
    arguments: [
      (SIMD3(10, 10, 4), SIMD3(0.5, 0.5, 3), SIMD3(1, 0.25, 1.5), SIMD3(5, 20, 8)),
      (SIMD3(10, 7, 5), SIMD3(1, 1, 1), SIMD3(4, 2, 2), SIMD3(2, 4, 2)),  // 2.5, 3.5, 2.5
      (SIMD3(10, 10, 10), SIMD3(1, 1, 1), SIMD3(3.1, 2.7, 50), SIMD3(3, 4, 1)),
      (SIMD3(1, 1, 1), SIMD3(2, 2, 2), SIMD3(0.5, 2, 9), SIMD3(4, 1, 1)),
    ])
  func sizes(
    _ example: (
      size: SIMD3<Int>, spacing: SIMD3<Double>, target: SIMD3<Double>, expected: SIMD3<Int>
    )
  ) {
    let grid = VoxelGrid(size: example.size, affine: Affine(spacing: example.spacing))
    #expect(grid.resampled(spacing: example.target).size == example.expected)
  }

  @Test("Halving the spacing puts the first centre a quarter voxel before the old one, by hand")
  func half() {
    let fine = VoxelGrid(4, 3, 1, spacing: SIMD3(2, 2, 2)).resampled(spacing: SIMD3(1, 1, 2))
    #expect(fine == VoxelGrid(8, 6, 1, spacing: SIMD3(1, 1, 2), origin: SIMD3(-0.5, -0.5, 0)))
  }

  @Test("Centre and directions stay, the spacing is the one asked for", arguments: 0..<16)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let grid = randomGrid(&random)
    let target = randomPoint(in: 0.2...4, &random)
    let found = grid.resampled(spacing: target)
    #expect((found.spacing - target).length < 1e-12)  // double precision, near 1
    #expect((found.centre - grid.centre).length < 1e-10)  // double precision, near 150 mm
    for axis in 0..<3 {
      let before = grid.affine[column: axis] / grid.spacing[axis]
      let after = found.affine[column: axis] / found.spacing[axis]
      #expect((before - after).length < 1e-12)
      // Rounded to the nearest whole voxel, so at most half of one is lost or gained, or at
      // least one is there.
      let extents = (
        Double(grid.size[axis]) * grid.spacing[axis], Double(found.size[axis]) * target[axis]
      )
      #expect(
        abs(extents.0 - extents.1) <= target[axis] / 2 + 1e-9
          || (found.size[axis] == 1 && extents.1 > extents.0))
    }
  }
}
