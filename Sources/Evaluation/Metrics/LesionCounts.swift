public import Imaging

/// How many connected lesions were found, made up and missed.
///
/// A true lesion is found when any predicted voxel lies in it; a predicted lesion is made up when
/// none of its voxels lies in a true one. So one predicted lesion may find several.
public struct LesionCounts: Codable, Hashable, Sendable {
  /// The true lesions that were found.
  public let truePositives: Int
  /// The predicted lesions that touch no true one.
  public let falsePositives: Int
  /// The true lesions that were missed.
  public let falseNegatives: Int

  /// Counts from their numbers.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
  }

  init(prediction: VoxelRuns, reference: VoxelRuns) {
    var isFound = [Bool](repeating: false, count: reference.componentCount)
    var isRight = [Bool](repeating: false, count: prediction.componentCount)
    prediction.forEachOverlap(with: reference) { predicted, expected in
      isRight[prediction.components[predicted]] = true
      isFound[reference.components[expected]] = true
    }
    self.init(
      truePositives: isFound.count { $0 }, falsePositives: isRight.count { !$0 },
      falseNegatives: isFound.count { !$0 })
  }
}

/// The lesions of two masks, matched by overlap.
///
/// - Parameter connectivity: which voxels belong to one lesion.
/// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
public func lesionCounts(
  prediction: Mask, reference: Mask, connectivity: Connectivity = .corners
) throws(GridMismatch) -> LesionCounts {
  try GridMismatch.check("lesion counts", reference.grid, prediction.grid)
  func runs(_ mask: Mask) -> VoxelRuns {
    let box = mask.boundingBox() ?? BoundingBox(lower: .zero, upper: .zero)
    return mask.withBytes { VoxelRuns($0, in: box, connectivity) }
  }
  return LesionCounts(prediction: runs(prediction), reference: runs(reference))
}
