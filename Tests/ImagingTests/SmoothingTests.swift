import Foundation
import Imaging
import Testing

@Suite("Smoothing")
struct SmoothingTests {
  @Test("A point spreads as the normalised Gaussian, worked by hand")
  func point() {
    // 0.3 voxels: three deviations round up to one voxel, so the weights are 1, e and 1 by
    // e = exp(-1 / (2 * 0.09)), over their sum.
    let side = exp(-1 / 0.18)
    let found = Volume(line: [0, 0, 1, 0, 0]).smoothed(sigma: SIMD3(0.3, 0, 0)).voxels
    let expected = [0, side, 1, side, 0].map { Float($0 / (1 + 2 * side)) }
    #expect(largestDifference(found, expected) < 1e-7)  // single precision near 1
  }

  @Test("Deviations are in millimetres, each along its own axis")
  func millimetres() {
    var random = SplitMix64(seed: 1)
    let unit = randomVolume(on: VoxelGrid(6, 5, 4), &random)
    let grid = VoxelGrid(6, 5, 4, spacing: SIMD3(0.5, -2, 4))
    let scaled = Volume(grid: grid, voxels: unit.voxels)
    // Powers of two, so the deviations in voxels are the same to the bit.
    let found = scaled.smoothed(sigma: SIMD3(0.5, 1.5, 6))
    #expect(found.voxels == unit.smoothed(sigma: SIMD3(1, 0.75, 1.5)).voxels)
    #expect(found.grid == grid)
  }

  @Test("A deviation of 0, or an axis of one voxel, changes nothing")
  func nothing() {
    var random = SplitMix64(seed: 2)
    let image = randomVolume(on: VoxelGrid(5, 4, 1), &random)
    #expect(image.smoothed(sigma: .zero) == image)
    #expect(image.smoothed(sigma: SIMD3(0, 0, 3)) == image)
  }

  @Test("A constant stays constant up to the border", arguments: [0.2, 1, 4])
  func constant(_ sigma: Double) {
    let image = Volume(grid: VoxelGrid(6, 5, 4, spacing: SIMD3(1, 0.5, 2)), filledWith: 100)
    let found = image.smoothed(sigma: SIMD3(repeating: sigma))
    // Three kernels whose single-precision weights sum to 1 within 1e-6.
    #expect(found.voxels.allSatisfy { abs($0 - 100) < 1e-3 })
  }

  @Test("Away from the border the sum is kept and the variance grows by that of the kernel")
  func moments() {
    var image = Volume(grid: VoxelGrid(1, 1, 24), filledWith: 0)
    image[0, 0, 12] = 1000
    let found = image.smoothed(sigma: SIMD3(0, 0, 2)).voxels.map { Double($0) / 1000 }
    #expect(abs(found.reduce(0, +) - 1) < 1e-6)  // single precision
    let variance = found.enumerated().reduce(0.0) {
      $0 + $1.element * pow(Double($1.offset) - 12, 2)
    }
    // 4 for a whole Gaussian; cut at three deviations it keeps 97 to 99 percent of that.
    #expect((3.85...4.0).contains(variance))
    for n in 1..<12 { #expect(found[12 - n] == found[12 + n]) }
  }

  @Test("Sampled at once, a coarser grid is that of smoothing and then sampling", arguments: 0..<12)
  func sampledAtOnce(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let spacing = SIMD3(0.4, -0.5, 1)
    let image = randomVolume(on: VoxelGrid(23, 19, 9, spacing: spacing), &random)
    // Coarser along i and j, as fine along k; begins inside, ends outside.
    let target = VoxelGrid(
      9, 8, 7, spacing: SIMD3(1.1, -1.7, 1), origin: SIMD3(0.7, -0.3, 0.4 * Double(seed % 3)))
    let sigma = SIMD3((1.21 - 0.16).squareRoot() / 2, (2.89 - 0.25).squareRoot() / 2, 0)
    let found = image.resampledWithoutAliasing(to: target, outside: -1)
    let expected = image.smoothed(sigma: sigma).resampled(to: target, .linear, outside: -1)
    // Values to 255 in single precision, summed in another order.
    #expect(largestDifference(found.voxels, expected.voxels) < 1e-3)
    #expect(found.voxels.contains(-1) && found.voxels.contains { $0 != -1 })
  }

  @Test("Smoothing a flipped image is flipping the smoothed one")
  func flipped() throws {
    var random = SplitMix64(seed: 5)
    let image = randomVolume(on: VoxelGrid(6, 5, 4, spacing: SIMD3(0.5, 1, 2)), &random)
    let flip = try #require(Orientation("LPI"))
    let sigma = SIMD3(0.7, 1.2, 1.9)
    let found = image.reoriented(to: flip).smoothed(sigma: sigma).voxels
    let expected = image.smoothed(sigma: sigma).reoriented(to: flip).voxels
    #expect(largestDifference(found, expected) < 1e-3)  // sums in the other order, to 255
  }
}

@Suite("Resampling without aliasing")
struct AliasingTests {
  static let checkerboard = Volume(
    grid: VoxelGrid(24, 24, 4),
    voxels: VoxelGrid(24, 24, 4).indices.map { Float(($0.x + $0.y) % 2) })

