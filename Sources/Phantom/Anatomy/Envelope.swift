import Imaging

/// Skin, skull and the space inside it.
struct Envelope {
  var head: Shape
  /// The space inside the dura.
  var cavity: Shape
  var posteriorFossa: Shape
  /// Where a tumour may grow: the fossa without its corners.
  var tumourSpace: Shape
  /// The space above the tentorium, before the posterior fossa is taken away.
  var supratentorial: Shape
  /// Everything above the floor of the anterior and middle fossae.
  var aboveBase: Shape
  var boneThickness: Float
  var fatThickness: Float

  init(using g: inout SplitMix64) {
    fatThickness = max(2.5, g.vary(4.5, 0.3))
    boneThickness = max(4, g.vary(6, 0.15))
    let roof = Shape.ellipsoid([0, -3, 35], [g.vary(65, 0.02), g.vary(83, 0.02), 67])
    let base = Shape.halfSpace(normal: [0, 0.22, -1], through: [0, 35, 21])
    aboveBase = base
    let temporal = { (side: Float, reach: Float) -> Shape in
      Shape.ellipsoid(
        at(side, 34, 11, 5), [20, 31, reach],
        turned: Rotation(x: [1, -0.15 * side, 0], y: [0.15 * side, 1, 0], z: [0, 0, 1]))
    }
    let right = temporal(1, g.vary(20, 0.08))
    let left = temporal(-1, g.vary(20, 0.08))
    supratentorial = roof.intersecting(base, blend: 8).union(right, blend: 6)
      .union(left, blend: 6)
    posteriorFossa = Shape.ellipsoid(
      [0, -40, -10], [g.vary(49, 0.03), g.vary(42, 0.03), g.vary(29, 0.03)]
    ).union(.ellipsoid([0, -10, 2], [28, 16, 18]), blend: 6)
    tumourSpace = .ellipsoid([0, -38, -6], [52, 44.5, 34])
    cavity = supratentorial.union(posteriorFossa, blend: 5)
      .union(.cone([0, -24, -30], [0, -30, -95], 15, 9), blend: 6)
    let scalp = boneThickness + fatThickness + 2.5
    head = Shape.ellipsoid([0, -3, 35], [63.5 + scalp, 83 + scalp + 1, 67 + scalp])
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
