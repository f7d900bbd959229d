extension PlanarContours {
  /// The voxels of a grid whose centres lie inside, each curve on the slice nearest to it.
  ///
  /// On one plane a curve within another cuts a hole, and a curve that is there twice counts once;
  /// planes that fall on the same slice are united. Curves beyond the grid are cut off. Planes coarser than the slices leave gaps: nothing
  /// is interpolated between them.
  ///
  /// - Returns: `nil` where a curve rises by more than half a slice, so that its plane is none of
  ///   the grid's.
  /// - Complexity: O(*r c*) in the rows that curves cross and their corners.
  public func mask(on grid: VoxelGrid) -> Mask? {
    guard let toIndex = grid.affine.inverse else { return nil }
    // Curves of one plane: the same place to a hundredth of a slice.
    var planes: [Int: [[SIMD2<Double>]]] = [:]
    for loop in loops where loop.count >= 3 {
      let points = loop.map { toIndex($0) }
      let heights = points.map(\.z)
      let (low, high) = (heights.min() ?? 0, heights.max() ?? 0)
      guard high - low <= 0.5 else { return nil }
      guard low > -1, high < Double(grid.size.z) else { continue }
      let plane = Int((heights.reduce(0, +) / Double(heights.count) * 100).rounded())
      let curve = points.map { SIMD2($0.x, $0.y) }
      // Some files hold a curve twice, the other way round; it would cancel itself.
      let isKnown = planes[plane, default: []].contains { Set($0) == Set(curve) }
      if !isKnown { planes[plane, default: []].append(curve) }
    }
    var result = Mask(grid: grid, filledWith: false)
    for (plane, curves) in planes {
      let k = Int((Double(plane) / 100).rounded())
      guard k >= 0, k < grid.size.z else { continue }
      for j in 0..<grid.size.y {
        let crossings = Self.crossings(of: curves, at: Double(j))
        for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
          let start = max(crossings[pair].rounded(.up), 0)
          let end = min(crossings[pair + 1].rounded(.down), Double(grid.size.x - 1))
          guard start <= end else { continue }
          for i in Int(start)...Int(end) { result.voxels[grid.offset(i, j, k)] = true }
        }
      }
    }
    return result
  }
}
