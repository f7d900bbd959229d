/// How the 95th percentile Hausdorff distance treats the two directions.
///
/// A far false positive of 3 % of the surface moves HD95 from 0.6 mm to 50 mm between the two.
public enum PercentileRule: String, Codable, Hashable, Sendable, CaseIterable {
  /// The percentile of both directions' distances in one list; MedPy, panoptica.
  case pooled
  /// The larger of the two directed percentiles; MONAI, DeepMind.
  case largerOfDirections
}

extension SurfaceDistances {
  /// The largest distance of both directions, in mm: the Hausdorff distance.
  public var hausdorff: Double {
    max(predictionToReference.max() ?? 0, referenceToPrediction.max() ?? 0)
  }

  /// The 95th percentile of distances, in mm, of both directions pooled.
  public var hausdorff95: Double { hausdorff95(.pooled) }

  /// The 95th percentile of distances, in mm: linear interpolation between order statistics.
  public func hausdorff95(_ rule: PercentileRule) -> Double {
    switch rule {
    case .pooled:
      quantile(0.95, ofSorted: (predictionToReference + referenceToPrediction).sorted())
    case .largerOfDirections:
      max(
        quantile(0.95, ofSorted: predictionToReference.sorted()),
        quantile(0.95, ofSorted: referenceToPrediction.sorted()))
    }
  }
}

extension SurfelDistances {
  /// The largest distance of both directions, in mm: the Hausdorff distance.
  public var hausdorff: Double {
    (predictionToReference + referenceToPrediction).reduce(0) { max($0, $1.distance) }
  }

  /// The distance, in mm, within which 95 % of the surface's area lies; nothing is interpolated.
  public func hausdorff95(_ rule: PercentileRule = .largerOfDirections) -> Double {
    switch rule {
    case .pooled: (predictionToReference + referenceToPrediction).quantile(0.95)
    case .largerOfDirections:
      max(predictionToReference.quantile(0.95), referenceToPrediction.quantile(0.95))
    }
  }
}
