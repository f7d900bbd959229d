import Dispatch

extension LabelMap {
  /// The labels at the centres of another grid, without inventing values.
  ///
  /// Each label's indicator is interpolated linearly and the label with the largest part wins, so a
  /// voxel between 1 and 3 becomes 1 or 3, never 2. Outside this grid is background. Ties go to the
  /// lower label.
  public func resampled(to target: VoxelGrid) -> LabelMap {
    guard let toIndex = grid.affine.inverse?.composed(with: target.affine) else {
      return LabelMap(grid: target, filledWith: 0)
    }
    let size = grid.size
    return mapped(to: target, toIndex) { voxels, position in
      let floor = position.rounded(.down)
      let t = position - floor
      let (i, j, k) = (Int(floor.x), Int(floor.y), Int(floor.z))
      var labels = SIMD8<UInt8>.zero
      for corner in 0..<8 {
        let (x, y, z) = (i + (corner & 1), j + (corner >> 1 & 1), k + (corner >> 2))
        let isInside = x >= 0 && y >= 0 && z >= 0 && x < size.x && y < size.y && z < size.z
        if isInside { labels[corner] = voxels[x + size.x * (y + size.y * z)] }
      }
      guard labels != SIMD8(repeating: labels[0]) else { return labels[0] }
      let parts = (0..<8).map { corner in
        (corner & 1 == 0 ? 1 - t.x : t.x) * (corner & 2 == 0 ? 1 - t.y : t.y)
          * (corner & 4 == 0 ? 1 - t.z : t.z)
      }
      var best: (label: UInt8, part: Double) = (0, -1)
      for corner in 0..<8 {
        let label = labels[corner]
        let part = (0..<8).reduce(0.0) { $0 + (labels[$1] == label ? parts[$1] : 0) }
        // Ties within rounding go to the lower label.
        let isTie = abs(part - best.part) < 1e-9
        if isTie ? label < best.label : part > best.part { best = (label, part) }
      }
      return best.label
    }
  }

  /// The label of the nearest voxel centre at the centres of another grid; 0 outside this grid.
  public func resampledNearest(to target: VoxelGrid) -> LabelMap {
    guard let toIndex = grid.affine.inverse?.composed(with: target.affine) else {
      return LabelMap(grid: target, filledWith: 0)
    }
    let size = grid.size
    return mapped(to: target, toIndex) { voxels, position in
      let p = position.rounded(.toNearestOrAwayFromZero)
      let (i, j, k) = (Int(p.x), Int(p.y), Int(p.z))
      guard i >= 0, j >= 0, k >= 0, i < size.x, j < size.y, k < size.z else { return 0 }
      return voxels[i + size.x * (j + size.y * k)]
    }
  }

  @inline(__always)
  private func mapped(
    to target: VoxelGrid, _ toIndex: Affine,
    _ label: @Sendable (UnsafeBufferPointer<UInt8>, SIMD3<Double>) -> UInt8
  ) -> LabelMap {
    var result = [UInt8](repeating: 0, count: target.count)
    voxels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let source = source
        nonisolated(unsafe) let result = buffer
        DispatchQueue.concurrentPerform(iterations: target.size.z) { k in
          for j in 0..<target.size.y {
            let start = toIndex(SIMD3(0, Double(j), Double(k)))
            let row = target.offset(0, j, k)
            for i in 0..<target.size.x {
              result[row + i] = label(source, start + toIndex.x * Double(i))
            }
          }
        }
      }
    }
    return LabelMap(grid: target, voxels: result)
  }
}
