import Imaging
import Preprocessing
import Testing

@Suite("Ears taken apart and put together")
struct EarPairingTests {
  /// Five voxels wide, two rows; the voxel's value is its offset.
  private let volume = Volume(
    grid: VoxelGrid(5, 2, 1, spacing: SIMD3(2, 1, 1), origin: SIMD3(-4, 0, 0)),
    voxels: (0..<10).map { Float($0) })

  @Test("are the left part and the mirrored right part, worked by hand")
  func halves() {
    // Half of 5 is 3, and one voxel beyond: 4 voxels each.
    let halves = EarPairing(overlap: 1).halves(of: volume)
    #expect(halves.map(\.voxels) == [[0, 1, 2, 3, 5, 6, 7, 8], [4, 3, 2, 1, 9, 8, 7, 6]])
  }

  @Test("keep the world position of every voxel", arguments: [0, 1, 7])
  func positions(overlap: Int) {
    for half in EarPairing(overlap: overlap).halves(of: volume) {
      for (offset, value) in half.voxels.enumerated() {
        let found = half.grid.world(SIMD3<Double>(half.grid.index(at: offset)))
        let expected = volume.grid.world(SIMD3<Double>(volume.grid.index(at: Int(value))))
        #expect((found - expected).length < 1e-12)
      }
    }
  }

  @Test("give back the whole, whatever the overlap", arguments: [4, 5, 6], [0, 1, 2, 9])
  func roundTrip(width: Int, overlap: Int) {
    let grid = VoxelGrid(width, 2, 2)
    let pairing = EarPairing(overlap: overlap)
    let classes = (0..<2).map { c in
      Volume(grid: grid, voxels: (0..<grid.count).map { Float($0 * 3 + c) })
    }
    let parts = classes.map { pairing.halves(of: $0) }
    let halves = (0..<2).map { side in
      ProbabilityMap(
        grid: parts[0][side].grid, classes: 2,
        values: parts[0][side].voxels + parts[1][side].voxels)
    }
    let joined = pairing.joined(halves, on: grid)
    #expect(joined.grid == grid)
    for (found, expected) in zip(joined.values, classes.flatMap(\.voxels)) {
      // Two weights that sum to 1 up to rounding of float32.
      #expect(abs(found - expected) < 1e-5)
    }
  }

  @Test("of a mirrored head are the same two halves, exchanged")
  func mirrored() {
    let mirrored = Volume(
      grid: volume.grid, voxels: [4, 3, 2, 1, 0, 9, 8, 7, 6, 5])
    let pairing = EarPairing(overlap: 1)
    #expect(
      pairing.halves(of: mirrored).map(\.voxels)
        == pairing.halves(of: volume).map(\.voxels).reversed())
  }
}
