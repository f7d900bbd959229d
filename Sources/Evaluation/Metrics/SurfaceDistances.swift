public import Imaging

/// Distances in millimetres between the surfaces of two masks on one grid.
///
/// The surface of a mask is its voxels with a face neighbour outside the mask, where outside of the
/// grid counts as background; distances run between voxel centres. This is MedPy's surface. Tools
/// that place surface elements between voxels (DeepMind's surface-distance) give smaller values.
public struct SurfaceDistances: Hashable, Sendable {
  /// From each surface voxel of the prediction to the nearest of the reference, in mm; unsorted.
  public let predictionToReference: [Double]
  /// From each surface voxel of the reference to the nearest of the prediction, in mm; unsorted.
  public let referenceToPrediction: [Double]

  /// Distances from both directions; each list holds at least one.
  public init(predictionToReference: [Double], referenceToPrediction: [Double]) {
    precondition(
      !predictionToReference.isEmpty && !referenceToPrediction.isEmpty,
      "surface distances exist between two non-empty masks only")
    self.predictionToReference = predictionToReference
    self.referenceToPrediction = referenceToPrediction
  }

  /// The average symmetric surface distance (ASSD) in mm.
  public func averageSymmetricSurfaceDistance(_ definition: ASSDDefinition = .pooled) -> Double {
    let there = predictionToReference.reduce(0, +)
    let back = referenceToPrediction.reduce(0, +)
    let thereCount = Double(predictionToReference.count)
    let backCount = Double(referenceToPrediction.count)
    return switch definition {
    case .pooled: (there + back) / (thereCount + backCount)
    case .meanOfDirections: (there / thereCount + back / backCount) / 2
    }
  }

  /// The 95th percentile, in mm, of both directions' distances pooled.
  ///
  /// Linear interpolation between order statistics, as MedPy and numpy do. Tools disagree here:
  /// MONAI takes the larger of the two directed percentiles, DeepMind weights by surface area; a
  /// far false positive can move 0.6 mm to 50 mm between the conventions.
  public var hausdorff95: Double {
    quantile(0.95, ofSorted: (predictionToReference + referenceToPrediction).sorted())
  }

  /// The largest distance of both directions, in mm: the Hausdorff distance.
  public var hausdorff: Double {
    max(predictionToReference.max() ?? 0, referenceToPrediction.max() ?? 0)
  }
}

/// Which average the average symmetric surface distance takes.
public enum ASSDDefinition: String, Codable, Hashable, Sendable, CaseIterable {
  /// The mean over both directions' distances in one list; MedPy 0.5.
  case pooled
  /// The mean of the two directed means; MedPy up to 0.4, and panoptica.
  ///
  /// It differs from ``pooled`` only as far as the surfaces differ in size.
  case meanOfDirections
}

/// The distances between the surfaces of two masks; `nil` when either mask is empty.
///
/// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
/// - Complexity: O(*n*) in the voxels of the box around both masks.
public func surfaceDistances(
  prediction: Mask, reference: Mask
) throws(GridMismatch) -> SurfaceDistances? {
  try GridMismatch.check("surface distances", reference.grid, prediction.grid)
  guard let first = prediction.boundingBox(), let second = reference.boundingBox() else {
    return nil
  }
  // The box around both masks holds every surface voxel, hence every nearest one. One more voxel
  // on each side lets the surface see background, also where a mask touches the grid's border.
  let box = first.union(second).widened(by: SIMD3(1, 1, 1))
  let predicted = prediction.cropped(to: box, padding: false).surface(.faces)
  let expected = reference.cropped(to: box, padding: false).surface(.faces)
  return SurfaceDistances(
    predictionToReference: distances(from: predicted, to: expected),
    referenceToPrediction: distances(from: expected, to: predicted))
}

/// From each voxel of one mask to the nearest of the other, in mm.
private func distances(from start: Mask, to target: Mask) -> [Double] {
  let squared = target.squaredDistances()
  var result: [Double] = []
  for (n, isStart) in start.voxels.enumerated() where isStart {
    result.append(squared[n].squareRoot())
  }
  return result
}

extension BoundingBox {
  /// The smallest box that holds both.
  fileprivate func union(_ other: BoundingBox) -> BoundingBox {
    BoundingBox(
      lower: pointwiseMin(lower, other.lower), upper: pointwiseMax(upper, other.upper))
  }
}
