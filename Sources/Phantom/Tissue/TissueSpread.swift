import Imaging

/// One patient's tissues: the typical values with that patient's spread.
struct TissueSpread: Sendable {
  /// Factors on T1, T2, density and uptake, by raw value of ``Tissue``.
  private var factors: [SIMD4<Double>]

  /// A random spread: some percent for normal tissue, far more for the tumour and its uptake.
  init(using generator: inout SplitMix64) {
    // How much agent, and how long ago: common to all tissues of a patient.
    let dose = 1 + 0.18 * generator.bounded()
    factors = Tissue.allCases.map { tissue in
      let draws = SIMD4(
        generator.bounded(), generator.bounded(), generator.bounded(), generator.bounded())
      let deviation: SIMD4<Double> =
        switch tissue {
        case .tumour, .looseTumour: [0.10, 0.16, 0.05, 0.22]
        case .cyst: [0.10, 0.25, 0.02, 0.3]
        case .marrow, .mucosa, .gland, .dura: [0.08, 0.10, 0.10, 0.25]
        case .artery, .vein: [0.05, 0.12, 0.03, 0.15]
        default: [0.03, 0.04, 0.03, 0.15]
        }
      var factor = 1 + deviation * draws
      factor.w = max(factor.w, 0.2) * dose
      return factor
    }
  }

  /// The patient's values for a tissue.
  func relaxation(_ tissue: Tissue, tesla: Double) -> Relaxation {
    var value = tissue.relaxation(tesla: tesla)
    let factor = factors[Int(tissue.rawValue)]
    value.t1 *= factor.x
    value.t2 *= factor.y
    value.t2Star = min(value.t2Star * factor.y, value.t2)
    value.protonDensity *= factor.z
    value.uptake *= factor.w
    return value
  }
}
