public import Imaging
public import Torch

// The one place where voxels become tensors. Voxel `i` runs fastest, so a volume's storage *is* a
// contiguous [D = k, H = j, W = i] tensor: it is copied, never transposed.

extension SIMD3<Int> {
  /// The size in torch's order, `[D, H, W]`.
  public var tensorShape: [Int] { [z, y, x] }

  /// A size from torch's order, `[D, H, W]`.
  public init(tensorShape shape: [Int]) { self.init(shape[2], shape[1], shape[0]) }
}

extension Volume {
  /// The voxels as `[1, 1, D, H, W]`.
  public func tensor(on device: Device = .cpu) throws(TorchError) -> Tensor {
    try Tensor(voxels, shape: [1, 1] + grid.size.tensorShape).to(device)
  }
}

extension ProbabilityMap {
  /// A map from `[1, classes, D, H, W]` on the given grid; traps when the shapes differ.
  public init(_ tensor: Tensor, grid: VoxelGrid) throws(TorchError) {
    precondition(
      tensor.shape.count == 5 && Array(tensor.shape.suffix(3)) == grid.size.tensorShape,
      "probabilities \(tensor.shape) for a grid of \(grid.size)")
    self.init(grid: grid, classes: tensor.shape[1], values: try tensor.scalars())
  }
}
