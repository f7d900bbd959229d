@testable import Preprocessing

import TestSupport
import Testing

/// What nnU-Net 2.8.1's own planner made of some fingerprints; see scripts/oracles/planning.py.
private struct GoldenPlan: Decodable, Sendable, CustomTestStringConvertible {
  /// In nnU-Net's order, `[D, H, W]`.
  struct Image: Decodable, Sendable {
    let size: [Int]
    let spacing: [Double]
  }
  struct Plan: Decodable, Sendable {
    let spacing: [Double]
    let size: [Double]
    let patch: [Int]
    let batch: Int
    let strides: [[Int]]
    let kernels: [[Int]]
    let channels: [Int]
    let featureMaps: Int
  }
  let name: String
  let images: [Image]
  let times: Int
  let gigabytes: Double
  let features: Int
  let plan: Plan
  var testDescription: String { name }

  var fingerprint: DatasetFingerprint {
    let once = images.map {
      DatasetFingerprint.Image(
        size: SIMD3($0.size[2], $0.size[1], $0.size[0]),
        spacing: SIMD3($0.spacing[2], $0.spacing[1], $0.spacing[0]))
    }
    return DatasetFingerprint(images: (0..<times).flatMap { _ in once })
  }

  static let all = (try? golden([GoldenPlan].self, "planning")) ?? []
}

@Suite("A plan from a fingerprint")
struct PlanningTests {
  @Test("is nnU-Net's own", arguments: GoldenPlan.all)
  private func golden(_ item: GoldenPlan) throws {
    let planner = NetworkPlanner(
      gigabytes: item.gigabytes, features: item.features, maximumFeatures: 10 * item.features)
    let plan = try #require(planner.plan(item.fingerprint, classes: 4))
    let expected = item.plan
    for axis in 0..<3 {
      #expect(abs(plan.spacing[2 - axis] - expected.spacing[axis]) < 1e-9)
      #expect(plan.size[2 - axis] == expected.size[axis])
      #expect(plan.patch[2 - axis] == expected.patch[axis])
    }
    #expect(plan.strides == expected.strides)
    #expect(plan.kernels == expected.kernels)
    #expect(plan.channels == expected.channels)
    #expect(plan.featureMaps == expected.featureMaps)
    #expect(plan.batch == expected.batch)
    #expect(!plan.reasons.isEmpty)
  }

  @Test("has a golden file")
  func hasGolden() { #expect(GoldenPlan.all.count == 10) }

  // Worked by hand. Median 10 along the third axis, more than 3 x 1.5, and 10 voxels less than a third of 200:
  // the 10th percentile of 5, 6, 10, 10, 10 is 5 + 0.4 x 1 = 5.4.
  @Test("takes the 10th percentile of an axis that is coarse and short")
  func anisotropic() {
    let images = [5, 6, 10, 10, 10].map {
      DatasetFingerprint.Image(size: SIMD3(200, 210, 10), spacing: SIMD3(1.5, 1.5, $0))
    }
    let target = TargetSpacing(DatasetFingerprint(images: images))
    #expect(target.spacing.x == 1.5 && target.spacing.y == 1.5)
    #expect(abs(target.spacing.z - 5.4) < 1e-12)
    #expect(target.reasons.count == 2 && target.reasons[1].contains("foot-head 5.4 mm"))
  }

  // Worked by hand: 10 is more than 3 x 1.5, but 80 voxels are more than a third of 200.
  @Test("keeps the median of an axis that is coarse but long")
  func long() {
    let images = [5, 6, 10, 10, 10].map {
      DatasetFingerprint.Image(size: SIMD3(200, 210, 80), spacing: SIMD3(1.5, 1.5, $0))
    }
    let target = TargetSpacing(DatasetFingerprint(images: images))
    #expect(target.spacing == SIMD3(1.5, 1.5, 10) && target.reasons.count == 1)
  }

  // Worked by hand, [D, H, W] of 20 x 80 x 80 at 3 x 1 x 1 mm. Stage 1: 3 / 1 is not below 2, so H and W alone
  // are halved to 40 (2 mm), kernel 1 along D. Stage 2: 3 / 2 is: all halved, to 10, 20, 20 (6, 4, 4 mm).
  // Stage 3: 10 >= 8, 6 / 4 < 2: to 5, 10, 10. Stage 4: 5 < 8; H and W to 5. Then no axis has 8.
  @Test("halves axes of about the finest spacing while 4 voxels are left")
  func topology() {
    let found = NetworkTopology(spacing: [3, 1, 1], size: [20, 80, 80])
    #expect(found.strides == [[1, 1, 1], [1, 2, 2], [2, 2, 2], [2, 2, 2], [1, 2, 2]])
    #expect(found.kernels == [[1, 3, 3], [3, 3, 3], [3, 3, 3], [3, 3, 3], [3, 3, 3]])
    #expect(found.divisor == [4, 16, 16])
    #expect(found.patch == [20, 80, 80])
  }

  // Worked by hand: a lone axis of 10 is longer than 8 but shorter than 12, of 12 it is not.
  @Test(
    "halves a single axis only where three smallest edges fit",
    arguments: [(10, 1), (12, 2), (24, 3)])
  func single(length: Double, stages: Int) {
    #expect(NetworkTopology(spacing: [1, 1, 1], size: [6, 6, length]).strides.count == stages)
  }

  // Worked by hand: 8 x 8 x 8 with 2 features, then 4 x 4 x 4 with 4. Encoder 2 x (2 x 512 + 4 x 64) = 2560;
  // decoder 3 x 2 x 512 = 3072; a head of 3 classes 1536.
  @Test("counts the values that a patch leaves in the network")
  func count() {
    #expect(
      featureMapCount(
        patch: [8, 8, 8], strides: [[1, 1, 1], [2, 2, 2]], channels: [2, 4],
        convolutionsPerStage: 2, classes: 3) == 2560 + 3072 + 1536)
  }

  @Test("that no patch keeps is none")
  func none() {
    let images = [DatasetFingerprint.Image(size: SIMD3(64, 64, 64), spacing: SIMD3(1, 1, 1))]
    #expect(
      NetworkPlanner(budget: 100, features: 32).plan(
        DatasetFingerprint(images: images), classes: 2) == nil)
  }

  @Test(
    "takes axes of any order",
    arguments: [
      ("RAS", SIMD3(10, 20, 30)), ("LPS", SIMD3(10, 20, 30)), ("SRA", SIMD3(20, 30, 10)),
      ("PIR", SIMD3(30, 10, 20)), ("RAR", nil), ("RA", nil),
    ] as [(String, SIMD3<Int>?)])
  func order(code: String, size: SIMD3<Int>?) {
    let image = DatasetFingerprint.Image(
      size: SIMD3(10, 20, 30), spacing: SIMD3(1, 2, 3), orientation: code)
    #expect(image?.size == size)
    #expect(image?.spacing == size.map { SIMD3<Double>($0) / 10 })
  }
}
