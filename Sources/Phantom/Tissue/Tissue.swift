/// What the anatomy is made of, as far as MR can tell it apart.
enum Tissue: UInt8, CaseIterable, Sendable {
  case air, skin, fat, muscle, corticalBone, marrow, mucosa, gland
  case cerebrospinalFluid, grayMatter, whiteMatter, nerve, dura
  case artery, vein
  case labyrinthineFluid, vitreous, lens
  case tumour, looseTumour, cyst
}

/// The MR properties of a tissue before contrast agent.
struct Relaxation: Hashable, Sendable {
  /// Longitudinal and transverse relaxation times, and the latter with field inhomogeneity, in ms.
  var t1: Double
  var t2: Double
  var t2Star: Double
  /// Proton density relative to water.
  var protonDensity: Double
  /// Contrast agent a few minutes after injection, in mmol/l.
  var uptake: Double
}

extension Tissue {
  /// Typical values at a field strength; between 1.5 T and 3 T, linear interpolation.
  ///
  /// - Source: grey and white matter, muscle, blood, nerve: Stanisz et al., Magn Reson Med 54:507,
  ///   2005. Fat and marrow: de Bazelaire et al., Radiology 230:652, 2004. Fluid: long-known values
  ///   near 4 s and 2 s. Eye, skin, gland and mucosa: rounded from reviews. Schwannoma:
  ///   T1 above and T2 near that of grey matter, as its usual intensity on either weighting says.
  ///   Uptakes are chosen so that enhancement looks as after 0.1 mmol/kg.
  func relaxation(tesla: Double) -> Relaxation {
    let (low, high) = table
    let f = min(max((tesla - 1.5) / 1.5, -0.4), 1)
    let mix = { (a: Double, b: Double) in a + (b - a) * f }
    return Relaxation(
      t1: mix(low.t1, high.t1), t2: mix(low.t2, high.t2), t2Star: mix(low.t2Star, high.t2Star),
      protonDensity: low.protonDensity, uptake: low.uptake)
  }

  /// The values at 1.5 T and at 3 T.
  private var table: (low: Relaxation, high: Relaxation) {
    let r = { (t1: Double, t2: Double, star: Double, density: Double, uptake: Double) in
      Relaxation(t1: t1, t2: t2, t2Star: star, protonDensity: density, uptake: uptake)
    }
    switch self {
    case .air: return (r(1000, 1, 1, 0, 0), r(1000, 1, 1, 0, 0))
    case .skin: return (r(900, 35, 15, 0.7, 0.1), r(1050, 33, 10, 0.7, 0.1))
    case .fat: return (r(343, 58, 40, 0.9, 0), r(382, 68, 28, 0.9, 0))
    case .muscle: return (r(1008, 44, 35, 0.8, 0.06), r(1412, 50, 28, 0.8, 0.06))
    // Solid bone: too few and too short-lived protons to be seen.
    case .corticalBone: return (r(400, 3, 1, 0.12, 0), r(450, 3, 0.8, 0.12, 0))
    case .marrow: return (r(450, 60, 12, 0.6, 0.06), r(500, 62, 8, 0.6, 0.06))
    case .mucosa: return (r(1100, 90, 30, 0.85, 0.5), r(1300, 85, 20, 0.85, 0.5))
    case .gland: return (r(700, 65, 35, 0.85, 0.15), r(850, 65, 25, 0.85, 0.15))
    case .cerebrospinalFluid: return (r(4000, 2000, 1000, 1, 0), r(4200, 1700, 800, 1, 0))
    case .grayMatter: return (r(1124, 95, 70, 0.83, 0), r(1820, 99, 50, 0.83, 0))
    case .whiteMatter: return (r(884, 72, 60, 0.71, 0), r(1084, 69, 45, 0.71, 0))
    case .nerve: return (r(815, 77, 60, 0.75, 0), r(1083, 78, 45, 0.75, 0))
    case .dura: return (r(950, 50, 25, 0.65, 0.45), r(1100, 48, 18, 0.65, 0.45))
    case .artery: return (r(1441, 290, 120, 0.85, 0.8), r(1932, 275, 60, 0.85, 0.8))
    case .vein: return (r(1441, 200, 80, 0.85, 0.9), r(1800, 120, 30, 0.85, 0.9))
    case .labyrinthineFluid: return (r(3300, 1300, 400, 0.95, 0.01), r(3500, 1100, 300, 0.95, 0.01))
    case .vitreous: return (r(3900, 1600, 800, 0.98, 0), r(4100, 1400, 600, 0.98, 0))
    case .lens: return (r(900, 40, 20, 0.7, 0), r(1000, 35, 15, 0.7, 0))
    case .tumour: return (r(1350, 92, 60, 0.84, 0.65), r(1750, 88, 45, 0.84, 0.65))
    case .looseTumour: return (r(1700, 150, 80, 0.9, 0.38), r(2050, 140, 60, 0.9, 0.38))
    case .cyst: return (r(2900, 650, 300, 0.97, 0.02), r(3100, 600, 220, 0.97, 0.02))
    }
  }
}
