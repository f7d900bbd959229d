import Imaging

/// One petrous bone with its air cells, canal and labyrinth.
struct TemporalBone {
  /// 1 on the right, -1 on the left.
  var side: Float
  var bone: Shape
  /// The middle of the canal's opening, and the canal's blind end.
  var porus: SIMD3<Float>
  var fundus: SIMD3<Float>
  var canalRadii: (porus: Float, fundus: Float)
  /// The outward normal of the bone's posterior face.
  var face: SIMD3<Float>
  /// The fluid in the cochlea, and the cochlea as readers draw it.
  var cochlea: (fluid: Shape, drawn: Shape)

  init(side: Float, using g: inout SplitMix64) {
    self.side = side
    let apex = at(side, 9, 4, -3) + g.jitter(0.6)
    let base = at(side, 52, -30, -4) + g.jitter(1.2)
    bone = Shape.cone(apex, base, 6, g.vary(13, 0.04))
      .union(.ellipsoid(at(side, 53, -27, -16), [9, 13, 21]), blend: 5)
    let axis = (base - apex).unit
    // Seen from above, a quarter turn of the axis points into the posterior fossa.
    face = SIMD3<Float>(side * axis.y, -side * axis.x, 0).unit
    // The opening lies where the face is met about 25 mm along the bone.
    let along = apex + axis * (26.5 + 0.8 * Float(g.bounded())) + [0, 0, 2]
    var depth: Float = 0
    while depth < 20, bone.distance(along + face * depth) < 0 { depth += 0.1 }
    porus = along + face * (depth - 0.3)
    let length = g.vary(11, 0.09)
    let tilt = SIMD3<Float>(side, 0.08 + 0.08 * Float(g.bounded()), 0.06 * Float(g.bounded()))
    fundus = porus + tilt.unit * length
    canalRadii = (g.vary(2.6, 0.12), g.vary(1.8, 0.08))
    cochlea = Self.spiral(side, base: fundus + at(side, 1.8, 3.2, -0.8) + g.jitter(0.25), using: &g)
  }

  /// The unit direction from the opening into the canal.
  var canal: SIMD3<Float> { (fundus - porus).unit }

  /// The normal of the meatal plane, pointing into the canal.
  ///
  /// The plane joins the lips of the porus; the bone's face is oblique to the canal, and the line
  /// that readers draw lies between the face and a cross-section of the canal.
  var meatalNormal: SIMD3<Float> { (canal - 1.2 * face).unit }

  /// A tapered tube of two and a half turns, scaled to a drawn from the published volumes.
  ///
  /// 92 +- 14 mm3 is what readers draw: both scalae and the thin bone between them. The spread here
  /// is smaller because the deformation adds its own.
  private static func spiral(
    _ side: Float, base: SIMD3<Float>, using g: inout SplitMix64
  ) -> (fluid: Shape, drawn: Shape) {
    let axis = at(side, 0.62, 0.74, -0.26).unit + g.jitter(0.04)
    let frame = Rotation(alongZ: axis)
    let turns: Float = 2.5
    let steps = 40
    let start = Float.random(in: 0..<0.6, using: &g)
    let points = (0...steps).map { step -> SIMD3<Float> in
      let t = Float(step) / Float(steps)
      let angle = start + side * 2 * .pi * turns * t
      let radius = 3.3 - 2.35 * Float(t).squareRootish
      let height = 4.1 * t
      let ring = frame.x * (radius * angle.cosine) + frame.y * (radius * angle.sine)
      return ring + frame.z * height
    }
    // Readers fill the thin bone between the turns and round the modiolus.
    let septum: Float = 0.32
    let drawn = { (scale: Float) -> Shape in
      let core = base + frame.z * (2.6 * scale)
      return Shape.tube(points.map { base + $0 * scale }, 1.16 * scale, 0.92 * scale)
        .union(.cone(base, core, 1.2 * scale, 0.5 * scale))
    }
    let wanted = 92 * (1 + 0.09 * g.bounded())
    let found = drawn(1).volume(step: 0.3)
    let scale = Float((wanted / max(found, 1)).cubeRoot)
    let fluid = Shape.tube(
      points.map { base + $0 * scale }, 1.16 * scale - septum, 0.92 * scale - septum)
    return (fluid, drawn(scale))
  }

