import Imaging

extension KoosFeatures {
  /// Measures a case; `nil` without a tumour.
  ///
  /// The side is that of the tumour's centroid about the midpoint of two cochleas, else of one
  /// cochlea (which lies lateral to the tumour), else about x = 0.
  ///
  /// - Complexity: distance transforms of the box around tumour and brainstem.
  public init?(_ masks: KoosMasks) {
    let tumour = masks.tumour
    guard !tumour.isEmpty else { return nil }
    let frame = EarFrame(masks.cochleas)
    let points = tumour.points
    let centre = points.reduce(SIMD3<Double>.zero, +) / Double(points.count)
    let isRightSided = frame.isRight(centre)
    self.isRightSided = isRightSided
    extraMeatalVolume = masks.extraMeatal.volume
    intraMeatalVolume = masks.intraMeatal.volume
    extraMeatalDiameter = masks.extraMeatal.longestDiameter ?? 0
    if let right = frame.right, let left = frame.left {
      let middle = SymmetryPlane(point: (right + left) / 2, normal: frame.lateral)
      cochlearDistance = (right - left).length
      let side: Double = isRightSided ? 1 : -1
      midlineDistance = points.map { side * middle.distance($0) }.min()
    }
    guard let box = tumour.boundingBox() else { return }
    // A brainstem is one piece: what a network draws apart from it, as beside the canal, is none.
    if let brainstem = masks.brainstem?.largestComponent(), !brainstem.isEmpty {
      measure(brainstem, beside: tumour, in: box, points, centre, frame)
    }
    if let cerebellum = masks.cerebellum,
      let near = Surroundings(of: cerebellum, around: tumour, box, reach: 15)
    {
      cerebellumGap = near.gap
      cerebellumContact = near.contact(within: 1.5)
    }
  }

  private mutating func measure(
    _ brainstem: Mask, beside tumour: Mask, in box: BoundingBox, _ points: [SIMD3<Double>],
    _ centre: SIMD3<Double>, _ frame: EarFrame
  ) {
    guard let near = Surroundings(of: brainstem, around: tumour, box, reach: 45) else { return }
    brainstemGap = near.gap
    brainstemContact = near.contact(within: 1.5)
    let surface = near.surfacePoints(towards: centre, within: 18)
    guard !surface.isEmpty else { return }
    let middle = surface.reduce(SIMD3<Double>.zero, +) / Double(surface.count)
    var plane = SymmetryPlane(point: middle, normal: frame.lateral)
    plane.fit(surface, to: near.structure) { near.tumour($0) > 8 }
    let side: Double = isRightSided ? 1 : -1
    let depths = points.filter { side * plane.distance($0) > 0 }
      .map { -near.structure(plane.mirrored($0)) }.sorted(by: >)
    // A few voxels may be stray: the depth that a volume of 3 mm3 exceeds.
    let rank = Int((3 / tumour.grid.voxelVolume).rounded(.up))
    mirroredDepth = depths.isEmpty ? nil : depths[min(rank, depths.count - 1)]
    let healthy = surface.filter { side * plane.distance($0) < 0 }.map(plane.mirrored)
    let dents = healthy.filter { near.tumour($0) < 6 }.map { near.structure($0) }.sorted()
    indentation = dents.isEmpty ? 0 : max(dents[Int(0.95 * Double(dents.count - 1))], 0)
  }
}
