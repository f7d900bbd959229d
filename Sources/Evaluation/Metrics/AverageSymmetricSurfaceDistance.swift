/// Which average the average symmetric surface distance takes.
public enum ASSDDefinition: String, Codable, Hashable, Sendable, CaseIterable {
  /// The mean over both directions' distances in one list; MedPy 0.5, MONAI.
  case pooled
  /// The mean of the two directed means; MedPy up to 0.4, and panoptica.
  ///
  /// It differs from ``pooled`` only as far as the surfaces differ in size.
  case meanOfDirections
}

extension SurfaceDistances {
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
}

extension SurfelDistances {
  /// The average symmetric surface distance (ASSD) in mm, weighted by area.
  public func averageSymmetricSurfaceDistance(_ definition: ASSDDefinition = .pooled) -> Double {
    let there = predictionToReference.weightedSum
    let back = referenceToPrediction.weightedSum
    return switch definition {
    case .pooled: (there + back) / (predictionArea + referenceArea)
    case .meanOfDirections: (there / predictionArea + back / referenceArea) / 2
    }
  }
}
