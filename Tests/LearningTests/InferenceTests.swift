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

@Suite("A sliding window", .serialized)
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

@Suite("The bridge to tensors")
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
}

@Suite("Anatomical clean-up")
struct AnatomicalCleanupTests {
  private let cleanup = AnatomicalCleanup(
    tumour: [1, 2], cochlea: 3, minimumCochleaVolume: 3, minimumEarDistance: 20)

  /// A row of voxels of 1 mm.
  private func row(_ labels: [UInt8]) -> LabelMap {
    LabelMap(grid: VoxelGrid(labels.count, 1, 1), voxels: labels)
  }

  @Test("keeps the largest tumour component, both parts of it together")
  func tumour() {
    let cleaned = cleanup(row([1, 0, 1, 1, 2, 0, 2, 0]))
    #expect(cleaned.voxels == [0, 0, 1, 1, 2, 0, 0, 0])
  }

  @Test("keeps one cochlea an ear and drops specks")
  func cochleas() {
    var labels = [UInt8](repeating: 0, count: 40)
    labels.replaceSubrange(0..<4, with: [3, 3, 3, 3])  // one ear
    labels.replaceSubrange(8..<11, with: [3, 3, 3])  // too close to it
    labels[20] = 3  // a speck
    labels.replaceSubrange(34..<37, with: [3, 3, 3])  // the other ear
    var expected = labels
    expected.replaceSubrange(8..<11, with: [0, 0, 0])
    expected[20] = 0
    #expect(cleanup(row(labels)).voxels == expected)
  }

  @Test("leaves an empty map empty")
  func empty() {
    #expect(cleanup(row([0, 0, 0])).voxels == [0, 0, 0])
  }
}
