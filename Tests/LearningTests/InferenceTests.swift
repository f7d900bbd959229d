import Foundation
import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

private let configuration = UNet.Configuration(
  classes: 3, channels: [4, 8], strides: [[1, 1, 1], [2, 2, 2]])

private func noise(_ grid: VoxelGrid, seed: UInt64) -> Volume {
  var random = SplitMix64(seed: seed)
  return Volume(grid: grid, voxels: (0..<grid.count).map { _ in Float(random.nextNormal()) })
}

@Suite("A sliding window", .serialized, .torchTurn)
struct SlidingWindowTests {
  @Test(
    "gives probabilities that sum to 1 on any size",
    arguments: [
      SIMD3(8, 8, 4), SIMD3(13, 9, 7), SIMD3(5, 20, 3),
    ])
  func sumsToOne(size: SIMD3<Int>) throws {
    let network = try UNet(configuration, seed: 2)
    let volume = noise(VoxelGrid(size.x, size.y, size.z), seed: 1)
    let map = try SlidingWindow(tile: SIMD3(8, 8, 4))(network, volume)
    #expect(map.grid == volume.grid)
    #expect(map.classes == 3)
    for offset in 0..<volume.grid.count {
      let sum = (0..<3).map { map.values[$0 * volume.grid.count + offset] }.reduce(0, +)
      // Three float32 softmax values, blended in float32.
      #expect(abs(sum - 1) < 1e-4, "voxel \(offset) sums to \(sum)")
    }
  }

  @Test("over a volume of one tile equals the network itself")
  func equalsNetwork() throws {
    let network = try UNet(configuration, seed: 2)
    let volume = noise(VoxelGrid(8, 8, 4), seed: 1)
    let map = try SlidingWindow(tile: SIMD3(8, 8, 4), mirrors: false)(network, volume)
    let direct = try network(volume.tensor()).softmax(dim: 1).scalars()
    #expect(zip(map.values, direct).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("with mirroring is symmetric: a mirrored volume gives the mirrored map")
  func isSymmetric() throws {
    let network = try UNet(configuration, seed: 2)
    let grid = VoxelGrid(8, 8, 4)
    let volume = noise(grid, seed: 1)
    let mirrored = Volume(
      grid: grid,
      voxels: (0..<grid.count).map { offset in
        let index = grid.index(at: offset)
        return volume[7 - index.x, index.y, index.z]
      })
    let window = SlidingWindow(tile: SIMD3(8, 8, 4))
    let a = try window(network, volume)
    let b = try window(network, mirrored)
    for offset in 0..<(3 * grid.count) {
      let (c, voxel) = (offset / grid.count, offset % grid.count)
      let index = grid.index(at: voxel)
      let other = c * grid.count + grid.offset(7 - index.x, index.y, index.z)
      #expect(abs(a.values[offset] - b.values[other]) < 1e-5)
    }
  }
}
