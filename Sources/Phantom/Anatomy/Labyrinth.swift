import Imaging

/// The fluid spaces of one inner ear, its canal, and the nerves in it.
extension TemporalBone {
  /// Canal, vestibule, semicircular canals, cochlea, and the nerves.
  func paintLabyrinth(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    let vestibule = fundus + at(side, 3.9, -1.6, 0.8)
    // The capsule is the densest bone there is. The modiolus is porous and the bone between the
    // turns thinner than a voxel: both hold fluid.
    anatomy.paint(
      .corticalBone, cochlea.drawn.widened(by: 0.9).union(.ellipsoid(vestibule, [3.4, 3, 3.8])))
    anatomy.paint(
      .corticalBone, cochlea.drawn, mixed: .labyrinthineFluid, mixture: 0.8, grain: 1.5)
    anatomy.paint(.labyrinthineFluid, .ellipsoid(vestibule, [2.1, 1.7, 2.5]))
    let backwards = SIMD3<Float>(side * 0.6, -0.8, 0)
    let across = SIMD3<Float>(side * 0.78, 0.62, 0)
    let up = SIMD3<Float>(0, 0, 1)
    let tilted = (backwards - 0.45 * up).unit
    let tube = g.vary(0.55, 0.08)
    let radii = semicircularRadii
    arc(
      vestibule + tilted * (radii.lateral + 0.4) + [0, 0, 1.2], tilted, at(side, 0.8, 0.6, 0),
      radius: radii.lateral, tube: tube, into: &anatomy)
    arc(
      vestibule + up * (radii.anterior + 0.7) + across * 1.2, up, across, radius: radii.anterior,
      tube: tube, into: &anatomy)
    arc(
      vestibule + backwards * (radii.posterior + 1.4), backwards, up, radius: radii.posterior,
      tube: tube, into: &anatomy)
    // The canal reaches a little out of the bone so that it opens into the cistern.
    anatomy.paint(
      .cerebrospinalFluid,
      canalSpace(canalRadii.porus, canalRadii.fundus)
        .union(.cone(porus, porus + face * 3, canalRadii.porus, canalRadii.porus + 1.2), blend: 1.5)
    )
    anatomy.paint(.labyrinthineFluid, cochlea.fluid)
    anatomy.cochleas.append(anatomy.outline(cochlea.drawn))
    paintNerves(into: &anatomy)
  }

  /// The facial and the vestibulocochlear nerve, which parts in the canal: the facial in front and
  /// above, the cochlear in front and below, the vestibular ones behind.
  private func paintNerves(into anatomy: inout Anatomy) {
    let stem = at(side, 13.5, -18, -9)
    let up = SIMD3<Float>(0, 0, 1)
    let forward = (SIMD3<Float>(0, 1, 0) - canal * canal.y).unit
    let facial = forward * 0.7 + up * 0.7
    anatomy.paint(
      .nerve,
      .tube([stem + up * 1.5, porus + facial * 0.9, fundus + facial], 0.6, 0.45), soft: true)
    let parting = (porus + fundus) / 2
    anatomy.paint(
      .nerve, .tube([stem - up * 0.6, porus - facial * 0.4, parting - facial * 0.3], 0.95, 0.75),
      soft: true)
    anatomy.paint(
      .nerve,
      .cone(parting - facial * 0.3, fundus + forward * 0.9 - up * 0.6, 0.55, 0.5))
    for height: Float in [0.65, -0.65] {
      anatomy.paint(
        .nerve,
        .cone(parting - facial * 0.3, fundus - forward * 0.7 + up * height, 0.45, 0.4))
    }
  }

  /// Five sixths of a ring in the plane of two directions.
  private func arc(
    _ centre: SIMD3<Float>, _ outwards: SIMD3<Float>, _ sidewards: SIMD3<Float>, radius: Float,
    tube: Float, into anatomy: inout Anatomy
  ) {
    let u = outwards.unit
    let v = (sidewards - u * (sidewards * u).sum()).unit
    let points = (0...16).map { step -> SIMD3<Float> in
      let angle = (-127 + 254 * Float(step) / 16) * (.pi / 180)
      return centre + u * (radius * cosine(angle)) + v * (radius * sine(angle))
    }
    anatomy.paint(.labyrinthineFluid, .tube(points, tube, tube))
  }
}
