import Imaging

/// Sites that no training set holds; every value is the author's choice.
extension Acquisition {
  static func unseenHighField(_ contrast: Contrast, _ g: inout SplitMix64) -> Acquisition {
    let isT1 = contrast == .ceT1
    return Acquisition(
      site: "new3t", vendor: "GE", contrast: contrast,
      sequence: isT1
        ? .spoiled(repetition: 6.5, echo: 2.4, flip: 15)
        : .turboSpinEcho(repetition: 2000, echo: 220, train: 90, spacing: 4.6),
      fieldStrength: 3, spacing: isT1 ? [0.5, 0.5, 1] : [0.35, 0.35, 0.8],
      matrix: isT1 ? [440, 440, 160] : [512, 512, 70], axes: "LPS", angulation: slight(2, &g),
      offset: [0, 17, isT1 ? 20 : 2] + slight(2, &g), interpolation: 1.4,
      bandwidth: isT1 ? 220 : 280, phaseEncoding: .row, coils: 4,
      signalToNoise: (isT1 ? 24 : 12) * spread(0.15, &g), intensity: 1500 * spread(0.15, &g),
      shading: 0.22, imperfections: Imperfections(apodisation: 0.15))
  }

  static func unseenLowField(_ contrast: Contrast, _ g: inout SplitMix64) -> Acquisition {
    let isT1 = contrast == .ceT1
    return Acquisition(
      site: "new1t", vendor: "Hitachi", contrast: contrast,
      sequence: isT1
        ? .turboSpinEcho(repetition: 500, echo: 12, train: 1, spacing: 12)
        : .balanced(repetition: 8, echo: 4, flip: 65),
      fieldStrength: 1, spacing: isT1 ? [0.7, 0.7, 2] : [0.6, 0.6, 1.2],
      matrix: isT1 ? [320, 320, 36] : [352, 352, 44], axes: "RAS",
      angulation: slight(2, &g) + [10, 0, 0], offset: [0, 17, 2] + slight(2, &g),
      interpolation: 1.2, bandwidth: isT1 ? 110 : 240, phaseEncoding: .row, coils: 2,
      signalToNoise: (isT1 ? 16 : 9) * spread(0.15, &g), intensity: 420 * spread(0.15, &g),
      shading: 0.08,
      imperfections: Imperfections(
        apodisation: 0.35, sliceOverlap: 0.1, motion: 0.1, ghostSpacing: 0.31))
  }
}
