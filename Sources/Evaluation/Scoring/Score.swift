public import Imaging

/// Scores a predicted label map against its reference, one row per structure.
///
/// A missing prediction is passed as `nil` and is scored as a failure, never skipped: a table holds
/// the same rows whatever a method managed to predict.
///
/// - Parameters:
///   - prediction: the predicted labels on the reference's grid; `nil` when there are none.
///   - definitions: which definition of each metric is taken.
/// - Returns: one row per structure, in the order of `structures`.
/// - Throws: ``GridMismatch`` when the prediction lies on another grid.
/// - Complexity: O(*n*) in voxels once, and per structure O(*m*) in the voxels of its boxes and
///   O(*s* log *s*) in its surface voxels.
public func score(
  prediction: LabelMap?, reference: LabelMap, case name: String, site: String,
  structures: [ScoredStructure], definitions: MetricDefinitions
) throws(GridMismatch) -> [CaseScore] {
  if let prediction {
    try GridMismatch.check("scores of \(name)", reference.grid, prediction.grid)
  }
  let expected = LabelledRegion(reference)
  let predicted = prediction.map(LabelledRegion.init)
  return structures.map { structure in
    let measured = StructureMeasurement(
      structure.labels, prediction: predicted, reference: expected, definitions: definitions)
    return measured.row(
      case: name, site: site, structure: structure.name, hasPrediction: prediction != nil,
      grid: reference.grid, policy: definitions.emptyPolicy)
  }
}

/// As ``score(prediction:reference:case:site:structures:definitions:)`` with MedPy's definitions
/// but for the policy and the average.
public func score(
  prediction: LabelMap?, reference: LabelMap, case name: String, site: String,
  structures: [ScoredStructure], policy: EmptyPolicy = .challenge, assd: ASSDDefinition = .pooled
) throws(GridMismatch) -> [CaseScore] {
  try score(
    prediction: prediction, reference: reference, case: name, site: site, structures: structures,
    definitions: MetricDefinitions.medPy.with {
      $0.emptyPolicy = policy
      $0.assd = assd
    })
}
