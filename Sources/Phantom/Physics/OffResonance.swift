/// How far the field is off in template space, in Hz: air cavities in a homogeneous magnet, shimmed.
///
/// Each cavity is a sphere of air in tissue, whose field outside is that of a dipole along z. The
/// shim takes away the constant and the gradient that are found around the posterior fossa.
/// - Source: sphere: Haacke et al., Magnetic Resonance Imaging, 1999, chapter 25. Susceptibility
///   of air against water, 9.4 ppm: Schenck, Med Phys 23:815, 1996. Cavities: the template's own
///   sinuses and air cells as spheres of equal volume.
struct OffResonance: Sendable {
  /// A sphere of air in template coordinates, in mm, and the share of it that is air.
  struct Cavity: Sendable {
    var centre: SIMD3<Float>
    var radius: Float
    var air: Float = 1
  }

  private var cavities: [Cavity]
  /// Hz at 1 ppm.
  private var perMillion: Float
  private var constant: Float = 0
  private var gradient = SIMD3<Float>.zero

  /// The shim's centre and half-width, in mm.
  private static let shim = (centre: SIMD3<Float>(0, -20, 0), reach: Float(35))

  /// The template's cavities at a field strength; `strength` 0 for a perfect field.
  init(tesla: Double, strength: Double = 1, cavities: [Cavity] = Self.template) {
    self.cavities = cavities
    perMillion = Float(protonFrequency * 1e-6 * tesla * strength)
    let (centre, reach) = Self.shim
    constant = hertz(centre)
    var slope = SIMD3<Float>.zero
    for axis in 0..<3 {
      var step = SIMD3<Float>.zero
      step[axis] = reach
      slope[axis] = (hertz(centre + step) - hertz(centre - step)) / (2 * reach)
    }
    gradient = slope
  }

  /// The shift in Hz at a template position; inside a cavity, what the others give.
  func hertz(_ p: SIMD3<Float>) -> Float {
    var sum: Float = 0
    for cavity in cavities {
      let d = p - cavity.centre
      let square = (d * d).sum()
      let r2 = cavity.radius * cavity.radius
      guard square > r2 else { continue }
      let ratio = r2 / square
      let falloff = ratio * ratio.squareRoot() * cavity.air
      sum += (9.4 / 3) * falloff * (3 * d.z * d.z / square - 1)
    }
    let shimmed = constant + (gradient * (p - Self.shim.centre)).sum()
    return perMillion * sum - shimmed
  }

  /// Sphenoid sinus, nasal cavity, throat, maxillary sinuses and mastoid air cells.
  static let template: [Cavity] =
    [
      Cavity(centre: [0, 32, -4], radius: 11), Cavity(centre: [0, 64, -10], radius: 20),
      Cavity(centre: [0, 28, -41], radius: 13),
    ]
    + [Float(-1), 1].flatMap { side in
      [
        Cavity(centre: [side * 28, 56, -26], radius: 14),
        Cavity(centre: [side * 54, -27, -12], radius: 11, air: 0.6),
      ]
    }
}
