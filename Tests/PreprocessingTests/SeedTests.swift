import Imaging
import Preprocessing
import Testing

@Suite("The seed")
struct SeedTests {
  struct Road: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let patch: @Sendable (inout SplitMix64) -> Patch
  }

  private static let grid = VoxelGrid(20, 18, 9, spacing: SIMD3(0.5, 0.5, 1.5))

  private static func changed(
    _ change: @escaping @Sendable (inout Patch, inout SplitMix64) -> Void
  ) -> @Sendable (inout SplitMix64) -> Patch {
    { random in
      var patch = Patch.noisy(SIMD3(8, 8, 6), seed: 4)
      change(&patch, &random)
      return patch
    }
  }

  static let roads = [
    Road(testDescription: "place, rotation and scale") { random in
      let labels = randomLabels([0, 1, 2], on: grid, seed: 1)
      let size = SIMD3(8, 8, 4)
      let centre = PatchSampler(size: size, foregroundProbability: 0.5).centre(
        in: grid, foreground: ForegroundIndex(labels), using: &random)
      return SpatialAugmentation(probability: 1).patch(
        around: centre, size: size, channels: [noise(on: grid, seed: 2)], labels: labels,
        using: &random)
    },
    Road(
      testDescription: "intensity",
      patch: changed { patch, random in
        IntensityAugmentation(noiseProbability: 1).apply(to: &patch, using: &random)
      }),
    Road(
      testDescription: "contrast",
      patch: changed { patch, random in RandomContrast().apply(to: &patch, using: &random) }),
    Road(
      testDescription: "level of structures",
      patch: changed { patch, random in
        LabelIntensityAugmentation(labels: [1, 2], probability: 1, change: .level(0...1))
          .apply(to: &patch, using: &random)
      }),
    Road(
      testDescription: "factor on structures",
      patch: changed { patch, random in
        LabelIntensityAugmentation(labels: [3], probability: 1, change: .factor(0.5...2))
          .apply(to: &patch, using: &random)
      }),
  ]

  @Test("fixes the patch bit for bit, and another seed gives another", arguments: roads)
  func fixes(_ road: Road) {
    func patch(_ seed: UInt64) -> Patch {
      var random = SplitMix64(seed: seed)
      return road.patch(&random)
    }
    let (first, again, other) = (patch(1), patch(1), patch(2))
    #expect(first.image == again.image)
    #expect(first.labels == again.labels)
    #expect(first.image != other.image)
  }
}
