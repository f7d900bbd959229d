public import Imaging

/// Distances in millimetres between surface elements of two masks, each element with its area.
///
/// Elements lie on the corners between voxels, where marching cubes cuts the lattice, and count by
/// their area in mm2; so a coarse axis does not weigh more than a fine one. This is the surface of
/// google-deepmind/surface-distance, and of MONAI's `use_subvoxels`.
public struct SurfelDistances: Hashable, Sendable {
  /// A distance and the area in mm2 of the element it starts from.
  struct Element: Hashable, Sendable {
    let distance: Double
    let area: Double
  }

  let predictionToReference: [Element]
  let referenceToPrediction: [Element]

  /// The area of the prediction's surface in mm2.
  public var predictionArea: Double { predictionToReference.area }

  /// The area of the reference's surface in mm2.
  public var referenceArea: Double { referenceToPrediction.area }

  init(prediction: Surfels, reference: Surfels, spacing: SIMD3<Double>) {
    func elements(_ from: Surfels, _ to: Surfels) -> [Element] {
      zip(NearestPoints(to.corners, spacing: spacing).distances(from: from.corners), from.areas)
        .map { Element(distance: $0, area: $1) }
    }
    predictionToReference = elements(prediction, reference)
    referenceToPrediction = elements(reference, prediction)
  }
}

/// The distances between the surface elements of two masks; `nil` when either mask is empty.
///
/// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
public func surfelDistances(
  prediction: Mask, reference: Mask
) throws(GridMismatch) -> SurfelDistances? {
  try GridMismatch.check("surface element distances", reference.grid, prediction.grid)
  guard let first = prediction.boundingBox(), let second = reference.boundingBox() else {
    return nil
  }
  let spacing = reference.grid.spacing
  let areas = SurfelAreas(spacing: spacing)
  return SurfelDistances(
    prediction: prediction.withBytes { Surfels($0, in: first, areas: areas) },
    reference: reference.withBytes { Surfels($0, in: second, areas: areas) }, spacing: spacing)
}

extension [SurfelDistances.Element] {
  /// The area of all elements in mm2.
  var area: Double { reduce(0) { $0 + $1.area } }

  /// The sum of distances, each times its area.
  var weightedSum: Double { reduce(0) { $0 + $1.distance * $1.area } }

  /// The area of the elements that lie within a distance in mm.
  func area(within tolerance: Double) -> Double {
    reduce(0) { $1.distance <= tolerance ? $0 + $1.area : $0 }
  }

  /// The smallest distance below or at which a fraction of the area lies; nothing is interpolated.
  func quantile(_ fraction: Double) -> Double {
    let sorted = sorted { ($0.distance, $0.area) < ($1.distance, $1.area) }
    let total = area
    var sum = 0.0
    for element in sorted {
      sum += element.area
      if sum / total >= fraction { return element.distance }
    }
    return sorted.last?.distance ?? 0
  }
}
