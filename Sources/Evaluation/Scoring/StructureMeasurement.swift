import Imaging

/// A label map and where its labels lie.
struct LabelledRegion {
  let map: LabelMap
  let census: LabelCensus

  init(_ map: LabelMap) {
    self.map = map
    census = LabelCensus(map)
  }
}

/// What is measured of one structure before any policy: every metric derives from one overlap count,
/// one surface a map and one search a direction.
struct StructureMeasurement {
  let overlap: OverlapCounts
  let assd: Double?
  let hd: Double?
  let hd95: Double?
  let nsd: Double?
  let lesions: LesionCounts

  init(
    _ labels: Set<UInt8>, prediction: LabelledRegion?, reference: LabelledRegion,
    definitions: MetricDefinitions
  ) {
    let predictionBox = prediction?.census.box(of: labels)
    let referenceBox = reference.census.box(of: labels)
    let spacing = definitions.spacing(of: reference.map.grid)
    func runs(_ map: LabelMap?, _ box: BoundingBox?) -> VoxelRuns? {
      guard let map, let box else { return nil }
      return map.withBytes(labels) { VoxelRuns($0, in: box, definitions.lesionConnectivity) }
    }
    let predictedRuns = runs(prediction?.map, predictionBox)
    let expectedRuns = runs(reference.map, referenceBox)
    var shared = 0
    if let predictedRuns, let expectedRuns {
      predictedRuns.forEachOverlap(with: expectedRuns) { n, m in
        let (own, other) = (predictedRuns.runs[n], expectedRuns.runs[m])
        shared += min(own.end, other.end) - max(own.first, other.first)
      }
      lesions = LesionCounts(prediction: predictedRuns, reference: expectedRuns)
    } else {
      lesions = LesionCounts(
        truePositives: 0, falsePositives: predictedRuns?.componentCount ?? 0,
        falseNegatives: expectedRuns?.componentCount ?? 0)
    }
    overlap = OverlapCounts(
      shared: shared, predicted: prediction?.census.count(of: labels) ?? 0,
      expected: reference.census.count(of: labels))

    guard let prediction, let predictionBox, let referenceBox else {
      (assd, hd, hd95, nsd) = (nil, nil, nil, nil)
      return
    }
    func voxels() -> SurfaceDistances? {
      SurfaceDistances(
        prediction: prediction.map.withBytes(labels) {
          $0.surface(in: predictionBox, definitions.connectivity)
        },
        reference: reference.map.withBytes(labels) {
          $0.surface(in: referenceBox, definitions.connectivity)
        }, spacing: spacing)
    }
    func surfels() -> SurfelDistances {
      let areas = SurfelAreas(spacing: spacing)
      return SurfelDistances(
        prediction: prediction.map.withBytes(labels) {
          Surfels($0, in: predictionBox, areas: areas)
        },
        reference: reference.map.withBytes(labels) { Surfels($0, in: referenceBox, areas: areas) },
        spacing: spacing)
    }
    let needed = [definitions.surface, definitions.nsdSurface]
    let voxelDistances = needed.contains(.voxels) ? voxels() : nil
    let surfelDistances = needed.contains(.surfels) ? surfels() : nil
    switch definitions.surface {
    case .voxels:
      assd = voxelDistances?.averageSymmetricSurfaceDistance(definitions.assd)
      hd = voxelDistances?.hausdorff
      hd95 = voxelDistances?.hausdorff95(definitions.hd95)
    case .surfels:
      assd = surfelDistances?.averageSymmetricSurfaceDistance(definitions.assd)
      hd = surfelDistances?.hausdorff
      hd95 = surfelDistances?.hausdorff95(definitions.hd95)
    }
    switch definitions.nsdSurface {
    case .voxels:
      nsd = voxelDistances?.normalizedSurfaceDice(tolerance: definitions.nsdTolerance)
    case .surfels:
      nsd = surfelDistances?.normalizedSurfaceDice(tolerance: definitions.nsdTolerance)
    }
  }

  /// The row of a table, with what the policy says where a mask is empty.
  func row(
    case name: String, site: String, structure: String, hasPrediction: Bool, grid: VoxelGrid,
    policy: EmptyPolicy
  ) -> CaseScore {
    let exists = overlap.expected > 0
    let outcome = outcome(hasPrediction: hasPrediction)
    let isFailure =
      switch outcome {
      case .missingPrediction, .emptyPrediction: exists
      case .falseAlarm: policy.falseAlarm == .penalise
      case .scored, .bothEmpty: false
      }
    let isExcluded = outcome != .scored && !isFailure
    let penalty = isFailure ? policy.penaltyDistance : nil
    return CaseScore(
      case: name, site: site, structure: structure, outcome: outcome,
      dice: isExcluded ? nil : overlap.dice, assd: assd ?? penalty, hd95: hd95 ?? penalty,
      predictedVolume: Double(overlap.predicted) * grid.voxelVolume,
      referenceVolume: Double(overlap.expected) * grid.voxelVolume,
      further: FurtherScores(
        overlap: overlap, grid: grid, hd: hd ?? penalty,
        nsd: nsd ?? (isFailure ? 0 : nil), lesions: lesions, isExcluded: isExcluded))
  }

  private func outcome(hasPrediction: Bool) -> CaseScore.Outcome {
    guard hasPrediction else { return .missingPrediction }
    return switch (overlap.predicted > 0, overlap.expected > 0) {
    case (true, true): .scored
    case (false, true): .emptyPrediction
    case (true, false): .falseAlarm
    case (false, false): .bothEmpty
    }
  }
}
