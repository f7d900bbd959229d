extension ProbabilityMap {
  /// The probability of a structure, the sum of its classes, at the centres of another grid.
  ///
  /// Interpolated linearly; 0 more than half a voxel outside this grid. In 0...1 as far as the map is.
  ///
  /// - Parameter structure: class numbers below ``classes``; others add nothing.
  public func probability(of structure: Set<UInt8>, on target: VoxelGrid) -> Volume {
    let count = grid.count
    var sum = [Float](repeating: 0, count: count)
    for c in structure.map(Int.init).sorted() where c < classes {
      for offset in 0..<count { sum[offset] += values[c * count + offset] }
    }
    return Volume(grid: grid, voxels: sum).resampled(to: target, outside: 0)
  }
}
