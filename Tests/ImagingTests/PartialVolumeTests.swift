import Imaging
import Testing

@Suite("Partial volume")
struct PartialVolumeTests {
  struct Place: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let index: SIMD3<Int>
    /// How many of the voxel and its 26 neighbours lie in the mask.
    let count: Float
  }

  // Counted by hand for the cube 3...7 of an 11x11x11 grid.
  static let places = [
    Place(testDescription: "the middle", index: SIMD3(5, 5, 5), count: 27),
    Place(testDescription: "a face", index: SIMD3(7, 5, 5), count: 18),
    Place(testDescription: "an edge", index: SIMD3(7, 3, 5), count: 12),
    Place(testDescription: "a corner", index: SIMD3(3, 3, 7), count: 8),
    Place(testDescription: "beside a face", index: SIMD3(5, 8, 5), count: 9),
    Place(testDescription: "beside a corner", index: SIMD3(2, 2, 2), count: 1),
    Place(testDescription: "two beside a face", index: SIMD3(5, 5, 9), count: 0),
  ]

  @Test("is the part of the neighbourhood that the mask holds", arguments: places)
  func cube(_ place: Place) {
    let grid = VoxelGrid(11, 11, 11)
    let mask = Mask(
      grid: grid,
      voxels: (0..<grid.count).map { offset in
        let index = grid.index(at: offset)
        return (0..<3).allSatisfy { (3...7).contains(index[$0]) }
      })
    let found = mask.partialVolume()[grid.offset(place.index.x, place.index.y, place.index.z)]
    #expect(found == place.count / 27)
  }

  @Test("counts what lies outside of the grid as background")
  func border() {
    let full = Mask(grid: VoxelGrid(3, 1, 1), voxels: [true, true, true])
    #expect(full.partialVolume() == [2, 3, 2].map { Float($0) / 27 })
  }

  @Test("of an empty mask is 0 everywhere")
  func empty() {
    #expect(
      Mask(grid: VoxelGrid(4, 3, 2), filledWith: false).partialVolume()
        == [Float](repeating: 0, count: 24))
  }
}