  func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    anatomy.paint(.corticalBone, bone)
    // The apex holds fatty marrow in some people, air cells or dense bone in others.
    if Double.random(in: 0..<1, using: &g) < 0.5 {
      anatomy.paint(
        .marrow, .ellipsoid(at(side, 13, 1, -4), [4.5, 3.5, 4]), mixed: .fat, mixture: 0.6)
    }
    // Air cells lined by mucosa: to MR, dark with faint septa.
    let cells = SIMD3<Float>(g.vary(7.5, 0.1), g.vary(12, 0.12), g.vary(17, 0.12))
    anatomy.paint(
      .air, .ellipsoid(at(side, 54, -27, -12), cells), mixed: .mucosa,
      mixture: Float.random(in: 0.05...0.25, using: &g), grain: g.vary(4.5, 0.2))
    anatomy.paint(
      [(0.6, .skin), (0, .air)],
      .cone(at(side, 49, -10, -5), at(side, 70, -12, -5), 2.7, 3.4))
    anatomy.paint([(0.4, .mucosa), (0, .air)], .ellipsoid(at(side, 45.5, -11, -3), [3, 5, 6]))
    paintLabyrinth(into: &anatomy, using: &g)
  }

  /// Canal, vestibule, semicircular canals, cochlea, and the nerves.
  private func paintLabyrinth(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    let vestibule = fundus + at(side, 5.2, -1.6, 0.8)
    anatomy.paint(.labyrinthineFluid, .ellipsoid(vestibule, [2.1, 1.7, 2.5]))
    let backwards = SIMD3<Float>(side * 0.6, -0.8, 0)
    let across = SIMD3<Float>(side * 0.78, 0.62, 0)
    let up = SIMD3<Float>(0, 0, 1)
    let tilted = (backwards - 0.45 * up).unit
    let tube = g.vary(0.55, 0.08)
    arc(
      .labyrinthineFluid, vestibule + tilted * 3.4 + [0, 0, 1.2], tilted, at(side, 0.8, 0.6, 0),
      radius: g.vary(3.2, 0.05), tube: tube, from: -130, to: 130, into: &anatomy)
    arc(
      .labyrinthineFluid, vestibule + up * 4 + across * 1.2, up, across,
      radius: g.vary(3.3, 0.05), tube: tube, from: -125, to: 125, into: &anatomy)
    arc(
      .labyrinthineFluid, vestibule + backwards * 4.6, backwards, up,
      radius: g.vary(3.2, 0.05), tube: tube, from: -125, to: 125, into: &anatomy)
    // The canal reaches a little out of the bone so that it opens into the cistern.
    anatomy.paint(
      .cerebrospinalFluid,
      Shape.cone(porus, fundus, canalRadii.porus, canalRadii.fundus)
        .union(.cone(porus, porus + face * 3, canalRadii.porus, canalRadii.porus + 1.2), blend: 1.5)
    )
    anatomy.paint(.labyrinthineFluid, cochlea.fluid)
    anatomy.cochleas.append(anatomy.outline(cochlea.drawn))
    let stem = at(side, 13.5, -18, -9)
    let lift = SIMD3<Float>(0, 0.5, 1).unit
    for (offset, radius) in [(Float(0.95), Float(0.5)), (-0.55, 0.62)] {
      anatomy.paint(
        .nerve,
        .tube(
          [stem + lift * offset * 1.6, porus + lift * offset, fundus + lift * offset], radius,
          radius * 0.9), soft: true)
    }
    anatomy.paint(
      .nerve, .cone((porus + fundus) / 2, fundus + at(side, 0.6, 1.2, -0.8), 0.5, 0.45))
  }

  /// Part of a ring in the plane of two directions.
  private func arc(
    _ tissue: Tissue, _ centre: SIMD3<Float>, _ outwards: SIMD3<Float>, _ sidewards: SIMD3<Float>,
    radius: Float, tube: Float, from: Float, to: Float, into anatomy: inout Anatomy
  ) {
    let u = outwards.unit
    let v = (sidewards - u * (sidewards * u).sum()).unit
    let points = (0...16).map { step -> SIMD3<Float> in
      let angle = (from + (to - from) * Float(step) / 16) * (.pi / 180)
      return centre + u * (radius * angle.cosine) + v * (radius * angle.sine)
    }
    anatomy.paint(tissue, .tube(points, tube, tube))
  }
}
