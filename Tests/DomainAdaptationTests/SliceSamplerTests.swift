@testable import DomainAdaptation

import Imaging
import TestSupport
import Testing
import Torch

@Suite("Slices are drawn", .torchTurn)
struct SliceSamplerTests {
  private static let grid = VoxelGrid(6, 5, 8)
  private static let area = 30

  /// A region whose every voxel holds a number of its own: `start`, `start + 1`, ...
  private static func region(_ start: Int, grid: VoxelGrid = grid) -> Volume {
    Volume(grid: grid, voxels: (0..<grid.count).map { Float(start + $0) })
  }

  /// Sources from 0 and 1000, targets from 10,000 (site 0), 20,000 and 30,000 (site 1); a source's
  /// edge weights are its voxels plus a half.
  private static func sampler(foregroundSlices: [Int] = []) -> SliceSampler {
    SliceSampler(
      source: [0, 1000].map { start in
        SliceCase(
          image: region(start), site: nil,
          edgeWeights: Volume(grid: grid, voxels: region(start).voxels.map { $0 + 0.5 }),
          foregroundSlices: foregroundSlices)
      },
      target: [(10_000, 0), (20_000, 1), (30_000, 1)].map { start, site in
        SliceCase(image: region(start), site: site, edgeWeights: nil, foregroundSlices: [])
      }, sites: 2)
  }

  private static func batch(
    _ count: Int, seed: UInt64, from sampler: SliceSampler = sampler()
  ) throws -> SliceSampler.Batch {
    var random = SplitMix64(seed: seed)
    return try sampler.batch(count, using: &random)
  }

  /// A slice of a batch, the number of its region's first voxel and its height in the region.
  private struct Slice {
    let values: [Float]
    let start: Int
    let height: Int
    let isMirrored: Bool
  }

