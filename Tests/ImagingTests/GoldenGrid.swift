import Imaging

/// A grid as the oracles write it: a size and the first three rows of the affine.
struct GoldenGrid: Decodable, Sendable {
  let size: [Int]
  let affine: [[Double]]

  var grid: VoxelGrid {
    func column(_ n: Int) -> SIMD3<Double> { SIMD3(affine[0][n], affine[1][n], affine[2][n]) }
    return VoxelGrid(
      size: SIMD3(size[0], size[1], size[2]),
      affine: Affine(x: column(0), y: column(1), z: column(2), translation: column(3)))
  }
}

extension SIMD3 {
  /// A vector from the oracles' lists; traps unless there are three.
  init(list: [Scalar]) {
    precondition(list.count == 3, "\(list.count) numbers, not 3")
    self.init(list[0], list[1], list[2])
  }
}
