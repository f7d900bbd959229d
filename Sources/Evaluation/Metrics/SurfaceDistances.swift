public import Imaging

/// Distances in millimetres between the surfaces of two masks on one grid.
///
/// The surface of a mask is its voxels with a neighbour outside the mask, where outside of the grid
/// counts as background; distances run between voxel centres. This is MedPy's and MONAI's surface.
/// Tools that place surface elements between voxels give smaller values: see ``SurfelDistances``.
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

  /// The distances between two sets of voxels; `nil` when either is empty.
  init?(
    prediction: [SIMD3<Int32>], reference: [SIMD3<Int32>], spacing: SIMD3<Double>
  ) {
    guard !prediction.isEmpty, !reference.isEmpty else { return nil }
    self.init(
      predictionToReference: NearestPoints(reference, spacing: spacing).distances(from: prediction),
      referenceToPrediction: NearestPoints(prediction, spacing: spacing).distances(from: reference))
  }
}

/// The distances between the surfaces of two masks; `nil` when either mask is empty.
///
/// - Parameter connectivity: which neighbours make a voxel one of the surface; MedPy's
///   `connectivity` 1, 2 and 3 are ``Connectivity/faces``, `edges` and `corners`.
/// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
/// - Complexity: O(*n*) in voxels, and O(*m* log *m*) in surface voxels.
public func surfaceDistances(
  prediction: Mask, reference: Mask, connectivity: Connectivity = .faces
) throws(GridMismatch) -> SurfaceDistances? {
  try GridMismatch.check("surface distances", reference.grid, prediction.grid)
  guard let first = prediction.boundingBox(), let second = reference.boundingBox() else {
    return nil
  }
  return SurfaceDistances(
    prediction: prediction.withBytes { $0.surface(in: first, connectivity) },
    reference: reference.withBytes { $0.surface(in: second, connectivity) },
    spacing: reference.grid.spacing)
}