  /// The slices of a batch; every value must be where a whole slice, mirrored or not, has it.
  private static func slices(_ tensor: Tensor) throws -> [Slice] {
    let scalars = try tensor.scalars()
    return try stride(from: 0, to: scalars.count, by: area).map { offset in
      let values = Array(scalars[offset..<(offset + area)])
      let first = Int(try #require(values.min()))
      let isMirrored = Int(values[0]) != first
      let expected = (0..<area).map { n -> Float in
        let (i, j) = (n % 6, n / 6)
        return Float(first + 6 * j + (isMirrored ? 5 - i : i))
      }
      #expect(values == expected)
      let start = first / 1000 * 1000
      #expect((first - start) % area == 0)
      return Slice(
        values: values, start: start, height: (first - start) / area, isMirrored: isMirrored)
    }
  }

  @Test("as [N, 1, H, W], with codes [N, sites] and places [N, 3, H, W]")
  func shapes() throws {
    let batch = try Self.batch(3, seed: 1)
    #expect(batch.source.shape == [3, 1, 5, 6])
    #expect(batch.edgeWeights.shape == [3, 1, 5, 6])
    #expect(batch.target.shape == [3, 1, 5, 6])
    #expect(batch.code.shape == [3, 2])
    #expect(batch.sourcePlaces.shape == [3, 3, 5, 6])
    #expect(batch.targetPlaces.shape == [3, 3, 5, 6])
  }

  @Test("whole, mirrored in half of draws, from every region and every height")
  func whole() throws {
    let batch = try Self.batch(200, seed: 2)
    let source = try Self.slices(batch.source)
    let target = try Self.slices(batch.target)
    #expect(Set(source.map(\.start)) == [0, 1000])
    #expect(Set(target.map(\.start)) == [10_000, 20_000, 30_000])
    for slices in [source, target] {
      try #require(slices.count == 200)
      #expect(Set(slices.map(\.height)) == Set(0..<8))
      // Half of 200, with a deviation of 7.
      #expect((72...128).contains(slices.filter { $0.isMirrored }.count))
    }
  }

  @Test("with the edge weights of the same pixels, mirrored with them")
  func weights() throws {
    let batch = try Self.batch(50, seed: 3)
    #expect(try batch.edgeWeights.scalars() == batch.source.scalars().map { $0 + 0.5 })
  }

  @Test("with edge weights of 0 where a region has none")
  func noWeights() throws {
    let plain = SliceSampler(
      source: [
        SliceCase(image: Self.region(0), site: nil, edgeWeights: nil, foregroundSlices: [])
      ], target: Self.sampler().target, sites: 2)
    let batch = try Self.batch(4, seed: 3, from: plain)
    #expect(try batch.edgeWeights.scalars() == [Float](repeating: 0, count: 4 * Self.area))
  }

  @Test("with the one-hot code of the target's own site, each site alike")
  func codes() throws {
    let batch = try Self.batch(200, seed: 4)
    let code = try batch.code.scalars()
    let target = try Self.slices(batch.target)
    try #require(code.count == 400 && target.count == 200)
    for (n, slice) in target.enumerated() {
      let expected: [Float] = slice.start == 10_000 ? [1, 0] : [0, 1]
      #expect(Array(code[(2 * n)..<(2 * n + 2)]) == expected)
    }
    // Half of 200, with a deviation of 7, though site 1 has twice as many regions.
    #expect((72...128).contains(target.filter { $0.start == 10_000 }.count))
  }

  @Test("from heights at most two apart, in both directions")
  func heights() throws {
    let batch = try Self.batch(400, seed: 5)
    let pairs = zip(try Self.slices(batch.source), try Self.slices(batch.target))
    #expect(Set(pairs.map { $1.height - $0.height }) == [-2, -1, 0, 1, 2])
  }

  @Test("in half of draws through a labelled structure, where there is one")
  func foreground() throws {
    let batch = try Self.batch(400, seed: 6, from: Self.sampler(foregroundSlices: [3]))
    let through = try Self.slices(batch.source).filter { $0.height == 3 }.count
    // A half and an eighth of the other half are 225 of 400, with a deviation of 10.
    #expect((185...265).contains(through), "\(through)")
  }

  @Test("with places in -1...1 that no mirroring changes, worked by hand")
  func places() throws {
    let batch = try Self.batch(40, seed: 7)
    // Six columns at -1, -0.6, ... 1: twice the distance from the middle, less 1.
    let lateral: [Float] = [1, 0.2, -0.6, -0.6, 0.2, 1]
    // Five rows from back to front; eight heights from foot to head.
    let frontal: [Float] = [-1, -0.5, 0, 0.5, 1]
    for (tensor, image) in [
      (batch.sourcePlaces, batch.source), (batch.targetPlaces, batch.target),
    ] {
      let places = try tensor.scalars()
      let slices = try Self.slices(image)
      try #require(places.count == 40 * 3 * Self.area)
      #expect(slices.contains { $0.isMirrored } && !slices.allSatisfy { $0.isMirrored })
      for (n, slice) in slices.enumerated() {
        let start = n * 3 * Self.area
        for pixel in 0..<Self.area {
          let height = 2 * Float(slice.height) / 7 - 1
          // A rounding or two of numbers up to 1.
          #expect(abs(places[start + pixel] - lateral[pixel % 6]) < 1e-6)
          #expect(abs(places[start + Self.area + pixel] - frontal[pixel / 6]) < 1e-6)
          #expect(abs(places[start + 2 * Self.area + pixel] - height) < 1e-6)
        }
      }
    }
  }

  @Test("also from regions of one slice, whose height counts as -1")
  func oneSlice() throws {
    let flat = VoxelGrid(4, 4, 1)
    let one = SliceSampler(
      source: [
        SliceCase(
          image: Self.region(0, grid: flat), site: nil, edgeWeights: nil, foregroundSlices: [0])
      ],
      target: [
        SliceCase(
          image: Self.region(100, grid: flat), site: 0, edgeWeights: nil, foregroundSlices: [])
      ], sites: 1)
    let batch = try Self.batch(2, seed: 1, from: one)
    #expect(batch.target.shape == [2, 1, 4, 4])
    #expect(try batch.code.scalars() == [1, 1])
    let heights = try batch.sourcePlaces.select(dim: 1, index: 2).scalars()
    #expect(heights == [Float](repeating: -1, count: 32))
  }

  @Test("the same with the same seed, others with another")
  func seed() throws {
    let (first, again) = (try Self.batch(8, seed: 9), try Self.batch(8, seed: 9))
    let other = try Self.batch(8, seed: 10)
    #expect(try first.source.scalars() == again.source.scalars())
    #expect(try first.target.scalars() == again.target.scalars())
    #expect(try first.source.scalars() != other.source.scalars())
  }
}
