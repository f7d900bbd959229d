import Imaging
import Learning
import Networks
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("A prediction", .serialized, .torchTurn)
struct PredictorTests {
  private static let two = [[1, 1, 1], [2, 2, 2]]

  private static func model() throws -> ModelBundle {
    let localiser = EarLocaliser.Plan(
      spacing: 5, radius: 15, tile: SIMD3(16, 16, 8),
      network: UNet.Configuration(classes: 2, channels: [4, 8], strides: two))
    let network = UNet.Configuration(classes: 4, channels: [4, 8], strides: two)
    let plan = ModelPlan(
      recipe: "adapt", edition: "crossmoda2023", classes: ["background", "a", "b", "c"],
      region: RegionPlan(spacing: SIMD3(2, 2, 2), size: SIMD3(32, 16, 8), offset: .zero),
      localiser: localiser, network: network, tile: SIMD3(16, 16, 8),
      cleanup: AnatomicalCleanup(tumour: [1, 2], cochlea: 3), seed: 7, trainedBy: "test",
      torchVersion: TorchRuntime.version)
    return ModelBundle(
      plan: plan,
      localiser: EarLocaliser(plan: localiser, network: try UNet(localiser.network, seed: 1)),
      segmenter: try UNet(network, seed: 2))
  }

  @Test(
    "takes voxels that are not finite as the lowest value", arguments: [.nan, .infinity] as [Float])
  func notFinite(value: Float) throws {
    let grid = VoxelGrid(48, 24, 12, spacing: SIMD3(2, 2, 2), origin: SIMD3(-47, -23, -11))
    var image = toyHead(on: grid, seed: 4).image
    for offset in [0, 77, grid.offset(24, 12, 6), grid.count - 1] { image.voxels[offset] = value }
    let predictor = Predictor(model: try Self.model())
    let found = try predictor(image)
    let expected = try predictor(image.withoutNonFinite())
    #expect(found.probabilities.values.allSatisfy { $0.isFinite })
    #expect(found.probabilities.values == expected.probabilities.values)
    #expect(found.ears == expected.ears)
    #expect(found.labels == expected.labels)
  }
}
