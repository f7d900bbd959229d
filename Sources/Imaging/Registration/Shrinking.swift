import Dispatch

extension Volume {
  /// The image with each block of voxels replaced by its mean: blurred and thinned in one.
  ///
  /// World positions stay. Voxels that fill no whole block at the end of an axis are left out, unless
  /// the axis is shorter than one block.
  ///
  /// - Parameter factors: the size of a block along `i`, `j`, `k`; each at least 1.
  public func shrunk(by factors: SIMD3<Int>) -> Volume {
    let factors = pointwiseMin(factors, grid.size)
    guard factors != SIMD3(1, 1, 1) else { return self }
    let size = grid.size / factors
    var affine = grid.affine
    affine.translation = affine(SIMD3<Double>(factors &- 1) / 2)
    for axis in 0..<3 { affine[column: axis] *= Double(factors[axis]) }
    let target = VoxelGrid(size: size, affine: affine)
    var result = [Float](repeating: 0, count: target.count)
    let (width, height) = (grid.size.x, grid.size.y)
    let share = 1 / Float(factors.x * factors.y * factors.z)
    voxels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let source = source
        nonisolated(unsafe) let result = buffer
        DispatchQueue.concurrentPerform(iterations: size.z) { k in
          for c in 0..<factors.z {
            for j in 0..<(size.y * factors.y) {
              let from = width * (j + height * (k * factors.z + c))
              let to = size.x * (j / factors.y + size.y * k)
              for i in 0..<size.x {
                var sum: Float = 0
                for a in 0..<factors.x { sum += source[from + i * factors.x + a] }
                result[to + i] += share * sum
              }
            }
          }
        }
      }
    }
    return Volume(grid: target, voxels: result)
  }
}
