public import Imaging

extension MeatalMeasures {
  /// Measures the tumour of a label map.
  ///
  /// - Parameters:
  ///   - map: the labels.
  ///   - coding: what they mean.
  ///   - probability: of the whole tumour at each voxel, in 0...1, on the same grid; `nil` for none.
  ///   - keepsLargestOnly: measures the largest of several tumours instead of refusing them.
  /// - Throws: ``MeasureError``, and `GridMismatch` when the probability lies on another grid.
  /// - Complexity: O(*n*) in voxels of the box around all labels: a fraction of a second for a scan.
  public init(
    of map: LabelMap, _ coding: TumourLabels, probability: Volume? = nil,
    keepsLargestOnly: Bool = false
  ) throws {
    try coding.check(map)
    if let probability {
      try GridMismatch.check("probability", map.grid, probability.grid)
      if let odd = probability.voxels.first(where: { !($0 >= -1e-4 && $0 <= 1.0001) }) {
        throw MeasureError.notAProbability(found: odd)
      }
    }
    guard let box = map.mask(of: coding.tumour.union([coding.cochlea])).boundingBox() else {
      throw MeasureError.noTumour
    }
    // A margin in mm, so that the part is the same whatever the voxels' order.
    let margin = ((BoundaryUncertainty.reach + 1) / map.grid.spacing).rounded(.up)
    let around = box.widened(by: SIMD3<Int>(margin))
    let part = map.cropped(to: around, padding: 0)
    let lesion = try Lesion(
      in: part.mask(of: coding.tumour), keepsLargestOnly: keepsLargestOnly)
    let anatomy = Anatomy(part, coding, lesion.mask, imageCentre: map.grid.centre)
    let division = Division(part, coding, lesion.mask, anatomy)
    let own = probability.map { $0.cropped(to: around, padding: 0) }

    var notes = division.notes
    if lesion.strayVolume > 0 { notes.append(.strayVoxels) }
    if anatomy.cochleas == nil { notes.append(.noCochlea) }
    if anatomy.side.evidence == .imageCentre { notes.append(.sideFromImage) }
    if map.mask(of: coding.tumour).touchesEdge { notes.append(.cutByImage) }

    side = anatomy.side
    uncertainty = own.map { BoundaryUncertainty(of: lesion.mask, probability: $0) }
    whole = TumourVolume(of: lesion.mask, expected: uncertainty?.expectedVolume)
    plane = division.plane
    let shares = division.shares(of: own, lesion.mask)
    extraMeatal = division.extra.map { TumourVolume(of: $0, expected: shares?.extra) }
    intraMeatal = division.intra.map { TumourVolume(of: $0, expected: shares?.intra) }
    extraMeatalDiameters = division.extra.flatMap {
      Diameters(of: $0, plane: division.plane?.plane)
    }
    guard let diameters = Diameters(of: lesion.mask, plane: division.plane?.plane) else {
      throw MeasureError.noTumour
    }
    wholeDiameters = diameters
    sizeGrade =
      division.extra == nil
      ? nil : SizeGrade(extraMeatalDiameter: extraMeatalDiameters?.largest.length)
    cochleaDistance = anatomy.cochleas.flatMap {
      smallestDistance(lesion.mask.boundaryFaces(), $0.near.boundaryFaces())
    }
    strayVolume = lesion.strayVolume
    spacing = map.grid.spacing
    self.notes = notes
  }
}

extension TumourVolume {
  fileprivate init(of mask: Mask, expected: Double?) {
    counted = mask.volume
    smooth = mask.smoothVolume()
    self.expected = expected
  }
}

/// The cochleas and the side of a tumour.
private struct Anatomy {
  let cochleas: Cochleas?
  let side: TumourSide

  init(_ map: LabelMap, _ coding: TumourLabels, _ lesion: Mask, imageCentre: SIMD3<Double>) {
    let centroid = lesion.centroid ?? imageCentre
    cochleas = Cochleas(map.mask(of: [coding.cochlea]), tumourCentroid: centroid)
    side = TumourSide(tumourCentroid: centroid, cochleas: cochleas, imageCentre: imageCentre)
  }
}

/// A tumour divided at the meatal plane: by its labels, else by anatomy.
private struct Division {
  var extra: Mask?
  var intra: Mask?
  var plane: PlaneFit?
  var notes: [MeasureNote] = []

  init(_ map: LabelMap, _ coding: TumourLabels, _ lesion: Mask, _ anatomy: Anatomy) {
    let anatomical = anatomy.cochleas.flatMap {
      PlaneFit(anatomyOf: lesion, $0, anatomy.side.side)
    }
    if let extraLabel = coding.extraMeatal, let intraLabel = coding.intraMeatal {
      let outside = lesion.intersected { map.voxels[$0] == extraLabel }
      let inside = lesion.intersected { map.voxels[$0] == intraLabel }
      plane = PlaneFit(separating: outside, from: inside)
      if plane == nil, !outside.isEmpty, !inside.isEmpty { notes.append(.partsApart) }
      plane = plane ?? anatomical
      (extra, intra) = (outside, inside)
    } else if let anatomical {
      let plane = anatomical.plane
      let grid = lesion.grid
      let isInside = { (o: Int) in plane.distance(grid.world(SIMD3<Double>(grid.index(at: o)))) >= 0
      }
      extra = lesion.intersected { !isInside($0) }
      intra = lesion.intersected(isInside)
      self.plane = anatomical
      notes.append(.dividedByAnatomy)
    } else {
      notes.append(.undivided)
    }
    if extra?.isEmpty == true { notes.append(.noExtraMeatalPart) }
    if intra?.isEmpty == true { notes.append(.noIntraMeatalPart) }
  }

  /// The expected volumes of both parts in mm3: each voxel near the tumour counts for the part whose
  /// side of the meatal plane it is on, or for the only part there is.
  func shares(of probability: Volume?, _ lesion: Mask) -> (extra: Double, intra: Double)? {
    guard let probability, let extra, let intra else { return nil }
    let near = lesion.distanceTransform()
    let grid = probability.grid
    var sums = (extra: 0.0, intra: 0.0)
    for o in probability.voxels.indices
    where probability.voxels[o] > 0 && Double(near.voxels[o]) <= BoundaryUncertainty.reach {
      let place = plane?.plane.distance(grid.world(SIMD3<Double>(grid.index(at: o)))) ?? 0
      let isInside = extra.isEmpty || (!intra.isEmpty && place >= 0)
      if isInside {
        sums.intra += Double(probability.voxels[o])
      } else {
        sums.extra += Double(probability.voxels[o])
      }
    }
    return (sums.extra * grid.voxelVolume, sums.intra * grid.voxelVolume)
  }
}

extension Mask {
  /// The voxels of the mask whose offset passes a test.
  fileprivate func intersected(_ isKept: (Int) -> Bool) -> Mask {
    Mask(grid: grid, voxels: voxels.indices.map { voxels[$0] && isKept($0) })
  }

  /// Whether a voxel of the mask lies at the grid's border.
  fileprivate var touchesEdge: Bool {
    guard let box = boundingBox() else { return false }
    return box.lower.min() == 0 || (0..<3).contains { box.upper[$0] == grid.size[$0] }
  }
}
