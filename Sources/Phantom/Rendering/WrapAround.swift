import Imaging

/// What lies beyond the field of view along the phase encoding appears at its opposite end.
struct WrapAround {
  /// The phase-encoded axis and how many voxels beyond either end are folded in.
  let axis: Int
  let margin: Int

  /// The grid with the margins, to render on.
  func extended(_ grid: VoxelGrid) -> VoxelGrid {
    guard margin > 0 else { return grid }
    var size = grid.size
    var affine = grid.affine
    var first = SIMD3<Double>.zero
    size[axis] += 2 * margin
    first[axis] = -Double(margin)
    affine.translation = grid.world(first)
    return VoxelGrid(size: size, affine: affine)
  }

  /// The field of view with its margins folded in.
  func folded(_ whole: [Float], _ extended: SIMD3<Int>) -> [Float] {
    guard margin > 0 else { return whole }
    var size = extended
    size[axis] -= 2 * margin
    var result = [Float](repeating: 0, count: size.x * size.y * size.z)
    for k in 0..<extended.z {
      for j in 0..<extended.y {
        for i in 0..<extended.x {
          var to = SIMD3(i, j, k)
          to[axis] = wrapped(to[axis] - margin, size[axis])
          result[to.x + size.x * (to.y + size.y * to.z)] +=
            whole[i + extended.x * (j + extended.y * k)]
        }
      }
    }
    return result
  }
}
