import Imaging

/// The brain above the tentorium, with its ventricles and cisterns.
struct Cerebrum {
  static func paint(
    _ envelope: Envelope, into anatomy: inout Anatomy, using g: inout SplitMix64
  ) {
    let atrophy = max(1.1, g.vary(1.7, 0.25))
    let brain = envelope.supratentorial.widened(by: -atrophy)
      .subtracting(envelope.posteriorFossa.widened(by: 1.2), blend: 3)
    anatomy.paint(
      [(0, .cerebrospinalFluid), (0, .grayMatter), (-3.2, .whiteMatter)], brain,
      folding: .cerebral)
    // The fissure between the hemispheres, down to the corpus callosum, and the falx in it.
    let fissure = { (halfWidth: Float, callosum: Float) -> Shape in
      Shape.ellipsoid([0, -5, 40], [halfWidth, 84, 66])
        .subtracting(.ellipsoid([0, -5, 32], [30, 36, 26] + callosum))
        .intersecting(.halfSpace(normal: [0, 0.22, -1], through: [0, 35, 23]))
    }
    anatomy.paint(.cerebrospinalFluid, fissure(1.1, 0))
    anatomy.paint(.dura, fissure(0.4, 5))
    // The tentorium: the roof of the posterior fossa, open around the midbrain.
    anatomy.paint(
      .dura,
      envelope.posteriorFossa.widened(by: 0.9).subtracting(envelope.posteriorFossa)
        .subtracting(.ellipsoid([0, -4, 16], [21, 26, 18]))
        .intersecting(envelope.aboveBase))
    let width = max(2, g.vary(4.5, 0.35))
    for side: Float in [-1, 1] {
      anatomy.paint(
        .grayMatter, .ellipsoid(at(side, 10, -8, 32), [8, 14, 9]))
      anatomy.paint(
        .grayMatter, .ellipsoid(at(side, 25, 8, 32), [7, 20, 13]))
      anatomy.paint(
        .cerebrospinalFluid,
        Shape.tube(
          [
            at(side, 8, 32, 42), at(side, 9, 5, 48), at(side, 15, -28, 44),
            at(side, 26, -42, 34),
          ], width, width))
      // Temporal horn and Sylvian fissure.
      anatomy.paint(
        .cerebrospinalFluid,
        .tube([at(side, 26, -38, 30), at(side, 33, -18, 14), at(side, 30, 4, 6)], 2, 1))
      anatomy.paint(
        [(0, .cerebrospinalFluid), (-0.1, .cerebrospinalFluid)],
        .tube([at(side, 16, 20, 19), at(side, 34, 22, 21), at(side, 55, 8, 27)], 3.2, 2.2))
    }
    anatomy.paint(.cerebrospinalFluid, .ellipsoid([0, -4, 28], [1.6, 14, 12]))
    // Suprasellar and ambient cisterns around the midbrain, then the midbrain itself.
    anatomy.paint(
      .cerebrospinalFluid,
      Shape.ellipsoid([0, 14, 15], [15, 12, 7])
        .union(.ellipsoid([0, -12, 16], [20, 17, 9]), blend: 4), soft: true)
    let midbrain = Shape.cone(at(1, 6, -8, 6), at(1, 11, 2, 30), 8, 9)
      .union(.cone(at(-1, 6, -8, 6), at(-1, 11, 2, 30), 8, 9), blend: 5)
      .union(.cone([0, -16, 8], [0, -14, 24], 9, 9), blend: 5)
    anatomy.paint(
      [(0, .whiteMatter)], midbrain, soft: true, mixed: .grayMatter, mixture: 0.35, grain: 11)
    anatomy.outline(midbrain, soft: true, as: .brainstem)
    anatomy.paint(.cerebrospinalFluid, .cone([0, -24, 4], [0, -17, 26], 0.9, 0.9), soft: true)
    anatomy.paint([(0, .dura)], .ellipsoid([0, 19, 7], [5, 4, 3.5]))
  }
}
