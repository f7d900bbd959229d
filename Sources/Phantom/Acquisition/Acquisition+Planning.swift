import Imaging

/// The planning protocols of London and Tilburg: one scanner each, little spread.
///
/// TR, TE, TI, matrices and spacings are those the challenge publishes. Flip angles, bandwidths and
/// acquired matrices of London are those in the headers of TCIA's Vestibular-Schwannoma-SEG, taken on
/// the same scanner; Tilburg's are the author's estimates.
extension Acquisition {
  static func londonT1(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "ldn", vendor: "Siemens", contrast: .ceT1,
      sequence: .magnetisationPrepared(
        repetition: 1900, inversion: 1100, echo: 2.97, flip: 15, pulses: 176, spacing: 7.1),
      fieldStrength: 1.5, spacing: [0.41015625, 0.41015625, 1.5], matrix: [512, 512, 120],
      axes: "LPS", angulation: slight(1, &g), offset: [0, 17, 22] + slight(2, &g),
      // 256 acquired columns with 190 Hz each.
      interpolation: 2, bandwidth: 95, phaseEncoding: .row, coils: 1,
      signalToNoise: 22 * spread(0.1, &g), intensity: 330 * spread(0.12, &g), shading: 0.12,
      imperfections: Imperfections(apodisation: 0.3))
  }

  static func londonT2(_ g: inout SplitMix64) -> Acquisition {
    // One in five of the published scans has the smaller matrix; stacks have 40 or 80 slices.
    let small = Double.random(in: 0..<1, using: &g) < 0.21
    let thin = Double.random(in: 0..<1, using: &g) < 0.2
    let inPlane = small ? 0.546875 : 0.46875
    return Acquisition(
      site: "ldn", vendor: "Siemens", contrast: .T2,
      sequence: .constructive(repetition: 9.4, echo: 4.23, flip: 70),
      fieldStrength: 1.5, spacing: [inPlane, inPlane, thin ? 1.0 : 1.5],
      matrix: [small ? 384 : 448, small ? 384 : 448, thin ? 80 : 40], axes: "LPS",
      angulation: slight(2, &g), offset: [0, 17, 2] + slight(2, &g), interpolation: 1.3,
      // 395 Hz per acquired voxel.
      bandwidth: 304, phaseEncoding: .row, coils: 1, signalToNoise: 16.6 * spread(0.12, &g),
      intensity: 205 * spread(0.12, &g), shading: 0.15, imperfections: .init())
  }

  static func tilburgT1(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "etz", vendor: "Philips", contrast: .ceT1,
      sequence: .spoiled(repetition: 25, echo: 1.82, flip: 30),
      fieldStrength: 1.5, spacing: [0.8, 0.8, 1.5], matrix: [256, 256, 110], axes: "LAS",
      angulation: slight(1, &g), offset: [0, 17, 20] + slight(2, &g), interpolation: 1.15,
      // Fat one acquired voxel beside water.
      bandwidth: 186, phaseEncoding: .row, coils: 1, signalToNoise: 26 * spread(0.1, &g),
      intensity: 900 * spread(0.15, &g), shading: 0.06, imperfections: .init())
  }

  static func tilburgT2(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "etz", vendor: "Philips", contrast: .T2,
      sequence: .turboSpinEcho(repetition: 2700, echo: 160, train: 50, spacing: 6.4),
      fieldStrength: 1.5, spacing: [0.4, 0.4, 1.0], matrix: [512, 512, 60], axes: "LAS",
      angulation: slight(1.5, &g), offset: [0, 17, 2] + slight(2, &g), interpolation: 1.6,
      bandwidth: 134, phaseEncoding: .row, coils: 1, signalToNoise: 9 * spread(0.12, &g),
      intensity: 260 * spread(0.15, &g), shading: 0.06, imperfections: .init())
  }

  /// Three shifts with the given standard deviation.
  static func slight(_ deviation: Double, _ g: inout SplitMix64) -> SIMD3<Double> {
    let x = g.bounded()
    let y = g.bounded()
    return deviation * SIMD3(x, y, g.bounded())
  }

  /// A factor around 1.
  static func spread(_ deviation: Double, _ g: inout SplitMix64) -> Double {
    1 + deviation * g.bounded()
  }
}
