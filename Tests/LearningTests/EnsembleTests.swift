import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

@Suite("An ensemble", .serialized, .torchTurn)
struct EnsembleTests {
  private static let two = [[1, 1, 1], [2, 2, 2]]

  private static func model(
    seed: UInt64, classes: [String] = ["background", "VS", "cochlea"], width: Int = 32
  ) throws -> ModelBundle {
    let localiser = EarLocaliser.Plan(
      spacing: 5, radius: 15, tile: SIMD3(16, 16, 8),
      network: UNet.Configuration(classes: 2, channels: [4, 8], strides: two))
    let network = UNet.Configuration(classes: classes.count, channels: [4, 8], strides: two)
    let plan = ModelPlan(
      recipe: "test", edition: "crossmoda2022", classes: classes,
      region: RegionPlan(spacing: SIMD3(2, 2, 2), size: SIMD3(width, 16, 8), offset: .zero),
      localiser: localiser, network: network, tile: SIMD3(16, 16, 8),
      cleanup: AnatomicalCleanup(tumour: [1], cochlea: 2), seed: 7, trainedBy: "test",
      torchVersion: TorchRuntime.version)
    return ModelBundle(
      plan: plan,
      localiser: EarLocaliser(plan: localiser, network: try UNet(localiser.network, seed: 1)),
      segmenter: try UNet(network, seed: seed))
  }

  private static let region: Volume = {
    let grid = VoxelGrid(32, 16, 8)
    return Volume(grid: grid, voxels: pattern(count: grid.count, seed: 3))
  }()

  @Test("gives the mean of its models' probabilities")
  func mean() throws {
    let models = try [2, 3].map { try Self.model(seed: $0) }
    let single = try models.map {
      try Predictor(model: $0).probabilities(region: Self.region).values
    }
    let both = try Predictor(models: models).probabilities(region: Self.region).values
    try #require(both.count == single[0].count)
    for offset in both.indices {
      #expect(abs(both[offset] - (single[0][offset] + single[1][offset]) / 2) < 1e-6)
    }
    #expect(single[0] != single[1])
  }

  @Test("of one model is that model")
  func one() throws {
    let model = try Self.model(seed: 2)
    #expect(
      try Predictor(models: [model]).probabilities(region: Self.region).values
        == Predictor(model: model).probabilities(region: Self.region).values)
  }

  @Test("of models that do not fit each other is refused with what differs")
  func refused() throws {
    let first = try Self.model(seed: 2)
    let other = try Self.model(seed: 2, classes: ["background", "VS", "ear"])
    let wide = try Self.model(seed: 2, width: 40)
    for (models, word) in [([], "none"), ([first, other], "ear"), ([first, wide], "40")] {
      let error = #expect(throws: EnsembleError.self) { try Predictor(models: models) }
      #expect(error?.description.contains(word) == true, "\(error?.description ?? "no error")")
    }
  }

  @Test("of all eight flips is the same for a flipped image, flipped", arguments: [0, 1, 2])
  func flips(axis: Int) throws {
    let grid = VoxelGrid(16, 16, 8)
    let image = Volume(grid: grid, voxels: pattern(count: grid.count, seed: 4))
    func flipped(_ offset: Int) -> Int {
      var index = grid.index(at: offset)
      index[axis] = grid.size[axis] - 1 - index[axis]
      return grid.offset(index.x, index.y, index.z)
    }
    let turned = Volume(grid: grid, voxels: (0..<grid.count).map { image.voxels[flipped($0)] })
    let network = try Self.model(seed: 2).segmenter
    let window = SlidingWindow(tile: SIMD3(16, 16, 8), flipsAllAxes: true)
    let (a, b) = (try window(network, image).values, try window(network, turned).values)
    for offset in 0..<(3 * grid.count) {
      let other = offset / grid.count * grid.count + flipped(offset % grid.count)
      // Eight float32 views, summed in another order.
      #expect(abs(a[offset] - b[other]) < 1e-5)
    }
    let mirrored = try SlidingWindow(tile: SIMD3(16, 16, 8))(network, image).values
    #expect(zip(a, mirrored).contains { abs($0 - $1) > 1e-4 })
  }
}
