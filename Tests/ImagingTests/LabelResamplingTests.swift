import Imaging
import Testing

@Suite("Label resampling")
struct LabelResamplingTests {
  private func label(of line: [UInt8], at x: Double) -> UInt8 {
    LabelMap(line: line).resampled(to: VoxelGrid(1, 1, 1, origin: SIMD3(x, 0, 0))).voxels[0]
  }

  @Test(
    "Between 1 and 3 comes 1 or 3, never 2; halfway the lower; the outside is background",
    arguments: [
      (-0.6, 0), (-0.5, 0), (-0.4, 1), (0, 1), (0.4, 1), (0.5, 1), (0.6, 3), (1, 3), (1.4, 3),
      (1.6, 0), (7, 0),
    ] as [(Double, UInt8)])
  func line(_ example: (position: Double, expected: UInt8)) {
    #expect(label(of: [1, 3], at: example.position) == example.expected)
  }

  @Test("Two neighbours of one label outvote a larger single part, worked by hand")
  func together() {
    // At (0.4, 0.4): parts 0.36, 0.24, 0.24, 0.16. The corner alone has most, the two 9s more.
    let map = LabelMap(grid: VoxelGrid(2, 2, 1), voxels: [4, 9, 9, 2])
    let target = VoxelGrid(1, 1, 1, origin: SIMD3(0.4, 0.4, 0))
    #expect(map.resampled(to: target).voxels == [9])
    #expect(map.resampledNearest(to: target).voxels == [4])
  }

  @Test("No value is invented on any grid", arguments: 0..<24)
  func invented(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let map = randomLabels(on: randomGrid(&random, sizes: 3...6), [3, 7, 200], &random)
    var affine = randomGrid(&random).affine
    affine.translation += map.grid.centre - affine(SIMD3(3, 3, 3))
    let target = VoxelGrid(size: SIMD3(7, 7, 7), affine: affine)
    for found in [map.resampled(to: target), map.resampledNearest(to: target)] {
      #expect(found.grid == target)
      #expect(Set(found.voxels).isSubset(of: [0, 3, 7, 200]))
      #expect(found.voxels.contains { $0 != 0 })  // the centres coincide
    }
  }

  @Test("Its own grid and its own voxels turned around give the same labels", arguments: 0..<12)
  func identity(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let map = randomLabels(on: randomGrid(&random), [0, 1, 2, 255], &random)
    #expect(map.resampled(to: map.grid) == map)
    #expect(map.resampledNearest(to: map.grid) == map)
    let turned = map.reoriented(to: Orientation.all[Int(seed) * 4])
    #expect(map.resampled(to: turned.grid).voxels == turned.voxels)
    #expect(map.resampledNearest(to: turned.grid).voxels == turned.voxels)
  }

  @Test("A sheet one voxel thick keeps its volume on voxels a third as thick")
  func thinSheet() {
    let grid = VoxelGrid(4, 4, 7, spacing: SIMD3(0.5, 0.5, 1.5))
    var map = LabelMap(grid: grid, filledWith: 0)
    for j in 0..<4 { for i in 0..<4 { map[i, j, 3] = 1 } }
    let fine = map.resampled(to: grid.resampled(spacing: SIMD3(0.5, 0.5, 0.5)))
    // Three sheets at -1/3, 0 and 1/3 of a voxel weigh 2/3, 1 and 2/3; the next ones 1/3.
    #expect(fine.mask(of: [1]).count == 4 * 4 * 3)
    #expect(
      fine.boundingBox() == BoundingBox(lower: SIMD3(0, 0, 9), upper: SIMD3(4, 4, 12)))
  }

  @Test("A sheet stays one voxel thick and whole when moved by a part of a voxel")
  func movedSheet() {
    var map = LabelMap(grid: VoxelGrid(4, 4, 7), filledWith: 0)
    for j in 0..<4 { for i in 0..<4 { map[i, j, 3] = 1 } }
    for shift in [-0.4, -0.2, 0.1, 0.3, 0.45] {
      let found = map.resampled(to: VoxelGrid(4, 4, 7, origin: SIMD3(0, 0, shift)))
      #expect(found.voxels == map.voxels, "moved by \(shift)")
    }
  }

  @Test("A tilted wall two voxels thick has no holes")
  func tilted() {
    let grid = VoxelGrid(12, 12, 12)
    let wall = LabelMap(
      grid: grid, voxels: grid.indices.map { (5...6).contains($0.x) ? UInt8(2) : 0 })
    // Turned about z through the centre with a tangent of 3/4.
    var affine = Affine(x: SIMD3(0.8, 0.6, 0), y: SIMD3(-0.6, 0.8, 0), z: SIMD3(0, 0, 1))
    affine.translation = grid.centre - affine(SIMD3(5.5, 5.5, 5.5))
    let found = wall.resampled(to: VoxelGrid(size: grid.size, affine: affine))
    // Every voxel centre within 0.9 mm of the wall's middle plane, and within the grid by a voxel,
    // is wall: at least 3/5 of each axis' interpolated indicator is.
    for v in found.grid.indices {
      let p = found.grid.centre(of: v)
      guard abs(p.x - 5.5) < 0.9, p.y > 0, p.y < 11 else { continue }
      #expect(found[v] == 2, "\(v)")
    }
    #expect(found.mask(of: [2]).connectedComponents(.faces).components.count == 1)
  }

  @Test(
    "Nearest takes the voxel whose cell the position lies in; the outside is background",
    arguments: [
      (-0.6, 0), (-0.4, 1), (0.4, 1), (0.6, 3), (1.4, 3), (1.6, 0), (-40, 0), (40, 0),
    ] as [(Double, UInt8)])
  func nearest(_ example: (position: Double, expected: UInt8)) {
    let target = VoxelGrid(1, 1, 1, origin: SIMD3(example.position, 0, 0))
    #expect(LabelMap(line: [1, 3]).resampledNearest(to: target).voxels == [example.expected])
  }

  @Test("A map that is flat in space is background elsewhere")
  func flat() {
    let grid = VoxelGrid(size: SIMD3(2, 2, 2), affine: Affine(spacing: SIMD3(1, 0, 1)))
    let map = LabelMap(grid: grid, filledWith: 3)
    #expect(map.resampled(to: VoxelGrid(2, 1, 1)).voxels == [0, 0])
    #expect(map.resampledNearest(to: VoxelGrid(2, 1, 1)).voxels == [0, 0])
  }
}
