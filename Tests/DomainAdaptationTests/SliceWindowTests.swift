@testable import DomainAdaptation

import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

@Suite("What a translator sees")
struct SliceWindowTests {
  // Worked by hand in a region of 12 slices.
  @Test(
    "are a slice, its neighbours with the ends repeated, or a block inside the region",
    arguments: [
      (.slice, 1, 0, [0], [0]), (.slab, 3, 5, [4, 5, 6], [5]), (.slab, 3, 0, [0, 0, 1], [0]),
      (.slab, 5, 11, [9, 10, 11, 11, 11], [11]),
      (.block, 8, 6, [2, 3, 4, 5, 6, 7, 8, 9], [2, 3, 4, 5, 6, 7, 8, 9]),
      (.block, 8, 0, [0, 1, 2, 3, 4, 5, 6, 7], [0, 1, 2, 3, 4, 5, 6, 7]),
      (.block, 8, 11, [4, 5, 6, 7, 8, 9, 10, 11], [4, 5, 6, 7, 8, 9, 10, 11]),
    ] as [(TranslationView, Int, Int, [Int], [Int])])
  func slices(
    view: TranslationView, depth: Int, k: Int, seen: [Int], rendered: [Int]
  ) {
    let window = SliceWindow(view: view, depth: depth)
    #expect(window.seen(around: k, of: 12) == seen)
    #expect(window.rendered(around: k, of: 12) == rendered)
  }
}

@Suite("Batches of slabs and blocks", .serialized, .torchTurn)
struct WindowBatchTests {
  /// A region whose voxels say in which slice they lie.
  private static let grid = VoxelGrid(4, 4, 12)
  private static let region = Volume(
    grid: grid, voxels: (0..<grid.count).map { Float(grid.index(at: $0).z) })
  private static let labels = LabelMap(
    grid: grid, voxels: (0..<grid.count).map { UInt8(grid.index(at: $0).z) })

  private func batch(_ window: SliceWindow) throws -> SliceSampler.Batch {
    let sampler = SliceSampler(
      source: [
        SliceCase(
          image: Self.region, site: nil, edgeWeights: Self.region, foregroundSlices: [],
          labels: Self.labels)
      ],
      target: [SliceCase(image: Self.region, site: 0, edgeWeights: nil, foregroundSlices: [])],
      sites: 1, window: window)
    var random = SplitMix64(seed: 3)
    return try sampler.batch(2, using: &random)
  }

  @Test("have the shapes of their view, labels of what is rendered")
  func shapes() throws {
    for (window, seen, rendered) in [
      (SliceWindow(), [2, 1, 4, 4], [2, 1, 4, 4]),
      (SliceWindow(view: .slab, depth: 3), [2, 3, 4, 4], [2, 1, 4, 4]),
      (SliceWindow(view: .block, depth: 8), [2, 1, 8, 4, 4], [2, 1, 8, 4, 4]),
    ] {
      let batch = try batch(window)
      #expect(batch.source.shape == seen && batch.target.shape == seen)
      #expect(batch.edgeWeights.shape == rendered)
      #expect(batch.labels.shape == [2] + rendered.dropFirst(2))
      #expect(batch.sourcePlaces.shape == [2, 3] + rendered.dropFirst(2))
      // Weights and labels are those of the rendered part of the source.
      let shown = try window.rendered(batch.source).scalars()
      #expect(try batch.edgeWeights.scalars() == shown)
      #expect(try batch.labels.int64Scalars().map(Float.init) == shown)
    }
  }

  @Test("draw the same slices whatever the view")
  func draws() throws {
    let slice = try batch(SliceWindow())
    let slab = try batch(SliceWindow(view: .slab, depth: 3))
    #expect(
      try SliceWindow(view: .slab, depth: 3).rendered(slab.source).scalars()
        == slice.source.scalars())
    #expect(try slab.sourcePlaces.scalars() == slice.sourcePlaces.scalars())
  }

  @Test("tell the height of each slice of a block")
  func heights() throws {
    let batch = try batch(SliceWindow(view: .block, depth: 8))
    let places = try batch.sourcePlaces.scalars()
    let first = Int(try batch.source.scalars()[0])
    // Of the first block the third channel, one pixel a slice; slice k lies at 2 k / 11 - 1.
    for d in 0..<8 {
      let height = places[2 * 8 * 16 + d * 16]
      #expect(abs(height - (2 * Float(first + d) / 11 - 1)) < 1e-6)
    }
  }
}

/// A generator that gives back a part of what it sees, so that rendering can be followed.
private final class Copying: StyleTranslator {
  let parameters: ParameterStore
  let channel: Int

  init(channel: Int = 0) throws {
    parameters = try ParameterStore(seed: 1)
    self.channel = channel
  }

  func encode(_ x: Tensor) throws(TorchError) -> [Tensor] { [x] }

  func decode(_ features: [Tensor], code: Tensor) throws(TorchError) -> Tensor {
    try features[0].narrow(dim: 1, start: channel, length: 1) + code.select(dim: 1, index: 1).mean()
  }
}

@Suite("Rendering a region", .serialized, .torchTurn)
struct RegionTranslationTests {
  private static let grid = VoxelGrid(4, 4, 19)
  private static let region = Volume(
    grid: grid, voxels: pattern(count: grid.count, seed: 1, in: -1...1))

  @Test("puts every slice in its place, in the style that is asked for")
  func places() throws {
    for window in [
      SliceWindow(), SliceWindow(view: .slab, depth: 3), SliceWindow(view: .block, depth: 8),
    ] {
      let translation = RegionTranslation(
        generator: try Copying(channel: window.view == .slab ? 1 : 0), window: window, device: .cpu)
      for (style, added) in [(0, Float(0)), (1, 1)] {
        let found = try translation(Self.region, style: style, of: 2)
        #expect(found.grid == Self.grid)
        // A weighted mean of equal values, in float32.
        let worst = zip(found.voxels, Self.region.voxels).map { abs($0 - $1 - added) }.max() ?? 1
        #expect(worst < 1e-5, "\(window.view), style \(style)")
      }
    }
  }
}
