/// How a balanced sequence's signal changes off resonance, for each kind of protons.
///
/// A table over one cycle of precession, as factors on the signal on resonance. One typical tissue
/// stands for all fluids, one for all solid tissue: what counts is T1/T2, which differs little within
/// a kind compared with between them. Fat starts off resonance by its chemical shift.
struct Banding: Sendable {
  private static let steps = 256
  private var factors: [[Float]]
  /// Cycles of precession between two pulses, per Hz.
  private var cyclesPerHertz: Float

  /// The table of a sequence; `nil` for one whose signal does not depend on precession.
  init?(_ sequence: PulseSequence, tesla: Double) {
    switch sequence {
    case .balanced(let tr, _, _), .constructive(let tr, _, _): cyclesPerHertz = Float(tr / 1000)
    default: return nil
    }
    let fat = 2 * .pi * Double(cyclesPerHertz) * fatFrequency(tesla: tesla)
    factors = Tissue.Resonance.allCases.map { resonance in
      let (tissue, start): (Tissue, Double) =
        switch resonance {
        case .fat: (.fat, -fat)
        case .fluid: (.cerebrospinalFluid, 0)
        case .solid: (.grayMatter, 0)
        }
      let relaxation = tissue.relaxation(tesla: tesla)
      let reference = sequence.signal(relaxation, phase: 0)
      return (0...Self.steps).map { step in
        let phase = start + 2 * .pi * Double(step) / Double(Self.steps)
        return Float(sequence.signal(relaxation, phase: phase) / reference)
      }
    }
  }

  /// The factor on a resonance's signal `hertz` off resonance.
  func factor(_ resonance: Tissue.Resonance, hertz: Float) -> Float {
    let cycles = hertz * cyclesPerHertz
    let place = (cycles - cycles.rounded(.down)) * Float(Self.steps)
    let step = min(Int(place), Self.steps - 1)
    let table = factors[Int(resonance.rawValue)]
    return table[step] + (table[step + 1] - table[step]) * (place - Float(step))
  }
}
