import Imaging
import Testing

@Suite("Erosion, dilation and surface")
struct ErosionTests {
  @Test("One voxel grows to itself and its neighbours", arguments: Connectivity.allCases)
  func grow(_ connectivity: Connectivity) {
    let centre = SIMD3(2, 2, 2)
    let found = Mask(VoxelGrid(5, 5, 5), [centre]).dilated(connectivity)
    #expect(found.count == connectivity.rawValue + 1)
    #expect(found[centre])
    for step in connectivity.steps { #expect(found[centre &+ step]) }
    #expect(found.eroded(connectivity) == Mask(found.grid, [centre]))
  }

  @Test("A disc drawn by hand shrinks by faces and by corners")
  func drawn() {
    // One slice: outside the grid is background, so pad with a slice below and above.
    let slab = Mask(picture: [".......", "..###..", ".#####.", ".#####.", "..###..", "......."])
    var block = Mask(grid: VoxelGrid(7, 6, 3), filledWith: true)
    block.voxels = slab.voxels + slab.voxels + slab.voxels
    let faces = Mask(picture: [".......", ".......", "..###..", "..###..", ".......", "......."])
    let corners = Mask(picture: [".......", ".......", "...#...", "...#...", ".......", "......."])
    let nothing = [Bool](repeating: false, count: 42)
    #expect(block.eroded(.faces).voxels == nothing + faces.voxels + nothing)
    #expect(block.eroded(.corners).voxels == nothing + corners.voxels + nothing)
    #expect(slab.eroded().isEmpty)
  }

  @Test("Outside the grid is background: a full grid loses its rim and cannot grow")
  func rim() {
    let full = Mask(grid: VoxelGrid(5, 4, 3), filledWith: true)
    for connectivity in Connectivity.allCases {
      let found = full.eroded(connectivity)
      #expect(found.count == 3 * 2 * 1)
      #expect(found.boundingBox() == BoundingBox(lower: SIMD3(1, 1, 1), upper: SIMD3(4, 3, 2)))
      #expect(full.dilated(connectivity) == full)
      #expect(full.surface(connectivity).count == 60 - 6)
    }
  }

  @Test("Nothing stays nothing")
  func nothing() {
    let nothing = Mask(grid: VoxelGrid(3, 3, 3), filledWith: false)
    for connectivity in Connectivity.allCases {
      #expect(nothing.eroded(connectivity).isEmpty)
      #expect(nothing.dilated(connectivity).isEmpty)
      #expect(nothing.surface(connectivity).isEmpty)
    }
  }

  @Test("The surface of a cube by faces is its hull; by corners too, of a notched one more")
  func surface() {
    let grid = VoxelGrid(7, 7, 7)
    var cube = Mask(grid, grid.indices.filter { all($0 .>= 1) && all($0 .<= 5) })
    #expect(cube.surface(.faces).count == 125 - 27)
    #expect(cube.surface(.corners).count == 125 - 27)
    // Without one corner, the voxel inside it touches the outside, by a corner only.
    cube[1, 1, 1] = false
    #expect(cube.surface(.faces).count == 124 - 27)
    #expect(cube.surface(.corners).count == 124 - 26)
  }

  @Test("Erosion is the dilation of what is not in the mask", arguments: 0..<8)
  func duality(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let mask = randomMask(on: randomGrid(&random, sizes: 2...7), oneIn: 2, &random)
    let whole = BoundingBox(lower: .zero, upper: mask.grid.size)
    let border = whole.widened(by: SIMD3(1, 1, 1))
    for connectivity in Connectivity.allCases {
      // With a border of background, what the grid's edge does is out of the way.
      var outside = mask.cropped(to: border, padding: false)
      outside.voxels = outside.voxels.map { !$0 }
      var expected = outside.dilated(connectivity).cropped(
        to: BoundingBox(lower: SIMD3(1, 1, 1), upper: SIMD3(1, 1, 1) &+ mask.grid.size),
        padding: false)
      expected.voxels = expected.voxels.map { !$0 }
      #expect(mask.eroded(connectivity).voxels == expected.voxels)
    }
  }

  @Test("Dilation reaches as far as one step's distance", arguments: 0..<8)
  func distances(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let mask = randomMask(on: VoxelGrid(8, 7, 6), oneIn: 25, &random)
    // On 1 mm voxels neighbours lie within 1, sqrt(2) and sqrt(3) mm; the next ones farther.
    let reaches: [(Connectivity, Float)] = [(.faces, 1.01), (.edges, 1.42), (.corners, 1.74)]
    let distances = mask.distanceTransform().voxels
    for (connectivity, reach) in reaches {
      #expect(mask.dilated(connectivity).voxels == distances.map { $0 < reach })
    }
  }
}
