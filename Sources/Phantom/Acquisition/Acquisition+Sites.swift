import Imaging

extension Acquisition {
  /// The sites with a protocol: London, Tilburg and the mixed UK surveillance scans.
  public static let sites = ["ldn", "etz", "ukm"]

  /// The protocol of a site for one case.
  ///
  /// `ldn` and `etz` are planning protocols with little spread; `ukm` draws scanner, sequence and
  /// resolution anew for every case. The same arguments give the same protocol.
  ///
  /// - Throws: ``PhantomError/unknownSite(_:known:)``.
  /// - Source: the data descriptions of crossMoDA 2021 to 2023.
  public static func preset(
    site: String, contrast: Contrast, seed: UInt64, index: Int
  ) throws(PhantomError) -> Acquisition {
    var generator = SplitMix64(
      seed: seed, keys: 0x5349_5445, UInt64(bitPattern: Int64(index)), contrast == .ceT1 ? 1 : 2)
    switch (site, contrast) {
    case ("ldn", .ceT1): return londonT1(&generator)
    case ("ldn", .T2): return londonT2(&generator)
    case ("etz", .ceT1): return tilburgT1(&generator)
    case ("etz", .T2): return tilburgT2(&generator)
    case ("ukm", _): return surveillance(contrast, &generator)
    default: throw PhantomError.unknownSite(site, known: sites)
    }
  }

  private static func londonT1(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "ldn", contrast: .ceT1,
      sequence: .magnetisationPrepared(
        repetition: 1900, inversion: 1100, echo: 2.97, flip: 15, pulses: 176, spacing: 7.1),
      fieldStrength: 1.5, spacing: [0.41015625, 0.41015625, 1.5], matrix: [512, 512, 120],
      axes: "LPS", angulation: slight(1, &g), offset: [0, 17, 22] + slight(2, &g),
      interpolation: 1.7, signalToNoise: 22 * spread(0.1, &g),
      intensity: 330 * spread(0.12, &g), shading: 0.12)
  }

  private static func londonT2(_ g: inout SplitMix64) -> Acquisition {
    // One in five of the published scans has the smaller matrix; stacks have 40 or 80 slices.
    let small = Double.random(in: 0..<1, using: &g) < 0.21
    let thin = Double.random(in: 0..<1, using: &g) < 0.2
    let inPlane = small ? 0.546875 : 0.46875
    return Acquisition(
      site: "ldn", contrast: .T2, sequence: .balanced(repetition: 9.4, echo: 4.23, flip: 70),
      fieldStrength: 1.5, spacing: [inPlane, inPlane, thin ? 1.0 : 1.5],
      matrix: [small ? 384 : 448, small ? 384 : 448, thin ? 80 : 40], axes: "LPS",
      angulation: slight(2, &g), offset: [0, 17, 2] + slight(2, &g), interpolation: 1.3,
      signalToNoise: 13 * spread(0.12, &g), intensity: 160 * spread(0.12, &g), shading: 0.15)
  }

  private static func tilburgT1(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "etz", contrast: .ceT1, sequence: .spoiled(repetition: 25, echo: 1.82, flip: 30),
      fieldStrength: 1.5, spacing: [0.8, 0.8, 1.5], matrix: [256, 256, 110], axes: "LAS",
      angulation: slight(1, &g), offset: [0, 17, 20] + slight(2, &g), interpolation: 1.15,
      signalToNoise: 26 * spread(0.1, &g), intensity: 900 * spread(0.15, &g), shading: 0.06)
  }

  private static func tilburgT2(_ g: inout SplitMix64) -> Acquisition {
    Acquisition(
      site: "etz", contrast: .T2, sequence: .turboSpinEcho(repetition: 2700, echo: 160),
      fieldStrength: 1.5, spacing: [0.4, 0.4, 1.0], matrix: [512, 512, 60], axes: "LAS",
      angulation: slight(1.5, &g), offset: [0, 17, 2] + slight(2, &g), interpolation: 1.6,
      signalToNoise: 9 * spread(0.12, &g), intensity: 260 * spread(0.15, &g), shading: 0.06)
  }

  private static func surveillance(
    _ contrast: Contrast, _ g: inout SplitMix64
  ) -> Acquisition {
    let field = [1.0, 1.5, 1.5, 1.5, 3.0][Int.random(in: 0..<5, using: &g)]
    let inPlane = (Double.random(in: 0.5...0.9, using: &g) * 100).rounded() / 100
    // Log-uniform: most stacks are thin, some reach 3 mm.
    let choices = [0.8, 1.0, 1.0, 1.5, 1.5, 2.0, 2.0, 3.0]
    let slice = choices[Int.random(in: 0..<choices.count, using: &g)]
    let kind = Int.random(in: 0..<3, using: &g)
    let sequence: PulseSequence =
      switch (contrast, kind) {
      case (.ceT1, 0):
        .magnetisationPrepared(
          repetition: 2000, inversion: 950, echo: 3, flip: 12, pulses: 160, spacing: 7.5)
      case (.ceT1, 1): .spoiled(repetition: 11, echo: 4.2, flip: 20)
      case (.ceT1, _): .spoiled(repetition: 420, echo: 8, flip: 85)
      case (.T2, 0): .balanced(repetition: 7.5, echo: 3.4, flip: 60)
      case (.T2, 1): .balanced(repetition: 5.6, echo: 2.2, flip: 55)
      case (.T2, _):
        .turboSpinEcho(
          repetition: Double.random(in: 1500...4500, using: &g),
          echo: Double.random(in: 110...240, using: &g))
      }
    let coronal = Double.random(in: 0..<1, using: &g) < 0.08
    let axes = coronal ? "LIA" : ["LPS", "LAS", "RAS"][Int.random(in: 0..<3, using: &g)]
    let fieldOfView = Double.random(in: 200...230, using: &g)
    let columns = Int(fieldOfView / inPlane / 2) * 2
    let slices = Int(Double.random(in: 45...75, using: &g) / slice)
    return Acquisition(
      site: "ukm", contrast: contrast, sequence: sequence, fieldStrength: field,
      spacing: [inPlane, inPlane, slice], matrix: [columns, columns, max(slices, 11)], axes: axes,
      angulation: slight(4, &g), offset: [0, coronal ? 0 : 17, coronal ? 20 : 2] + slight(3, &g),
      interpolation: Double.random(in: 1...1.8, using: &g),
      signalToNoise: (contrast == .ceT1 ? 20 : 11) * (field / 1.5).squareRoot() * spread(0.25, &g),
      intensity: Double.random(in: 90...1400, using: &g),
      shading: field > 2 ? 0.2 : Double.random(in: 0.04...0.15, using: &g))
  }

  /// Three shifts with the given standard deviation.
  private static func slight(_ deviation: Double, _ g: inout SplitMix64) -> SIMD3<Double> {
    let x = g.bounded()
    let y = g.bounded()
    return deviation * SIMD3(x, y, g.bounded())
  }

  /// A factor around 1.
  private static func spread(_ deviation: Double, _ g: inout SplitMix64) -> Double {
    1 + deviation * g.bounded()
  }
}
