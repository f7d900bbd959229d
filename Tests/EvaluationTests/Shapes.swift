import Imaging

/// A mask whose voxels are the given storage offsets.
func mask(_ grid: VoxelGrid, _ offsets: [Int]) -> Mask {
  var mask = Mask(grid: grid, filledWith: false)
  for n in offsets { mask.voxels[n] = true }
  return mask
}

/// A box-shaped mask, half-open in each axis.
func box(_ grid: VoxelGrid, _ i: Range<Int>, _ j: Range<Int>, _ k: Range<Int>) -> Mask {
  var mask = Mask(grid: grid, filledWith: false)
  for z in k { for y in j { for x in i { mask[x, y, z] = true } } }
  return mask
}

extension Mask {
  /// The mask as a label map with one label.
  func labelled(_ label: UInt8 = 1) -> LabelMap {
    LabelMap(grid: grid, voxels: voxels.map { $0 ? label : 0 })
  }
}
