@testable import DomainAdaptation

import Imaging
import Learning
import Preprocessing
import TestSupport
import Testing
import Torch

@Suite("The pseudo-label filter")
struct PseudoLabelTests {
  private static let grid = VoxelGrid(
    80, 24, 16, spacing: SIMD3(1, 1, 1), origin: SIMD3(-40, -12, -8))

  private static let filter = PseudoLabelFilter(
    settings: SelfTrainingSettings(
      voxelConfidence: 0.6, caseConfidence: 0.7, cochleaVolume: 25...220,
      tumourVolume: 15...30_000, tumourDistance: 20,
      training: SegmentationSettings(
        steps: 1, patch: SIMD3(8, 8, 8), schedule: .constant, spatial: SpatialAugmentation(),
        intensity: nil)),
    tumour: [1, 2], cochlea: 3)

  /// Balls of a label and radius in mm.
  private static func labels(
    _ balls: [(label: UInt8, x: Double, radius: Double)]
  ) -> LabelMap {
    var map = LabelMap(grid: grid, filledWith: 0)
    for item in balls {
      let mask = ball(on: grid, centre: SIMD3(item.x, 0, 0), radius: item.radius)
      for offset in mask.voxels.indices where mask.voxels[offset] {
        map.voxels[offset] = item.label
      }
    }
    return map
  }

  /// A map that gives each voxel's label the probability `p` and shares the rest.
  private static func probabilities(_ labels: LabelMap, _ p: Float) -> ProbabilityMap {
    var values = [Float](repeating: (1 - p) / 3, count: 4 * grid.count)
    for (offset, label) in labels.voxels.enumerated() {
      values[Int(label) * grid.count + offset] = p
    }
    return ProbabilityMap(grid: grid, classes: 4, values: values)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let balls: [(label: UInt8, x: Double, radius: Double)]
    let confidence: Float
    /// A word of the reason; `nil` when the case is kept.
    let reason: String?
    var testDescription: String { name }
  }

  // A ball of radius 2.5 mm holds about 65 mm3, one of 1.5 mm about 14, one of 4 mm about 268.
  static let cases = [
    Case(
      name: "plausible", balls: [(3, -30, 2.5), (3, 30, 2.5), (1, 20, 4)], confidence: 0.9,
      reason: nil),
    Case(
      name: "one cochlea", balls: [(3, 30, 2.5), (1, 20, 4)], confidence: 0.9,
      reason: "two cochleas, found 1"),
    Case(
      name: "a tiny cochlea", balls: [(3, -30, 1.5), (3, 30, 2.5), (1, 20, 4)], confidence: 0.9,
      reason: "cochlea of"),
    Case(
      name: "a huge cochlea", balls: [(3, -30, 4), (3, 30, 2.5), (1, 20, 4)], confidence: 0.9,
      reason: "cochlea of"),
    Case(
      name: "no tumour", balls: [(3, -30, 2.5), (3, 30, 2.5)], confidence: 0.9,
      reason: "a tumour of 0.0 mm3"),
    Case(
      name: "a tumour far from both ears", balls: [(3, -30, 2.5), (3, 30, 2.5), (1, 0, 4)],
      confidence: 0.9, reason: "from the nearest cochlea"),
    Case(
      name: "an unsure prediction", balls: [(3, -30, 2.5), (3, 30, 2.5), (1, 20, 4)],
      confidence: 0.65, reason: "confidence"),
  ]

  @Test("keeps what is plausible and says why it rejects the rest", arguments: cases)
  func judges(_ item: Case) {
    let labels = Self.labels(item.balls)
    let entry = Self.filter.judge(
      id: "case", labels: labels, probabilities: Self.probabilities(labels, item.confidence))
    #expect(entry.isKept == (item.reason == nil), "\(entry.reasons)")
    if let reason = item.reason {
      #expect(entry.reasons.contains { $0.contains(reason) }, "\(entry.reasons)")
    }
  }

  @Test("marks voxels below the confidence as ignored, and no others")
  func ignores() {
    let labels = Self.labels([(1, 20, 4)])
    var map = Self.probabilities(labels, 0.9)
    let unsure = Self.grid.offset(3, 4, 5)
    for c in 0..<4 { map.values[c * Self.grid.count + unsure] = c == 0 ? 0.55 : 0.15 }
    let target = Self.filter.target(labels: labels, probabilities: map)
    var expected = labels
    expected.voxels[unsure] = 255
    #expect(target == expected)
  }
}
