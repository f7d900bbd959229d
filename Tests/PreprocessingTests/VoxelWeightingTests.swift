import Imaging
import Preprocessing
import Testing

@Suite("Voxel weights")
struct VoxelWeightingTests {
  private static let names = ["background", "extra-meatal", "intra-meatal", "cochlea"]

  @Test("follow the class, by its name; 255 and names of other editions count 1")
  func classes() {
    let weighting = VoxelWeighting(classes: ["intra-meatal": 15, "VS": 3, "background": 0.5])
    let found = weighting.weights([0, 1, 2, 3, 255, 2], size: SIMD3(6, 1, 1), names: Self.names)
    #expect(found == [0.5, 1, 15, 1, 1, 15])
  }

  // Worked by hand on a line: the structure is voxels 3...6; its border lies between 2 and 3, 6 and 7.
  @Test(
    "are higher on both sides of a border, as far as it is wide",
    arguments: [
      (1, [1, 1, 9, 9, 1, 1, 9, 9, 1]), (2, [1, 9, 9, 9, 9, 9, 9, 9, 9]),
      (0, [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ] as [(Int, [Float])])
  func borders(width: Int, expected: [Float]) {
    let weighting = VoxelWeighting(
      borders: ["intra-meatal"], borderWeight: 9, borderWidth: width)
    let labels: [UInt8] = [0, 0, 0, 2, 2, 2, 2, 0, 0]
    #expect(weighting.weights(labels, size: SIMD3(9, 1, 1), names: Self.names) == expected)
  }

  @Test("keep a class's higher weight at a lighter border, and need the structure")
  func higher() {
    let weighting = VoxelWeighting(
      classes: ["intra-meatal": 20], borders: ["intra-meatal"], borderWeight: 9)
    #expect(
      weighting.weights([0, 2, 2], size: SIMD3(3, 1, 1), names: Self.names) == [9, 20, 20])
    #expect(weighting.weights([0, 1, 3], size: SIMD3(3, 1, 1), names: Self.names) == [1, 1, 1])
  }
}
