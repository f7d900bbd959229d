extension Tissue {
  /// Typical values at a field strength: linear between 1.0, 1.5 and 3 T, held outside of them.
  ///
  /// - Source: `Documentation/Guides/phantom-physics.md` has the source of every value.
  func relaxation(tesla: Double) -> Relaxation {
    let rows = table
    let upper = tesla > 1.5
    let (a, b) = upper ? (rows.at15, rows.at30) : (rows.at10, rows.at15)
    let f = min(max(upper ? (tesla - 1.5) / 1.5 : (tesla - 1) / 0.5, 0), 1)
    let mixed = a + (b - a) * f
    return Relaxation(
      t1: mixed.x, t2: mixed.y, t2Star: mixed.z, protonDensity: rows.density, uptake: rows.uptake)
  }

  /// One tissue: T1, T2 and T2* in ms at three field strengths, density and uptake.
  private struct Row {
    var at10: SIMD3<Double>
    var at15: SIMD3<Double>
    var at30: SIMD3<Double>
    var density: Double
    var uptake: Double

    init(
      _ at10: SIMD3<Double>, _ at15: SIMD3<Double>, _ at30: SIMD3<Double>, _ density: Double,
      _ uptake: Double
    ) {
      self.at10 = at10
      self.at15 = at15
      self.at30 = at30
      self.density = density
      self.uptake = uptake
    }
  }

  private var table: Row {
    switch self {
    case .air: Row([1000, 1, 1], [1000, 1, 1], [1000, 1, 1], 0, 0)
    case .skin: Row([795, 35, 18], [900, 35, 15], [1050, 33, 10], 0.7, 0.1)
    case .fat: Row([320, 58, 45], [343, 58, 40], [382, 68, 28], 0.9, 0)
    case .muscle: Row([850, 44, 38], [1008, 44, 35], [1412, 50, 28], 0.8, 0.06)
    // Solid bone: too few and too short-lived protons to be seen.
    case .corticalBone: Row([380, 3, 1.3], [400, 3, 1], [450, 3, 0.8], 0.12, 0)
    case .marrow: Row([420, 60, 16], [450, 60, 12], [500, 62, 8], 0.6, 0.06)
    case .mucosa: Row([975, 90, 39], [1100, 90, 30], [1300, 85, 20], 0.85, 0.5)
    case .gland: Row([620, 65, 41], [700, 65, 35], [850, 65, 25], 0.85, 0.15)
    case .cerebrospinalFluid:
      Row([4000, 2000, 1200], [4000, 2000, 1000], [4200, 1700, 800], 1, 0)
    case .grayMatter: Row([1036, 95, 77], [1188, 95, 70], [1331, 99, 50], 0.83, 0)
    case .whiteMatter: Row([555, 72, 64], [656, 72, 60], [832, 69, 45], 0.71, 0)
    case .nerve: Row([710, 77, 65], [815, 77, 60], [1083, 78, 45], 0.75, 0)
    case .dura: Row([840, 50, 30], [950, 50, 25], [1100, 48, 18], 0.65, 0.45)
    case .artery: Row([1300, 290, 150], [1441, 290, 120], [1932, 275, 60], 0.85, 0.8)
    case .vein: Row([1300, 200, 100], [1441, 200, 80], [1800, 120, 30], 0.85, 0.9)
    case .labyrinthineFluid:
      Row([3300, 1300, 520], [3300, 1300, 400], [3500, 1100, 300], 0.95, 0.035)
    case .vitreous: Row([3900, 1600, 960], [3900, 1600, 800], [4100, 1400, 600], 0.98, 0)
    case .lens: Row([800, 40, 24], [900, 40, 20], [1000, 35, 15], 0.7, 0)
    case .tumour: Row([1190, 92, 68], [1350, 92, 60], [1750, 88, 45], 0.84, 0.5)
    case .looseTumour: Row([1500, 150, 95], [1700, 150, 80], [2050, 140, 60], 0.9, 0.24)
    case .cyst: Row([2900, 650, 365], [2900, 650, 300], [3100, 600, 220], 0.97, 0.02)
    }
  }
}
