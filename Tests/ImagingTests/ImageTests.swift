import Imaging
import Testing

@Suite("Images")
struct ImageTests {
  @Test("A subscript reads and writes the voxel that the grid's offset names")
  func subscripts() {
    let grid = VoxelGrid(4, 3, 2)
    var volume = Volume(grid: grid, voxels: (0..<24).map { Float($0) })
    #expect(volume[1, 2, 1] == 21)  // 1 + 4 * (2 + 3 * 1)
    volume[3, 0, 1] = -7
    #expect(volume.voxels[15] == -7)  // 3 + 4 * 3
    #expect(volume.voxels.count { $0 < 0 } == 1)
  }

  @Test("Labels that occur are listed once, in order, background included")
  func labels() {
    #expect(LabelMap(line: [9, 0, 255, 9, 3]).labels == [0, 3, 9, 255])
    #expect(LabelMap(line: [7]).labels == [7])
  }

  @Test(
    "The mask of a set of labels holds the voxels of each of them",
    arguments: [
      ([], ".....".map { $0 == "#" }), ([9], "#..#.".map { $0 == "#" }),
      ([0], ".#...".map { $0 == "#" }), ([3, 255], "..#.#".map { $0 == "#" }),
      ([0, 3, 9, 255], "#####".map { $0 == "#" }), ([4], ".....".map { $0 == "#" }),
    ] as [(Set<UInt8>, [Bool])])
  func maskOf(_ example: (labels: Set<UInt8>, expected: [Bool])) {
    let map = LabelMap(line: [9, 0, 255, 9, 3])
    #expect(map.mask(of: example.labels) == Mask(line: example.expected))
  }

  @Test("The masks of all labels part the image", arguments: 0..<6)
  func partition(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let map = randomLabels(on: randomGrid(&random), [0, 1, 4, 200], &random)
    var covered = [Int](repeating: 0, count: map.grid.count)
    for label in map.labels {
      let mask = map.mask(of: [label])
      #expect(!mask.isEmpty)
      for (n, isMember) in mask.voxels.enumerated() where isMember {
        covered[n] += 1
        #expect(map.voxels[n] == label)
      }
    }
    #expect(covered.allSatisfy { $0 == 1 })
  }

  @Test("A mask counts its voxels and knows their volume, worked by hand")
  func mask() {
    let mask = Mask(picture: ["##.", "..#"], spacing: SIMD3(0.5, -2, 3))
    #expect(mask.count == 3)
    #expect(mask.volume == 9)  // three voxels of 3 mm3
    #expect(!mask.isEmpty)
    let nothing = Mask(grid: mask.grid, filledWith: false)
    #expect(nothing.count == 0)
    #expect(nothing.volume == 0)
    #expect(nothing.isEmpty)
    #expect(Mask(grid: mask.grid, filledWith: true).count == 6)
  }
}

@Suite("What traps")
struct TrapTests {
  @Test("A grid without voxels traps, one with a single voxel along an axis does not")
  func noVoxels() async {
    await #expect(processExitsWith: .success) { _ = VoxelGrid(3, 1, 2) }
    await #expect(processExitsWith: .failure) { _ = VoxelGrid(3, 0, 2) }
  }

  @Test("Too few voxels for a grid trap")
  func tooFew() async {
    await #expect(processExitsWith: .failure) {
      _ = Volume(grid: VoxelGrid(2, 2, 2), voxels: [1, 2, 3])
    }
    await #expect(processExitsWith: .failure) {
      _ = ProbabilityMap(grid: VoxelGrid(2, 1, 1), classes: 2, values: [1, 0, 0])
    }
  }

  @Test("A subscript outside the grid traps, also where the offset would lie inside")
  func subscripts() async {
    await #expect(processExitsWith: .success) {
      let mask = Mask(grid: VoxelGrid(2, 2, 2), filledWith: true)
      print(mask[1, 1, 1])
    }
    await #expect(processExitsWith: .failure) {
      let mask = Mask(grid: VoxelGrid(2, 2, 2), filledWith: true)
      print(mask[2, 0, 0])
    }
  }
}