  @Test("A checkerboard turns grey on voxels four times as coarse, where plain resampling aliases")
  func checkerboard() {
    let coarse = VoxelGrid(3, 3, 4, spacing: SIMD3(4, 4, 1), origin: SIMD3(8, 8, 0))
    #expect(Self.checkerboard.resampled(to: coarse).voxels.allSatisfy { $0 == 0 })
    let found = Self.checkerboard.resampledWithoutAliasing(to: coarse)
    // Of the alternation along i the Gaussian of sqrt(15) / 2 voxels passes exp(-18), and 0.0006
    // because it is cut off; of the product with that along j nothing that single precision shows.
    #expect(found.voxels.allSatisfy { abs($0 - 0.5) < 1e-5 })
  }

  @Test(
    "No finer target, and none less than a fifth coarser, is smoothed for",
    arguments: [0.3, 1, 1.19])
  func fine(_ spacing: Double) {
    let target = VoxelGrid(9, 8, 4, spacing: SIMD3(spacing, spacing, 1), origin: SIMD3(1, 2, 0))
    let found = Self.checkerboard.resampledWithoutAliasing(to: target)
    let expected = Self.checkerboard.resampled(to: target)
    #expect(largestDifference(found.voxels, expected.voxels) < 1e-5)  // positions from a part
  }

  @Test("Only the coarse axis is smoothed along, also where the target's axes change places")
  func oneAxis() {
    // Stripes along j are kept by a target that is coarse along i, under the name k.
    let grid = VoxelGrid(24, 12, 1)
    let stripes = Volume(grid: grid, voxels: grid.indices.map { Float($0.y % 2) })
    let target = VoxelGrid(
      size: SIMD3(1, 12, 5),
      affine: Affine(
        x: SIMD3(0, 0, 1), y: SIMD3(0, 1, 0), z: SIMD3(4, 0, 0), translation: SIMD3(3, 0, 0)))
    let found = stripes.resampledWithoutAliasing(to: target)
    let expected = target.indices.map { Float($0.y % 2) }
    #expect(largestDifference(found.voxels, expected) < 1e-5)  // single-precision weights
  }

  @Test("A constant stays constant, and outside is what was asked for", arguments: 0..<8)
  func constant(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let image = Volume(grid: randomGrid(&random, sizes: 4...9), filledWith: 50)
    var affine = randomGrid(&random).affine
    affine.translation += image.grid.centre - affine(SIMD3(4, 4, 4))
    let target = VoxelGrid(size: SIMD3(9, 9, 9), affine: affine)
    let held = image.resampledWithoutAliasing(to: target)
    #expect(held.voxels.allSatisfy { abs($0 - 50) < 1e-3 })  // single-precision weights
    let found = image.resampledWithoutAliasing(to: target, outside: -9)
    let toIndex = try #require(image.grid.affine.inverse)
    for v in target.indices {
      let at = toIndex(target.centre(of: v))
      let last = SIMD3<Double>(image.grid.size) - 1
      let beyond = max((-at).max(), (at - last).max())
      if abs(beyond - 0.5) < 0.002 { continue }  // a thousandth of a voxel is forgiven
      #expect(abs(found[v] - (beyond > 0.5 ? -9 : 50)) < 1e-3)
    }
  }

  @Test("A target far outside holds the outside value, or the nearest")
  func elsewhere() {
    let far = VoxelGrid(2, 2, 1, spacing: SIMD3(4, 4, 4), origin: SIMD3(500, 0, 0))
    let image = Volume(grid: VoxelGrid(8, 8, 8), filledWith: 3)
    #expect(image.resampledWithoutAliasing(to: far, outside: -1).voxels == [-1, -1, -1, -1])
    #expect(image.resampledWithoutAliasing(to: far).voxels == [3, 3, 3, 3])
  }
}
