import Evaluation
import Foundation
import Imaging
import TestSupport
import Testing

/// What each tool says, as "tool.metric" by case and label; null where it gives no number.
///
/// See scripts/oracles/metrics_by_tool.py for versions.
private typealias ValuesByTool = [String: [String: [String: Double?]]]

private let toolValues = (try? golden(ValuesByTool.self, "metrics-by-tool")) ?? [:]

@Suite("Agreement with other tools")
struct ToolAgreementTests {
  @Test("Values of every golden pair are there")
  func present() {
    for pair in GoldenMetricsTests.pairs { #expect(toolValues[pair.name] != nil, "\(pair.name)") }
    #expect(toolValues.values.flatMap(\.values).flatMap(\.values).count > 800)
  }

  @Test("Each named definition gives its tool's value", arguments: GoldenMetricsTests.pairs)
  func agrees(_ pair: GoldenPair) throws {
    for (label, values) in try #require(toolValues[pair.name]) {
      let labels: Set<UInt8> = [try #require(UInt8(label))]
      let prediction = pair.labelMap(pair.prediction).mask(of: labels)
      let reference = pair.labelMap(pair.reference).mask(of: labels)
      // An empty mask gives nil here and an exception, NaN, infinity, 0 or 1 there: pinned below.
      guard !prediction.isEmpty, !reference.isEmpty else { continue }
      for (name, expected) in values {
        let expected = try #require(expected, "\(name)")
        let found = try #require(try ours(name, prediction, reference), "\(name)")
        // Tools print 12 digits; MONAI computes in float32, whose rounding is 6e-8. Its percentile
        // rounds the rank between a hundred distances as well, and interpolates by the remainder.
        let tolerance = name == "monai_full.hd95" ? 1e-5 : 1e-6
        #expect(
          abs(found - expected) <= tolerance * max(abs(expected), 1e-3),
          "\(name) of \(label): \(found), expected \(expected)")
      }
    }
  }

  /// Our value by the definition that the tool's metric has.
  private func ours(_ name: String, _ prediction: Mask, _ reference: Mask) throws -> Double? {
    let overlap = try OverlapCounts(prediction, reference)
    let voxels = try surfaceDistances(prediction: prediction, reference: reference)
    let surfels = try surfelDistances(prediction: prediction, reference: reference)
    let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
    let tolerance = parts.count > 2 ? Double(parts[2]) ?? .nan : .nan
    switch (parts[0], parts[1]) {
    case ("medpy_full", "dice"): return overlap.dice
    case ("medpy_full", "jaccard"): return overlap.jaccard
    case ("medpy_full", "precision"): return overlap.precision
    case ("medpy_full", "recall"): return overlap.sensitivity
    case ("medpy_full", "ravd"): return overlap.relativeVolumeDifference
    case ("medpy_full", "assd_conn3"):
      return try surfaceDistances(
        prediction: prediction, reference: reference, connectivity: .corners)?
        .averageSymmetricSurfaceDistance(.pooled)
    case ("medpy_full", "assd"), ("monai_full", "assd"):
      return voxels?.averageSymmetricSurfaceDistance(.pooled)
    case ("panoptica_fn", "assd"), ("scipy_edt", "assd_mean_of_two"):
      return voxels?.averageSymmetricSurfaceDistance(.meanOfDirections)
    case ("medpy_full", "hd"), ("monai_full", "hd"): return voxels?.hausdorff
    case ("medpy_full", "hd95"): return voxels?.hausdorff95(.pooled)
    case ("monai_full", "hd95"), ("scipy_edt", "hd95_max_of_two"):
      return voxels?.hausdorff95(.largerOfDirections)
    case ("monai_full", "nsd"), ("scipy_edt", "nsd"):
      return voxels?.normalizedSurfaceDice(tolerance: tolerance)
    case ("deepmind", "nsd"), ("monai_full", "nsd_subvoxel"):
      return surfels?.normalizedSurfaceDice(tolerance: tolerance)
    case ("deepmind", "assd_mean_of_two"):
      return surfels?.averageSymmetricSurfaceDistance(.meanOfDirections)
    case ("deepmind", "assd_area_weighted"):
      return surfels?.averageSymmetricSurfaceDistance(.pooled)
    case ("deepmind", "hd"): return surfels?.hausdorff
    case ("deepmind", "hd95"): return surfels?.hausdorff95()
    case ("deepmind", "surface_area_gt"): return surfels?.referenceArea
    case ("deepmind", "surface_area_pred"): return surfels?.predictionArea
    default:
      Issue.record("no definition for \(name)")
      return nil
    }
  }

  // The next two: surface_distance_test.py of google-deepmind/surface-distance, to its digits.

  @Test("DeepMind's two voxels 2 mm apart")
  func deepMindVoxels() throws {
    let grid = VoxelGrid(100, 100, 100, spacing: SIMD3(3, 2, 1))
    let found = try #require(
      try surfelDistances(
        prediction: box(grid, 50..<51, 60..<61, 72..<73),
        reference: box(grid, 50..<51, 60..<61, 70..<71)))
    #expect(abs(found.averageSymmetricSurfaceDistance(.meanOfDirections) - 1.5) < 5e-4)
    #expect(found.hausdorff == 2)
    #expect(found.hausdorff95() == 2)
    #expect(abs(found.normalizedSurfaceDice(tolerance: 1) - 0.5) < 5e-4)
  }

  @Test("DeepMind's half-spaces of 100³ moved by a slice of 2 mm")
  func deepMindHalfSpaces() throws {
    let grid = VoxelGrid(100, 100, 100, spacing: SIMD3(2, 1, 1))
    let reference = box(grid, 0..<50, 0..<100, 0..<100)
    let prediction = box(grid, 0..<51, 0..<100, 0..<100)
    let found = try #require(try surfelDistances(prediction: prediction, reference: reference))
    // The mean of 0.322 and 0.339.
    #expect(abs(found.averageSymmetricSurfaceDistance(.meanOfDirections) - 0.3305) < 1e-3)
    #expect(found.hausdorff == 2)
    #expect(abs(found.normalizedSurfaceDice(tolerance: 1) - 0.836) < 5e-4)
    #expect(abs(try #require(try diceScore(prediction, reference)) - 0.990) < 5e-4)
  }
}
