import Imaging

/// Surveillance scans: another scanner, sequence and grid for every case.
///
/// Vendors, fields and the range of voxels are those the challenge publishes; how often each occurs,
/// and every timing, is the author's estimate of routine protocols.
extension Acquisition {
  static func surveillance(_ contrast: Contrast, _ g: inout SplitMix64) -> Acquisition {
    let field = pick([1.0, 1.5, 1.5, 1.5, 3.0], &g)
    let vendor =
      field < 1.5
      ? pick(["Hitachi", "Philips"], &g) : pick(["Siemens", "Siemens", "Philips", "GE"], &g)
    let sequence =
      contrast == .ceT1 ? enhancedSequence(vendor, &g) : fluidSequence(vendor, &g)
    // White matter is brighter in balanced sequences, against the same noise.
    let base: Double =
      switch sequence {
      case .balanced, .constructive: 13.7
      case .turboSpinEcho: 11
      case .spoiled, .magnetisationPrepared: 20
      }
    let inPlane = (Double.random(in: 0.5...0.86, using: &g) * 100).rounded() / 100
    // Most stacks are thin, some reach 3.5 mm.
    let slice = pick([0.8, 1.0, 1.0, 1.5, 1.5, 2.0, 2.0, 3.0, 3.5], &g)
    let isCoronal = chance(0.08, &g)
    let axes = isCoronal ? "LIA" : pick(["LPS", "LAS", "RAS"], &g)
    let fieldOfView = Double.random(in: 200...230, using: &g)
    let columns = Int(fieldOfView / inPlane / 2) * 2
    // One stack in ten just covers the canals; one in eight is tilted along the skull base.
    let cover =
      chance(0.1, &g)
      ? Double.random(in: 26...36, using: &g) : Double.random(in: 45...75, using: &g)
    var angulation = slight(4, &g)
    if chance(0.12, &g) { angulation.x += pick([-18, -12, 12, 18], &g) }
    // Phase across the head, as usual, or along it with the back of the head folding in.
    let isAlong = chance(0.2, &g)
    var imperfections = Imperfections(
      apodisation: Double.random(in: 0.1...0.4, using: &g), wrap: isAlong ? 0.08 : 0)
    if chance(0.25, &g) { imperfections.motion = Double.random(in: 0.05...0.25, using: &g) }
    imperfections.ghostSpacing = Double.random(in: 0.1...0.4, using: &g)
    return Acquisition(
      site: "ukm", vendor: vendor, contrast: contrast, sequence: sequence, fieldStrength: field,
      spacing: [inPlane, inPlane, slice],
      matrix: [columns, columns, max(Int(cover / slice), 11)], axes: axes, angulation: angulation,
      offset: [0, isCoronal ? 0 : 17, isCoronal ? 20 : 2] + slight(3, &g),
      interpolation: Double.random(in: 1...1.8, using: &g),
      bandwidth: Double.random(in: 90...350, using: &g),
      phaseEncoding: isAlong ? .column : .row, coils: pick([1, 1, 2, 4], &g),
      signalToNoise: base * (field / 1.5).squareRoot() * spread(0.25, &g),
      intensity: Double.random(in: 90...1400, using: &g),
      shading: field > 2 ? 0.2 : Double.random(in: 0.04...0.15, using: &g),
      imperfections: imperfections)
  }

  private static func enhancedSequence(_ vendor: String, _ g: inout SplitMix64) -> PulseSequence {
    let gradientEcho = PulseSequence.spoiled(repetition: 11, echo: 4.2, flip: 20)
    let slow = PulseSequence.spoiled(repetition: 420, echo: 8, flip: 85)
    let prepared = PulseSequence.magnetisationPrepared(
      repetition: 2000, inversion: 950, echo: 3, flip: 12, pulses: 160, spacing: 7.5)
    switch vendor {
    case "Siemens": return pick([prepared, prepared, gradientEcho, slow], &g)
    case "Hitachi": return pick([gradientEcho, slow], &g)
    default: return pick([gradientEcho, gradientEcho, slow], &g)
    }
  }

  private static func fluidSequence(_ vendor: String, _ g: inout SplitMix64) -> PulseSequence {
    let turbo = PulseSequence.turboSpinEcho(
      repetition: Double.random(in: 1500...4500, using: &g),
      echo: Double.random(in: 110...240, using: &g), train: 40, spacing: 6)
    switch vendor {
    case "Siemens":
      return pick([.constructive(repetition: 7.5, echo: 3.4, flip: 60), turbo], &g)
    case "GE": return pick([.balanced(repetition: 5.6, echo: 2.2, flip: 55), turbo], &g)
    case "Hitachi": return .balanced(repetition: 7.5, echo: 3.4, flip: 60)
    default: return pick([.balanced(repetition: 5.6, echo: 2.2, flip: 55), turbo], &g)
    }
  }

  /// One of the choices, all equally likely.
  static func pick<T>(_ choices: [T], _ g: inout SplitMix64) -> T {
    choices[Int.random(in: 0..<choices.count, using: &g)]
  }

  /// Whether something of the given probability happens.
  static func chance(_ probability: Double, _ g: inout SplitMix64) -> Bool {
    Double.random(in: 0..<1, using: &g) < probability
  }
}
