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
  var cochlea: Cochlea
  /// The internal carotid artery: up to a knee below and in front of the cochlea, along the bone to
  /// its apex, and up beside the pituitary.
  var carotid: Shape
  /// The radii of curvature of the semicircular canals.
  var semicircularRadii: (lateral: Float, anterior: Float, posterior: Float)

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
    let length = g.vary(10, 0.1)
    let tilt = SIMD3<Float>(side, 0.08 + 0.08 * Float(g.bounded()), 0.06 * Float(g.bounded()))
    fundus = porus + tilt.unit * length
    canalRadii = (g.vary(2.6, 0.12), g.vary(1.8, 0.08))
    cochlea = Cochlea(
      side: side, base: fundus + at(side, -1.2, 4.6, -1.9) + g.jitter(0.5), using: &g)
    let knee = fundus + at(side, -3, 12.8, -8.1) + g.jitter(0.5)
    carotid = .tube(
      [
        at(side, 27, -2, -70), knee - [0, 1, 12], knee, at(side, 16, 7, -9), at(side, 11, 14, -4),
        at(side, 10, 20, 4), at(side, 8, 15, 10), at(side, 14, 14, 16),
      ], 2.6, 2.1)
    semicircularRadii = (g.vary(2.3, 0.08), g.vary(3.2, 0.05), g.vary(3.1, 0.06))
  }

  /// The unit direction from the opening into the canal.
  var canal: SIMD3<Float> { (fundus - porus).unit }

  /// The canal's space, whose rounded end reaches the fundus, for given radii.
  func canalSpace(_ porusRadius: Float, _ fundusRadius: Float) -> Shape {
    .cone(porus, fundus - canal * (0.8 * fundusRadius), porusRadius, fundusRadius)
  }

  /// The normal of the meatal plane, pointing into the canal.
  ///
  /// The plane joins the lips of the porus; the bone's face is oblique to the canal, and the line
  /// that readers draw lies between the face and a cross-section of the canal.
  var meatalNormal: SIMD3<Float> { (canal - 1.2 * face).unit }

  func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    anatomy.paint(.corticalBone, bone)
    // Behind the canal the bone is dense, in front of it spongy within a dense cortex: fatty marrow
    // in grains of some millimetres.
    anatomy.paint(
      .corticalBone,
      bone.widened(by: -1.2).intersecting(.halfSpace(normal: face, through: fundus), blend: 3),
      mixed: .marrow, mixture: Float.random(in: 0.25...0.75, using: &g), grain: g.vary(5, 0.3))
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
    anatomy.paint([(0.7, .dura), (0, .artery)], carotid)
    paintLabyrinth(into: &anatomy, using: &g)
  }
}
