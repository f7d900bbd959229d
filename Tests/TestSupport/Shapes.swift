public import Imaging

/// The mask of a ball in world space.
public func ball(on grid: VoxelGrid, centre: SIMD3<Double>, radius: Double) -> Mask {
  Mask(
    grid: grid,
    voxels: (0..<grid.count).map { offset in
      (grid.world(SIMD3<Double>(grid.index(at: offset))) - centre).length <= radius
    })
}

/// An image of a box of tissue with two bright balls for ears and one grey ball for a tumour, and
/// its labels: 1 in the tumour's outer half, 2 in its inner half, 3 in the ears.
///
/// The ears lie 60 mm apart on the x axis, the tumour beside the ear at positive x.
public func toyHead(
  on grid: VoxelGrid, isDark: Bool = false, shift: SIMD3<Double> = .zero, seed: UInt64
) -> (image: Volume, labels: LabelMap) {
  let left = ball(on: grid, centre: shift + SIMD3(-30, 0, 0), radius: 4)
  let right = ball(on: grid, centre: shift + SIMD3(30, 0, 0), radius: 4)
  let tumour = ball(on: grid, centre: shift + SIMD3(20, -4, 0), radius: 6)
  var random = SplitMix64(seed: seed)
  var image = Volume(grid: grid, filledWith: 0)
  var labels = LabelMap(grid: grid, filledWith: 0)
  for offset in 0..<grid.count {
    var value: Float = 100
    if tumour.voxels[offset] {
      value = isDark ? 60 : 180
      let x = grid.world(SIMD3<Double>(grid.index(at: offset))).x
      labels.voxels[offset] = x > shift.x + 20 ? 2 : 1
    }
    if left.voxels[offset] || right.voxels[offset] {
      value = isDark ? 200 : 80
      labels.voxels[offset] = 3
    }
    image.voxels[offset] = value + 3 * Float(random.nextNormal())
  }
  return (image, labels)
}
