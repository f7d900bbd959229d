import Imaging
import Preprocessing

/// Normal noise of mean 0 and deviation 1.
func noise(on grid: VoxelGrid, seed: UInt64) -> Volume {
  var random = SplitMix64(seed: seed)
  return Volume(grid: grid, voxels: (0..<grid.count).map { _ in Float(random.nextNormal()) })
}

/// One of the given labels at each voxel, each alike.
func randomLabels(_ labels: [UInt8], on grid: VoxelGrid, seed: UInt64) -> LabelMap {
  var random = SplitMix64(seed: seed)
  return LabelMap(
    grid: grid,
    voxels: (0..<grid.count).map { _ in labels[Int.random(in: labels.indices, using: &random)] })
}

/// Three images whose voxels hold their own index along `i`, `j` and `k`.
///
/// Linear interpolation is exact on them, so a patch of them says where each of its voxels lies.
func indexImages(on grid: VoxelGrid) -> [Volume] {
  (0..<3).map { axis in
    Volume(grid: grid, voxels: (0..<grid.count).map { Float(grid.index(at: $0)[axis]) })
  }
}

extension Patch {
  /// A patch of one channel of noise with random labels.
  static func noisy(_ size: SIMD3<Int>, labels: [UInt8] = [0, 1, 2, 3], seed: UInt64) -> Patch {
    let grid = VoxelGrid(size.x, size.y, size.z)
    return Patch(
      image: [noise(on: grid, seed: seed).voxels],
      labels: randomLabels(labels, on: grid, seed: seed &+ 1).voxels, size: size)
  }

  /// A patch of one row.
  static func row(_ channels: [Float]..., labels: [UInt8]? = nil) -> Patch {
    let count = channels[0].count
    return Patch(
      image: channels, labels: labels ?? [UInt8](repeating: 0, count: count),
      size: SIMD3(count, 1, 1))
  }
}

/// The mean and the standard deviation over all values.
func moments(_ values: [Float]) -> (mean: Double, deviation: Double) {
  let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
  let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
  return (mean, (squares / Double(values.count)).squareRoot())
}
