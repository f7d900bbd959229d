import Evaluation
import Imaging

/// Evidence of a case with two views of a strip of voxels: class 1 is tumour, class 2 cochlea.
func evidence(
  views: [[UInt8]], confidence: Float = 1, ears: [SIMD3<Double>] = [.zero], earsFound: Bool = true,
  intensityDistance: Double? = nil
) throws -> CaseEvidence {
  let grid = VoxelGrid(views[0].count, 1, 1, spacing: SIMD3(5, 5, 5))
  let maps = views.map { labels in
    ProbabilityMap(
      grid: grid, classes: 3,
      values: (0..<3).flatMap { c in
        labels.map { $0 == UInt8(c) ? confidence : (1 - confidence) / 2 }
      })
  }
  return try CaseEvidence(
    views: maps, mean: maps[0], labels: LabelMap(grid: grid, voxels: views[0]), tumour: [1],
    cochlea: 2, ears: ears, earsFound: earsFound, intensityDistance: intensityDistance)
}
