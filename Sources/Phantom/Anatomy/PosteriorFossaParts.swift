import Imaging

/// Brainstem, cerebellum, fourth ventricle and the vessels and nerves around them.
struct PosteriorFossaParts {
  /// Pons, medulla and cord: what the Koos grade asks about.
  var stem: Shape
  /// The same with the cerebellar peduncles.
  var brainstem: Shape
  var hemispheres: Shape
  var ventricle: Shape

  init(using g: inout SplitMix64) {
    let lean = Float(g.bounded()) * 0.6
    let pons = SIMD3<Float>(g.vary(15.5, 0.05), g.vary(11.5, 0.05), g.vary(14, 0.05))
    stem = Shape.ellipsoid([lean, -13, -2], pons)
      .union(.cone([lean, -16, -14], [lean, -26, -48], 8.5, 6), blend: 6)
      .union(.cone([lean, -26, -48], [0, -30, -140], 6, 5.5), blend: 2)
    brainstem =
      stem
      .union(.cone([9.5, -20, -4], [19, -39, -8], 6, 8), blend: 4)
      .union(.cone([-9.5, -20, -4], [-19, -39, -8], 6, 8), blend: 4)
    let size = Float(1 + 0.03 * g.bounded())
    let reach = SIMD3<Float>(23.8, 27.6, 22.4) * size
    hemispheres = Shape.ellipsoid(
      [22, -51, -9], reach * SIMD3(g.vary(1, 0.03), g.vary(1, 0.03), 1)
    )
    .union(
      .ellipsoid([-22, -51, -9], reach * SIMD3(g.vary(1, 0.03), g.vary(1, 0.03), 1)), blend: 5
    )
    .union(.ellipsoid([0, -50, -2], [10, 28, 21]), blend: 8)
    .union(.ellipsoid(at(1, 21, -28, -11), [5.5, 4.5, 4]), blend: 2.5)
    .union(.ellipsoid(at(-1, 21, -28, -11), [5.5, 4.5, 4]), blend: 2.5)
    let width = max(4, g.vary(6.5, 0.15))
    ventricle = Shape.ellipsoid([lean, -33, -7], [width, 5.5, 13])
      .subtracting(.ellipsoid([lean, -22, -6], [7, 8.5, 18]), blend: 2)
      .union(.cone([0, -32, -12], [14, -30, -15], 1.8, 1.2), blend: 2)
      .union(.cone([0, -32, -12], [-14, -30, -15], 1.8, 1.2), blend: 2)
  }

  func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    anatomy.paint(
      [(0, .cerebrospinalFluid), (0, .grayMatter), (-2.2, .whiteMatter)], hemispheres,
      folding: .cerebellar, soft: true)
    for side: Float in [-1, 1] {
      anatomy.paint(
        .whiteMatter, .ellipsoid(at(side, 17, -42, -9), [10, 11, 9]), soft: true,
        mixed: .grayMatter, mixture: 0.3, grain: 9)
    }
    anatomy.paint(
      .whiteMatter, brainstem, soft: true, mixed: .grayMatter, mixture: 0.4, grain: 12)
    // The peduncles count as cerebellum, as in atlases, and the stem without them as brainstem.
    anatomy.outline(hemispheres, soft: true, as: .cerebellum)
    anatomy.outline(brainstem, soft: true, as: .cerebellum)
    anatomy.outline(stem, soft: true, as: .brainstem)
    anatomy.paint(.cerebrospinalFluid, ventricle, soft: true)
    anatomy.outline(ventricle, soft: true, as: .fourthVentricle)
    anatomy.paint(
      .cerebrospinalFluid, .ellipsoid([0, -60, -36], [8, 9, 7]), soft: true)
    paintVessels(into: &anatomy, using: &g)
  }

  private func paintVessels(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    let bow = Float(g.bounded()) * 1.5
    anatomy.paint(
      .artery,
      .tube([[0, -1, -20], [bow, 1.8, -8], [bow, 3.2, 3], [0, 3.4, 14]], 1.7, 1.5), soft: true)
    for side: Float in [-1, 1] {
      anatomy.paint(
        .artery,
        .tube(
          [at(side, 15, -26, -46), at(side, 8, -14, -34), at(side, 1, -1, -20)],
          g.vary(1.6, 0.2), 1.4), soft: true)
      let loop = at(side, g.vary(19, 0.1), -15, -5) + g.jitter(1)
      anatomy.paint(
        .artery,
        .tube(
          [[bow, 2, -6], at(side, 10, 0, -7), loop, loop + at(side, -2, -6, -2)], 0.6, 0.4),
        soft: true)
      // Trigeminal nerve from the pons to its cave.
      anatomy.paint(.cerebrospinalFluid, .ellipsoid(at(side, 18, 8, 2), [2.6, 6, 3]))
      anatomy.paint(
        .nerve, .cone(at(side, 12, -7, 1), at(side, 18, 6, 2.5), 1.4, 1.1), soft: true)
      anatomy.paint(
        .vein,
        .tube(
          [
            [0, -82, 10], at(side, 28, -76, 9), at(side, 46, -62, 7), at(side, 54, -46, 2),
            at(side, 51, -38, -12), at(side, 42, -30, -24), at(side, 30, -20, -28),
            at(side, 30, -12, -60),
          ], 4, g.vary(4.2, 0.25)))
    }
  }
}
