public import Imaging

/// Scores a predicted label map against its reference, one row per structure.
///
/// A missing prediction is passed as `nil` and is scored as a failure, never skipped: a table holds
/// the same rows whatever a method managed to predict.
///
/// - Parameters:
///   - prediction: the predicted labels on the reference's grid; `nil` when there are none.
///   - policy: what a score is where a mask is empty.
///   - assd: which average the ASSD takes.
/// - Returns: one row per structure, in the order of `structures`.
/// - Throws: ``GridMismatch`` when the prediction lies on another grid.
/// - Complexity: O(*n*) in voxels, and O(*m*) per structure in the voxels of the box around all
///   structures.
public func score(
  prediction: LabelMap?, reference: LabelMap, case name: String, site: String,
  structures: [ScoredStructure], policy: EmptyPolicy = .challenge, assd: ASSDDefinition = .pooled
) throws(GridMismatch) -> [CaseScore] {
  if let prediction {
    try GridMismatch.check("scores of \(name)", reference.grid, prediction.grid)
  }
  let region = foreground(of: reference, and: prediction, in: structures)
  let expected = region.map { reference.cropped(to: $0, padding: 0) }
  let predicted = region.flatMap { box in prediction.map { $0.cropped(to: box, padding: 0) } }

  var rows: [CaseScore] = []
  for structure in structures {
    let referenceMask = expected?.mask(of: structure.labels)
    let predictionMask = predicted?.mask(of: structure.labels)
    let exists = referenceMask?.isEmpty == false
    let outcome = outcome(
      hasPrediction: prediction != nil, predicts: predictionMask?.isEmpty == false, exists: exists)
    var dice: Double?
    var distances: SurfaceDistances?
    if outcome == .scored, let predictionMask, let referenceMask {
      dice = try diceScore(predictionMask, referenceMask)
      distances = try surfaceDistances(prediction: predictionMask, reference: referenceMask)
    }
    let isFailure = outcome.isFailure(under: policy, exists: exists)
    let penalty = isFailure ? policy.penaltyDistance : nil
    rows.append(
      CaseScore(
        case: name, site: site, structure: structure.name, outcome: outcome,
        dice: isFailure ? 0 : dice,
        assd: distances?.averageSymmetricSurfaceDistance(assd) ?? penalty,
        hd95: distances?.hausdorff95 ?? penalty,
        predictedVolume: predictionMask?.volume ?? 0,
        referenceVolume: referenceMask?.volume ?? 0))
  }
  return rows
}

/// The box around every scored voxel of both maps; `nil` when there is none.
///
/// Tumour and cochlea fill a thousandth of a head scan, so scoring inside this box is what makes
/// several structures cheap.
private func foreground(
  of reference: LabelMap, and prediction: LabelMap?, in structures: [ScoredStructure]
) -> BoundingBox? {
  let labels = structures.reduce(into: Set<UInt8>()) { $0.formUnion($1.labels) }
  var either = reference.mask(of: labels)
  if let prediction {
    let other = prediction.mask(of: labels)
    for n in either.voxels.indices where other.voxels[n] { either.voxels[n] = true }
  }
  return either.boundingBox()
}

private func outcome(hasPrediction: Bool, predicts: Bool, exists: Bool) -> CaseScore.Outcome {
  guard hasPrediction else { return .missingPrediction }
  return switch (predicts, exists) {
  case (true, true): .scored
  case (false, true): .emptyPrediction
  case (true, false): .falseAlarm
  case (false, false): .bothEmpty
  }
}

extension CaseScore.Outcome {
  /// Whether the row gets the penalty instead of a measured score.
  fileprivate func isFailure(under policy: EmptyPolicy, exists: Bool) -> Bool {
    switch self {
    case .missingPrediction, .emptyPrediction: exists
    case .falseAlarm: policy.falseAlarm == .penalise
    case .scored, .bothEmpty: false
    }
  }
}
