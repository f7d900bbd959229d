extension Mask {
  /// About how much of each voxel the structure fills when an image of it is blurred by a voxel or
  /// so: the part of the voxel and its 26 neighbours that the mask holds, in 0...1, `i` fastest.
  ///
  /// A voxel at a flat border has 2/3 inside and 1/3 outside the mask. Outside of the grid counts as
  /// background.
  ///
  /// - Complexity: O(*n*) in voxels, and 27 looks at each voxel of the box around the mask.
  public func partialVolume() -> [Float] {
    var result = [Float](repeating: 0, count: voxels.count)
    let one = SIMD3(1, 1, 1)
    let size = grid.size
    guard let box = boundingBox()?.widened(by: one).clipped(to: size) else { return result }
    for k in box.lower.z..<box.upper.z {
      for j in box.lower.y..<box.upper.y {
        for i in box.lower.x..<box.upper.x {
          var count = 0
          for z in max(0, k - 1)...min(size.z - 1, k + 1) {
            for y in max(0, j - 1)...min(size.y - 1, j + 1) {
              let row = size.x * (y + size.y * z)
              for x in max(0, i - 1)...min(size.x - 1, i + 1) where voxels[row + x] { count += 1 }
            }
          }
          result[i + size.x * (j + size.y * k)] = Float(count) / 27
        }
      }
    }
    return result
  }
}
