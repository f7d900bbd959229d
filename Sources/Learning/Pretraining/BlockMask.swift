import Imaging

/// Hides random blocks of a patch.
struct BlockMask {
  /// The patch in voxels, `(i, j, k)`.
  let size: SIMD3<Int>
  /// A block in voxels; blocks at the far border are cut.
  let block: SIMD3<Int>
  /// The part of blocks that is hidden, rounded to whole blocks, at least one.
  let fraction: Double

  /// 1 where a voxel is hidden, else 0; `i` fastest.
  func callAsFunction(using random: inout some RandomNumberGenerator) -> [Float] {
    let blocks = (size &+ block &- 1) / block
    let count = blocks.x * blocks.y * blocks.z
    let hidden = max(1, Int((fraction * Double(count)).rounded()))
    let chosen = Set(Array(0..<count).shuffled(using: &random).prefix(hidden))
    var mask: [Float] = []
    mask.reserveCapacity(size.x * size.y * size.z)
    for k in 0..<size.z {
      for j in 0..<size.y {
        let row = blocks.x * (j / block.y + blocks.y * (k / block.z))
        for i in 0..<size.x { mask.append(chosen.contains(row + i / block.x) ? 1 : 0) }
      }
    }
    return mask
  }
}
