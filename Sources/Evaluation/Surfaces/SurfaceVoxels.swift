import Imaging

extension VoxelBytes {
  /// The voxels inside that have a neighbour outside, in storage order.
  ///
  /// Outside of the grid is outside of every structure, so a voxel on the grid's border always
  /// belongs to the surface.
  func surface(in box: BoundingBox, _ connectivity: Connectivity) -> [SIMD3<Int32>] {
    var surface: [SIMD3<Int32>] = []
    let steps = connectivity.steps.map { $0.x + size.x * ($0.y + size.y * $0.z) }
    steps.withUnsafeBufferPointer { steps in
      forEach(in: box) { i, j, k, offset in
        let isOnBorder =
          i == 0 || j == 0 || k == 0 || i == size.x - 1 || j == size.y - 1 || k == size.z - 1
        if isOnBorder || !steps.allSatisfy({ contains(offset + $0) }) {
          surface.append(SIMD3(Int32(i), Int32(j), Int32(k)))
        }
      }
    }
    return surface
  }

  /// Whether the voxel at an offset, which must lie in the grid, is inside.
  @inline(__always)
  func contains(_ offset: Int) -> Bool { isInside[Int(bytes[offset])] }

  /// Whether the voxel at an index is inside; an index outside of the grid is not.
  @inline(__always)
  func contains(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    i >= 0 && j >= 0 && k >= 0 && i < size.x && j < size.y && k < size.z
      && contains(i + size.x * (j + size.y * k))
  }
}
