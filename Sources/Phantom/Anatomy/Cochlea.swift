import Imaging

/// One cochlea: two and a half turns of a tapered tube round the modiolus.
///
/// The outer wall follows a logarithmic spiral from the round window: 9.2 mm across the basal turn
/// through the window, 7.3 mm at right angles to it, 2.3 mm from the axis after one turn; the whole
/// is about 4 mm high. Sources are in Documentation/Guides/phantom.md.
struct Cochlea {
  /// The fluid that shines on T2: the tube without the bone between its turns.
  let fluid: Shape
  /// What readers draw: the tube with the thin bone between its turns and the modiolus.
  let drawn: Shape

  static let turns: Float = 2.5

  /// A cochlea whose basal turn lies around `base`; scaled to a drawn volume of 92 +- 8 mm3.
  ///
  /// The spread of the published 92 +- 14 mm3 is larger because the deformation adds its own.
  init(side: Float, base: SIMD3<Float>, using g: inout SplitMix64) {
    let axis = at(side, 0.62, 0.74, -0.26).unit + g.jitter(0.04)
    let frame = Rotation(alongZ: axis)
    // The round window looks down and back.
    let start = side * (-1 + Float.random(in: -0.25...0.25, using: &g))
    let height = g.vary(3, 0.06)
    let steps = 40
    let radii: (base: Float, apex: Float) = (1.1, 0.55)
    let points = (0...steps).map { step -> SIMD3<Float> in
      let t = Float(step) / Float(steps)
      let angle = 2 * .pi * Self.turns * t
      let wall = 5.6 * Float(exponential(-0.143 * Double(angle)))
      let radius = max(wall - radii.base - (radii.apex - radii.base) * t, 0.2)
      let turned = start + side * angle
      let ring = frame.x * (radius * cosine(turned)) + frame.y * (radius * sine(turned))
      return ring + frame.z * (height * t)
    }
    let tube = { (scale: Float, margin: Float) -> Shape in
      .tube(
        points.map { base + $0 * scale }, radii.base * scale + margin, radii.apex * scale + margin)
    }
    let drawn = { (scale: Float) -> Shape in
      tube(scale, 0).union(
        .cone(base, base + frame.z * (height * scale), 2.2 * scale, 0.8 * scale))
    }
    let wanted = 92 * (1 + 0.09 * g.bounded())
    let scale = Float(cubeRoot(wanted / max(drawn(1).volume(step: 0.3), 1)))
    fluid = tube(scale, -0.05)
    self.drawn = drawn(scale)
  }
}
