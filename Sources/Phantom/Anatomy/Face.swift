import Imaging

/// Nose, paranasal sinuses, orbits and the soft tissue of face and neck.
struct Face {
  static func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    // Skull base between the middle fossae: sphenoid and clivus, with a variable sinus.
    anatomy.paint(
      [(0, .corticalBone), (-1.2, .marrow)],
      .ellipsoid([0, 24, -4], [17, 22, 15]), mixed: .fat, mixture: 0.6, grain: 14)
    anatomy.paint(
      [(0, .corticalBone), (-1.2, .marrow)],
      .cone([0, 15, 5], [0, 0, -32], 8, 7), mixed: .fat, mixture: 0.8, grain: 12)
    for side: Float in [-1, 1] {
      // Beside the foramen magnum: jugular tubercle and condyle.
      anatomy.paint(
        [(0, .corticalBone), (-1.4, .marrow)],
        .cone(at(side, 33, -4, -20), at(side, 24, -16, -42), g.vary(10, 0.06), 9))
    }
    let sphenoid = SIMD3<Float>(g.vary(13, 0.2), g.vary(11, 0.2), g.vary(10, 0.15))
    anatomy.paint(
      [(0, .mucosa), (-1, .air)], .ellipsoid([Float(g.bounded()) * 2, 32, -4], sphenoid))
    // Nasal cavity and ethmoid with the septum and turbinates standing in air.
    anatomy.paint(
      [(1.5, .corticalBone), (0.2, .mucosa), (-1.2, .air)],
      .ellipsoid([0, 64, -10], [13, 30, 27]))
    anatomy.paint(.mucosa, .ellipsoid([Float(g.bounded()) * 1.5, 66, -10], [1.3, 26, 25]))
    anatomy.paint([(1, .mucosa), (-1, .air)], .cone([0, 38, -22], [0, 18, -60], 9, 8))
    for side: Float in [-1, 1] {
      for level: Float in [-24, -13, -2, 8] {
        anatomy.paint(
          .mucosa,
          .cone(
            at(side, 6.5, 84, level) + g.jitter(1), at(side, 6.5, 46, level) + g.jitter(1),
            g.vary(2.4, 0.15), 2.0))
      }
      let sinus = SIMD3<Float>(g.vary(13, 0.15), g.vary(16, 0.1), g.vary(15, 0.15))
      anatomy.paint(
        [(1.5, .corticalBone), (0.2, .mucosa), (-g.vary(1.3, 0.5), .air)],
        .ellipsoid(at(side, 28, 56, -26), sinus))
      paintOrbit(side, into: &anatomy, using: &g)
      paintCheek(side, into: &anatomy, using: &g)
    }
    // Neck: vertebra behind the airway, muscles around.
    anatomy.paint(
      [(0, .corticalBone), (-1.2, .marrow)], .cone([0, -4, -48], [0, -6, -140], 11, 12))
  }

  private static func paintOrbit(
    _ side: Float, into anatomy: inout Anatomy, using g: inout SplitMix64
  ) {
    let globe = at(side, 31, 65, 9) + g.jitter(0.8)
    let apex = at(side, 13, 34, 8)
    anatomy.paint(
      [(1.3, .corticalBone), (0, .fat)],
      Shape.cone(apex, globe - [0, 8, 0], 4, 17.5))
    // The lids close the orbit in front, without bone.
    anatomy.paint([(1.5, .skin), (0, .fat)], .ellipsoid(globe + [0, 2, 0], [16, 13, 14]))
    anatomy.paint(.nerve, .cone(apex, globe - [side * 2, 11, 0], 2, 2))
    let offsets: [SIMD3<Float>] = [
      [side * 12.5, 0, 0], [-side * 12.5, 0, 0], [0, 0, 12.5], [0, 0, -12.5],
    ]
    for offset in offsets {
      let middle = (apex + globe) / 2 + offset * 0.75
      anatomy.paint(.muscle, .tube([apex + offset * 0.2, middle, globe + offset], 1.2, 1.6))
    }
    let radius = g.vary(12, 0.03)
    anatomy.paint([(0, .muscle), (-1, .vitreous)], .ellipsoid(globe, [radius, radius, radius]))
    anatomy.paint(.lens, .ellipsoid(globe + [0, 8, 0], [4.5, 2.2, 4.5]))
  }

  private static func paintCheek(
    _ side: Float, into anatomy: inout Anatomy, using g: inout SplitMix64
  ) {
    // Temporal and masticator muscles with fat between them, and the bones around.
    anatomy.paint(
      .muscle,
      .ellipsoid(
        at(side, 58, 22, 8), [g.vary(5, 0.1), 24, 28],
        turned: Rotation(x: [0.96, side * 0.28, 0], y: [-side * 0.28, 0.96, 0], z: [0, 0, 1])),
      mixed: .fat, mixture: 0.3, grain: 9)
    anatomy.paint(
      [(0, .fat), (-1.5, .muscle)], .ellipsoid(at(side, 34, 32, -30), [11, 15, 20]),
      mixed: .fat, mixture: 0.35, grain: 8)
    anatomy.paint(
      [(0, .fat), (-1.5, .muscle)], .ellipsoid(at(side, 50, 30, -40), [8, 20, 30]),
      mixed: .fat, mixture: 0.25, grain: 8)
    anatomy.paint(
      [(0, .corticalBone), (-1.3, .marrow)],
      .tube(
        [
          at(side, 62, 4, -10), at(side, 62, 24, -12), at(side, 56, 42, -13),
          at(side, 45, 54, -12), at(side, 47, 52, 4),
        ], 2.4, 3.6))
    anatomy.paint(
      [(0, .corticalBone), (-1.2, .marrow)],
      .tube([at(side, 53, 4, -14), at(side, 53, 8, -26), at(side, 52, 14, -60)], 5.5, 5))
    anatomy.paint(
      .gland, .ellipsoid(at(side, 58, -8, -38), [11, 16, 22]), mixed: .fat, mixture: 0.6,
      grain: 5)
    for y: Float in [-48, -70] {
      anatomy.paint(
        [(0, .fat), (-1.5, .muscle)],
        .cone(at(side, 20, y - 2, -42), at(side, 22, y + 14, -140), 15, 13), mixed: .fat,
        mixture: 0.3, grain: 9)
    }
    paintEar(side, into: &anatomy, using: &g)
  }

  private static func paintEar(
    _ side: Float, into anatomy: inout Anatomy, using g: inout SplitMix64
  ) {
    let root = at(side, 71, -12, -4) + g.jitter(1.5)
    let shell = Shape.ellipsoid(
      root + [side * 3.5, -7, 4], [2.4, 11, 24],
      turned: Rotation(x: [0.9, side * 0.44, 0], y: [-0.44 * side, 0.9, 0], z: [0, 0, 1]))
    anatomy.paint([(0, .skin), (-1.1, .fat)], shell.union(.cone(root, root, 6, 6), blend: 4))
  }
}
