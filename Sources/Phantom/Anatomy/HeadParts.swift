import Imaging

/// Skin, skull and the space inside it.
struct Envelope {
  var head: Shape
  /// The space inside the dura.
  var cavity: Shape
  var posteriorFossa: Shape
  /// The space above the tentorium, before the posterior fossa is taken away.
  var supratentorial: Shape
  var boneThickness: Float
  var fatThickness: Float

  init(using g: inout SplitMix64) {
    fatThickness = max(2.5, g.vary(4.5, 0.3))
    boneThickness = max(4, g.vary(6, 0.15))
    let roof = Shape.ellipsoid([0, -3, 35], [g.vary(65, 0.02), g.vary(83, 0.02), 67])
    let base = Shape.halfSpace(normal: [0, 0.22, -1], through: [0, 35, 21])
    let temporal = { (side: Float, reach: Float) -> Shape in
      Shape.ellipsoid(
        at(side, 34, 11, 5), [20, 31, reach],
        turned: Rotation(x: [1, -0.15 * side, 0], y: [0.15 * side, 1, 0], z: [0, 0, 1]))
    }
    let right = temporal(1, g.vary(20, 0.08))
    let left = temporal(-1, g.vary(20, 0.08))
    supratentorial = roof.intersecting(base, blend: 8).union(right, blend: 6)
      .union(left, blend: 6)
    posteriorFossa = .ellipsoid([0, -38, -6], [g.vary(52, 0.03), g.vary(44, 0.03), 34])
    cavity = supratentorial.union(posteriorFossa, blend: 5)
      .union(.cone([0, -24, -30], [0, -30, -95], 15, 9), blend: 6)
    let scalp = boneThickness + fatThickness + 2.5
    head = Shape.ellipsoid([0, -3, 35], [65 + scalp, 83 + scalp + 1, 67 + scalp])
      .union(.ellipsoid([0, 46, -26], [g.vary(60, 0.04), 48, 64]), blend: 14)
      .union(.cone([0, -28, -30], [0, -34, -140], 58, g.vary(56, 0.08)), blend: 22)
      .union(.cone([0, 90, 0], [0, g.vary(104, 0.02), -24], 5, 9), blend: 12)
  }

  func paint(into anatomy: inout Anatomy) {
    anatomy.paint(
      [(0, .skin), (-2, .fat), (-2.5 - fatThickness, .muscle)], head, mixed: .fat,
      mixture: 0.75, grain: 17)
  }

  func paintSkull(into anatomy: inout Anatomy) {
    let t = boneThickness
    anatomy.paint(
      [
        (t, .corticalBone), (t - 1.6, .marrow), (1.9, .corticalBone), (0.6, .dura),
        (0, .cerebrospinalFluid),
      ], cavity)
  }
}

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
    let globe = at(side, 32, 72, 9) + g.jitter(0.8)
    let apex = at(side, 13, 34, 8)
    anatomy.paint(
      [(1.8, .corticalBone), (0, .fat)],
      Shape.cone(apex, globe - [0, 6, 0], 4, 18).union(.ellipsoid(globe, [18, 14, 16]), blend: 4))
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
      .muscle, .ellipsoid(at(side, 58, 24, 8), [g.vary(6.5, 0.1), 26, 28]), mixed: .fat,
      mixture: 0.3, grain: 9)
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
          at(side, 66, 4, -10), at(side, 67, 24, -12), at(side, 62, 42, -13),
          at(side, 48, 56, -12), at(side, 44, 58, 4),
        ], 2.6, 5))
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
    let root = at(side, 73, -12, -4) + g.jitter(1.5)
    let shell = Shape.ellipsoid(
      root + [side * 6, -8, 4], [2.2, 15, 27],
      turned: Rotation(x: [0.85 * side, 0.52, 0], y: [-0.52 * side, 0.85, 0], z: [0, 0, 1]))
    anatomy.paint([(0, .skin), (-1.1, .fat)], shell.union(.cone(root, root, 6, 6), blend: 4))
  }
}
