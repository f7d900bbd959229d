import Imaging
import Learning
import TestSupport
import Testing
import Torch

@Suite("The bridge to tensors", .torchTurn)
struct TensorBridgeTests {
  @Test("keeps voxel i fastest: a volume of 2x3x4 is a tensor [1, 1, 4, 3, 2]")
  func order() throws {
    let volume = Volume(grid: VoxelGrid(2, 3, 4), voxels: (0..<24).map(Float.init))
    let tensor = try volume.tensor()
    #expect(tensor.shape == [1, 1, 4, 3, 2])
    // Voxel (1, 2, 3) lies at 1 + 2 * (2 + 3 * 3) = 23.
    let corner = try tensor.select(dim: 2, index: 3).select(dim: 2, index: 2).select(
      dim: 2, index: 1)
    #expect(try corner.scalars() == [23])
  }

  @Test("takes sizes to torch's order and back")
  func sizes() {
    #expect(SIMD3(2, 3, 4).tensorShape == [4, 3, 2])
    #expect(SIMD3(tensorShape: [4, 3, 2]) == SIMD3(2, 3, 4))
  }

  @Test("copies and never transposes: [k, j, i] of the tensor is voxel (i, j, k)", arguments: 1...6)
  func voxelByVoxel(seed: Int) throws {
    var random = SplitMix64(seed: UInt64(seed))
    let grid = VoxelGrid(
      Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random),
      Int.random(in: 1...5, using: &random), spacing: SIMD3(0.4, 0.5, 1.5))
    let volume = Volume(grid: grid, voxels: (0..<grid.count).map { _ in random.nextFloat() })
    let tensor = try volume.tensor()
    #expect(tensor.dtype == .float32)
    #expect(tensor.isContiguous)
    #expect(tensor.shape == [1, 1, grid.size.z, grid.size.y, grid.size.x])
    #expect(try tensor.scalars() == volume.voxels)
    for k in 0..<grid.size.z {
      for j in 0..<grid.size.y {
        for i in 0..<grid.size.x {
          let scalar = try tensor.select(dim: 4, index: i).select(dim: 3, index: j)
            .select(dim: 2, index: k)
          #expect(try scalar.item() == Double(volume[i, j, k]))
        }
      }
    }
  }

  @Test("flipping the last axis of the tensor mirrors the volume along i")
  func mirrored() throws {
    let volume = Volume(grid: VoxelGrid(3, 2, 1), voxels: [1, 2, 3, 4, 5, 6])
    #expect(try volume.tensor().flipped(dims: [4]).scalars() == [3, 2, 1, 6, 5, 4])
  }

  @Test("keeps voxels that are not finite, bit for bit")
  func notFinite() throws {
    let volume = Volume(
      grid: VoxelGrid(4, 1, 1), voxels: [.nan, .infinity, -.infinity, -.leastNonzeroMagnitude])
    let bits = try volume.tensor().scalars().map(\.bitPattern)
    #expect(bits == volume.voxels.map(\.bitPattern))
  }

  @Test("reads probabilities [1, classes, D, H, W] back onto their grid, class by class")
  func probabilities() throws {
    let grid = VoxelGrid(2, 1, 3, spacing: SIMD3(0.8, 0.8, 1.25), origin: SIMD3(-5, 3, 9))
    let values = (0..<12).map { Float($0) / 16 }
    let map = try ProbabilityMap(Tensor(values, shape: [1, 2, 3, 1, 2]), grid: grid)
    #expect(map.grid == grid)
    #expect(map.classes == 2)
    #expect(map.values == values)
    // Class 1 is 6/16 higher than class 0 at every voxel.
    #expect(map.argmax() == LabelMap(grid: grid, filledWith: 1))
  }
}

extension RandomNumberGenerator {
  fileprivate mutating func nextFloat() -> Float { Float.random(in: -1...1, using: &self) }
}
