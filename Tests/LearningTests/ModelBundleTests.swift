import Foundation
import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

private let network = UNet.Configuration(
  classes: 4, channels: [4, 8], strides: [[1, 1, 1], [2, 2, 2]])

private func bundle() throws -> ModelBundle {
  let localiser = EarLocaliser.Plan(
    spacing: 5, radius: 15, tile: SIMD3(16, 16, 8),
    network: UNet.Configuration(classes: 2, channels: [4, 8], strides: [[1, 1, 1], [2, 2, 2]]))
  let plan = ModelPlan(
    recipe: "adapt", edition: "crossmoda2023",
    classes: ["background", "extra-meatal", "intra-meatal", "cochlea"],
    region: RegionPlan(spacing: SIMD3(2, 2, 2), size: SIMD3(32, 16, 8)), localiser: localiser,
    network: network, tile: SIMD3(16, 16, 8),
    cleanup: AnatomicalCleanup(tumour: [1, 2], cochlea: 3), seed: 7, trainedBy: "test",
    torchVersion: TorchRuntime.version)
  return ModelBundle(
    plan: plan,
    localiser: EarLocaliser(plan: localiser, network: try UNet(localiser.network, seed: 1)),
    segmenter: try UNet(network, seed: 2))
}

@Suite("A model folder", .serialized, .torchTurn)
struct ModelBundleTests {
  @Test("written and read again predicts the same labels on the scan's own oblique grid")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let model = try bundle()
      try model.save(to: folder)
      let again = try ModelBundle.load(folder)
      #expect(again.plan == model.plan)
      let grid = VoxelGrid(
        size: SIMD3(60, 30, 12),
        affine: Affine(
          x: SIMD3(1.99, 0.1, 0), y: SIMD3(-0.1, 1.99, 0), z: SIMD3(0, 0, 3),
          translation: SIMD3(-60, -30, -18)))
      let (image, _) = toyHead(on: grid, seed: 4)
      let first = try Predictor(model: model)(image)
      let second = try Predictor(model: again)(image)
      #expect(first.labels.grid == grid)
      #expect(first.labels == second.labels)
    }
  }

  @Test("of another version, damaged or incomplete is refused with the folder's name")
  func refusals() throws {
    let damages: [(name: String, file: String, change: (String) -> String?)] = [
      (
        "another version", "plan.json",
        { $0.replacing("\"formatVersion\" : 1", with: "\"formatVersion\" : 99") }
      ),
      ("no version", "plan.json", { _ in "{}" }),
      ("not JSON", "plan.json", { _ in "hello" }),
      ("no plan", "plan.json", { _ in nil }),
      ("no weights", "segmenter.safetensors", { _ in nil }),
      ("no localiser", "localiser.safetensors", { _ in nil }),
    ]
    for damage in damages {
      try withTemporaryFolder { folder in
        try bundle().save(to: folder)
        let file = folder.appending(path: damage.file)
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        if let changed = damage.change(text) {
          try Data(changed.utf8).write(to: file)
        } else {
          try FileManager.default.removeItem(at: file)
        }
        let error = #expect(throws: ModelError.self, "\(damage.name)") {
          _ = try ModelBundle.load(folder)
        }
        #expect(error?.description.contains(folder.path) == true, "\(damage.name)")
      }
    }
  }

  @Test("whose weights do not fit its plan is refused with the parameter's path")
  func wrongWeights() throws {
    try withTemporaryFolder { folder in
      try bundle().save(to: folder)
      let small = try UNet(
        UNet.Configuration(classes: 4, channels: [2, 8], strides: [[1, 1, 1], [2, 2, 2]]), seed: 1)
      try SafeTensors.write(
        small.parameters.state(), metadata: [:],
        to: folder.appending(path: "segmenter.safetensors").path)
      let error = #expect(throws: WeightsMismatch.self) { _ = try ModelBundle.load(folder) }
      #expect(error?.path == "encoder.0.conv.0.weight")
    }
  }
}
